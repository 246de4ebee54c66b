"""Text from outside: cleaned of control characters and HTML, measured, and compared."""
