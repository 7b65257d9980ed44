"""Formats whose records are lines, rows or parts of a crawl."""
