"""How well and how fast misprints are put right."""
