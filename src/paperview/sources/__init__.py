"""Reading papers from files: one module a format, and `files` to open them."""
