"""Articles that tell one story in two languages."""
