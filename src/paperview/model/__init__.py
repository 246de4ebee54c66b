"""What every part knows of a paper: its fields, its identity, and how records are merged."""
