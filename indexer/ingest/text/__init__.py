"""Bytes → text, and what text says of dates and headlines."""
