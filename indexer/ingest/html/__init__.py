"""Saved pages → the article that they show."""
