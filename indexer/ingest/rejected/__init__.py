"""Records that could not be accepted: set aside, listed, tried again."""
