"""The terminal: driver, keyboard, output, encoding and job control."""
