"""From what a person named to sources: files, folders, archives, pipes, encodings."""
