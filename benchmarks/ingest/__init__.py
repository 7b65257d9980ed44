"""How fast saved pages become articles, with every answer checked."""
