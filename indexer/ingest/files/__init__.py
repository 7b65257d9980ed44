"""Which files are to be read, and which of a watched folder are new."""
