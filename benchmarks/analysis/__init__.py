"""How well and how fast analysis is: ``python -m benchmarks.analysis``."""
