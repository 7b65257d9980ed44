"""The site beside the least that an HTTP server around an engine can be: ``__main__``."""
