"""Forgiveness: wrong layout, names in the other alphabet, spelling, suggestions as one types."""
