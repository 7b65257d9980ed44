"""How well and how fast queries are forgiven."""
