"""How papers and messages look: rows, pages, columns and wording."""
