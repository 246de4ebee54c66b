"""Writing papers: a table of exports, and one module a format.

To add an export, write a module with a function that takes a paper and returns text, and add a row
to `EXPORTS`. The copy menu, `paperview search --format` and its help follow the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import NamedTuple, cast

from paperview.model.paper import Paper


class Export(NamedTuple):
    """One form in which papers are written; its module is imported when it is used."""

    name: str
    """How the copy menu and messages call it."""
    module: str
    function: str = "dumps"
    """Takes a paper and returns text, which is empty where the paper lacks what it needs."""
    key: str = ""
    """The key in the copy menu; empty where it is not offered there."""
    flag: str = ""
    """The value of `--format`; empty where it is none."""
    about: str = ""
    """A remark on that value in the help."""
    end: str = "\n"
    """The text after each paper in a file."""
    ascii_function: str = ""
    """Takes the place of `function` where only ASCII can be written, if that needs care."""
    is_cut: bool = False
    """Whether a terminal shows only as much of each line as fits."""

    def load(self, *, ascii_only: bool = False) -> Callable[[Paper], str]:
        """Return the function that writes a paper."""
        module = import_module(f"{__name__}.{self.module}")
        name = self.ascii_function if ascii_only and self.ascii_function else self.function
        return cast("Callable[[Paper], str]", getattr(module, name))

    def texts(self, papers: Iterable[Paper]) -> list[str]:
        """Return the texts of the papers that have one."""
        return [text for text in map(self.load(), papers) if text]


ARXIV_ID = Export(name="arXiv id", key="i", module="lines", function="arxiv_id")
TABLE = Export(
    name="table row",
    flag="table",
    about="default",
    module="lines",
    function="table_row",
    is_cut=True,
)
EXPORTS = (
    ARXIV_ID,
    Export(name="abs address", key="a", module="lines", function="abs_url"),
    Export(name="PDF address", key="p", module="lines", function="pdf_url"),
    Export(name="DOI", key="d", module="lines", function="doi"),
    Export(name="title", key="t", module="lines", function="title"),
    Export(name="citation", key="c", module="lines", function="citation"),
    Export(name="BibTeX", key="b", flag="bibtex", module="bibtex"),
    Export(name="RIS", key="r", flag="ris", module="ris", end="\n\n"),
    Export(name="name", key="n", module="lines", function="name"),
    TABLE,
    Export(name="id", flag="ids", module="lines", function="any_id"),
    Export(name="JSON", flag="jsonl", module="jsonl", ascii_function="dumps_ascii"),
    Export(name="text", flag="text", about="the seeds' own format", module="plain", end=""),
)
MENU = tuple(export for export in EXPORTS if export.key)
"""The exports in the copy menu."""
BY_FLAG = {export.flag: export for export in EXPORTS if export.flag}
"""The values of `paperview search --format`; `TABLE` is the default."""
