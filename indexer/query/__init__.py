"""What a person types → the request to an engine."""
