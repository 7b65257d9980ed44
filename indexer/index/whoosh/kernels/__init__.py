"""Loops over arrays, compiled where there is a compiler, in numpy elsewhere."""
