"""What fields of several formats say, in plain words: dates, names, subjects, markup."""
