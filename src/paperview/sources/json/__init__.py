"""JSON of papers: going through a document object by object."""
