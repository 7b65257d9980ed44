"""From article files to an index, and from a query to its matches."""
