"""Measured comparison with other search engines. Method and biases: README.md in this folder."""
