"""What was found → what is shown: pages, facets, snippets, explanations, in both languages."""
