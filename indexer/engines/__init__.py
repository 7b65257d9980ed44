"""Engines: each package keeps generations of an index in its own way."""
