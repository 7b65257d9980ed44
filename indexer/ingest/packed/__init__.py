"""Compressed streams, zip and tar archives, within bounds."""
