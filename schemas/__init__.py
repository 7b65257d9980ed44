"""The vocabulary of the project: what an article, a query and a page of results are. No I/O."""
