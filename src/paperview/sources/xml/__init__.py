"""XML of papers: going through a document record by record."""
