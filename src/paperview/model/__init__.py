"""The model of a paper: its fields, its identity, and the merging of records."""
