"""Text from outside: made harmless, and freed of the markup of web pages."""
