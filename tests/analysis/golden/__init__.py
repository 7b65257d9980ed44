"""What analysis gave at each version, written down: words → terms, articles → columns."""
