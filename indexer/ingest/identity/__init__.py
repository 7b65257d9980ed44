"""Which records are the same article."""
