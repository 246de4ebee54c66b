"""The readers of all formats, one module each; the table in `sources.registry` lists them.

`looks_like(head)` says whether the first bytes of a file, at most 64 KiB, are in the format.
`read(data, source)` yields its records in order, each as a paper or a problem. A problem with part
of a record comes right after the record's paper. `source` is the name of the file.

All data is UTF-8 without a byte order mark, and its lines end with line feeds alone. No data makes
either function raise. The registry imports a module only when a file may be in its format.
"""
