"""What is made of HTML pages of sites that nobody described, beside other readers of pages."""
