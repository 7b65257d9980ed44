"""A request → matches: looked up, evaluated, scored, counted, put in order."""
