"""The papers of one run, merged: in memory, or in files that they are read from when shown."""
