"""The formats that papers are read from: one module each, with two functions.

`looks_like(head)` says whether the first bytes of a file, at most 64 KiB, are of the format.
`read(data, source)` gives its records in order, each a paper or a problem; a problem with a part of
a record comes right after the record's paper. `source` is the name that problems tell and papers
keep.

All bytes are UTF-8 without a byte order mark, with line feeds alone between lines; nothing in them
makes either function raise. The registry imports a module only when a file may be of its format.
"""
