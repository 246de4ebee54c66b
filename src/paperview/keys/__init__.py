"""The keys of the reader: a table, and how the user changes it."""
