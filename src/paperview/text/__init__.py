"""Text from outside: removing control characters and HTML."""
