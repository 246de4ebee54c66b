"""The commands that need no screen: `search`, `check` and `cache`."""
