"""What the command line does without a screen: `search`, `check` and `cache`."""
