"""What is asked: queries as data, with the answer that each must have."""
