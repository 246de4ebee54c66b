"""Writing papers: a table of exports, and one module a format.

To add an export, write a module with a function that takes a paper and returns text, and add a row
to `EXPORTS`. The copy menu, the export window, `paperview search --format` and its help follow the
table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from paperview.model.paper import UNREADABLE, Paper

if TYPE_CHECKING:
    from paperview.exports.fields import PaperField

_BIBLIOGRAPHY = ".bib"
_SAMPLED = 1000
"""Papers, at most, that are looked at for a sample."""


class ExportError(Exception):
    """Papers that can't be written as they should be. As a string: why."""


class StyleError(ExportError):
    """A citation style that can't be used, or nothing that could use it. As a string: why."""


class Export(NamedTuple):
    """One form in which papers are written; its module is imported when it is used."""

    name: str
    """How menus and messages call it."""
    module: str
    function: str = "dumps"
    """Takes a paper and returns text, which is empty where the paper lacks what it needs."""
    key: str = ""
    """The key in the copy menu; empty where it is not offered there."""
    flag: str = ""
    """The value of `--format`; empty where it is none."""
    about: str = ""
    """A remark on that value in the help."""
    extension: str = ""
    """The end of the names of its files; empty if the export window does not offer it."""
    has_keys: bool = False
    """Whether the function also takes a citation key, which no other paper of the file has."""
    choice: str | tuple[PaperField, ...] = ""
    """The citation style or the fields, if the function takes all papers and this, and gives their
    texts."""
    head: str = ""
    """The text before all papers in a file."""
    between: str = ""
    """The text between two papers in a file."""
    end: str = "\n"
    """The text after each paper in a file."""
    tail: str = ""
    """The text after all papers in a file."""
    ascii_function: str = ""
    """Takes the place of `function` where only ASCII can be written, if that needs care."""
    keeps_empty: bool = False
    """Whether a paper with nothing to write has a line all the same, an empty one."""
    is_cut: bool = False
    """Whether a terminal shows only as much of each line as fits."""

    @property
    def can_be_added(self) -> bool:
        """Whether papers can be added to a file of this form, which is a bibliography."""
        return self.extension == _BIBLIOGRAPHY

    @property
    def ended_by_null(self) -> Export:
        """The same, with a null character after each paper and nothing around them."""
        return self._replace(head="", between="", end="\0", tail="")

    def each(
        self, papers: Iterable[Paper], *, ascii_only: bool = False, taken: Iterable[str] = ()
    ) -> Iterator[str]:
        """Give the text of each paper, one after the other; empty where it has none.

        Args:
            papers: what is written.
            ascii_only: whether only ASCII can be written.
            taken: citation keys that other papers have.

        Raises:
            ExportError: if a paper can't be read any more, or its style can't be used.
        """
        papers = map(_readable, papers)
        module = import_module(f"{__name__}.{self.module}")
        name = self.ascii_function if ascii_only and self.ascii_function else self.function
        write: Callable[..., Any] = getattr(module, name)
        if self.choice:
            yield from write(papers, self.choice)
        elif self.has_keys:
            keys = import_module(f"{__name__}.citekeys").CiteKeys(taken)
            for paper in papers:
                yield write(paper, keys.take(paper))
        else:
            yield from map(write, papers)

    def sample(self, papers: Iterable[Paper]) -> str:
        """Return the first text of some papers; empty if none of the first has one."""
        sampled = (paper for paper in islice(papers, _SAMPLED) if paper is not UNREADABLE)
        return next(filter(None, self.each(sampled)), "")

    def write(
        self, papers: Iterable[Paper], put: Callable[[str], object], *, ascii_only: bool = False
    ) -> int:
        """Write a file of papers, and return how many of them have a text.

        Args:
            papers: what is written.
            put: takes each part of the file.
            ascii_only: whether only ASCII can be written.

        Raises:
            ExportError: as `each` does.
        """
        written = 0
        for text in self.each(papers, ascii_only=ascii_only):
            if text or self.keeps_empty:
                put(f"{self.between if written else self.head}{text}{self.end}")
                written += 1
        if not written:
            put(self.head)
        put(self.tail)
        return written

    def document(self, papers: Iterable[Paper]) -> tuple[str, int]:
        """Return a file of papers without its last line feeds, and how many papers are in it.

        Raises:
            ExportError: as `each` does.
        """
        parts: list[str] = []
        written = self.write(papers, parts.append)
        return "".join(parts).rstrip("\n"), written


def _readable(paper: Paper) -> Paper:
    if paper is UNREADABLE:
        raise ExportError("a paper can't be read any more: its file was changed, or reloaded")
    return paper


ARXIV_ID = Export(
    name="arXiv id",
    key="i",
    flag="arxiv",
    about="ids of arXiv alone",
    module="lines",
    function="arxiv_id",
)
TABLE = Export(
    name="table row",
    flag="table",
    about="default",
    module="lines",
    function="table_row",
    is_cut=True,
)
CSV_HEAD = (
    "key,arxiv_id,doi,type,title,authors,year,date,journal,volume,number,pages,publisher,editors,"
    "series,isbn,categories,url,comments,abstract\n"
)
HTML_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Papers</title>\n<ul>\n'
)
EXPORTS = (
    ARXIV_ID,
    Export(name="abs address", key="a", flag="abs", module="lines", function="abs_url"),
    Export(name="PDF address", key="p", flag="pdf", module="lines", function="pdf_url"),
    Export(name="DOI", key="d", flag="doi", module="lines", function="doi"),
    Export(name="title", key="t", flag="title", module="lines", function="title"),
    Export(
        name="citation",
        key="c",
        flag="citation",
        extension=".txt",
        module="lines",
        function="citation",
    ),
    Export(
        name="BibTeX",
        key="b",
        flag="bibtex",
        extension=".bib",
        module="bibtex",
        has_keys=True,
        between="\n",
    ),
    Export(
        name="BibLaTeX",
        key="l",
        flag="biblatex",
        extension=".bib",
        module="bibtex",
        function="dumps_biblatex",
        has_keys=True,
        between="\n",
    ),
    Export(
        name="RIS",
        key="r",
        flag="ris",
        extension=".ris",
        module="ris",
        has_keys=True,
        end="\n\n",
    ),
    Export(
        name="CSL-JSON",
        key="s",
        flag="csl",
        about="for pandoc and Zotero",
        extension=".json",
        module="csl",
        ascii_function="dumps_ascii",
        has_keys=True,
        head="[\n",
        between=",\n",
        end="",
        tail="\n]\n",
    ),
    Export(
        name="Markdown",
        key="m",
        flag="markdown",
        extension=".md",
        module="lists",
        function="markdown",
    ),
    Export(
        name="HTML",
        key="h",
        flag="html",
        extension=".html",
        module="lists",
        function="in_html",
        ascii_function="in_ascii_html",
        head=HTML_HEAD,
        tail="</ul>\n</html>\n",
    ),
    Export(
        name="CSV",
        flag="csv",
        extension=".csv",
        module="spreadsheet",
        has_keys=True,
        head=CSV_HEAD,
    ),
    Export(name="name", key="n", flag="name", module="lines", function="name"),
    TABLE,
    Export(name="ids", flag="ids", extension=".txt", module="lines", function="any_id"),
    Export(
        name="citation keys",
        flag="keys",
        about="as in BibTeX",
        module="lines",
        function="citation_key",
        has_keys=True,
    ),
    Export(
        name="JSON lines",
        flag="jsonl",
        extension=".jsonl",
        module="jsonl",
        ascii_function="dumps_ascii",
    ),
    Export(
        name="text",
        flag="text",
        about="the seeds' own format",
        extension=".txt",
        module="plain",
        end="",
    ),
)
MENU = tuple(export for export in EXPORTS if export.key)
"""The exports in the copy menu."""
BY_FLAG = {export.flag: export for export in EXPORTS if export.flag}
"""The values of `paperview search --format`; `TABLE` is the default."""
STYLES = ("apa", "ieee", "nature", "chicago", "mla")
"""Citation styles that the export window offers."""


def use_cite_keys(pattern: str, *, keeps_own: bool) -> None:
    """Form citation keys in this run by a pattern, and say whether papers keep their own."""
    import_module(f"{__name__}.citekeys").use(pattern, keeps_own=keeps_own)


def styled(style: str) -> Export:
    """Return the export of citations in a style: its name, or the path of a .csl file."""
    return Export(
        name=f"{style} citations",
        module="styled",
        function="bibliography",
        extension=".txt",
        choice=style,
    )


def of_fields(fields: Iterable[PaperField], *, is_json: bool) -> Export:
    """Return the export of some fields alone: as columns with tabs between them, or as JSON."""
    return Export(
        name="fields",
        module="fields",
        function="objects" if is_json else "rows",
        ascii_function="ascii_objects" if is_json else "",
        choice=tuple(fields),
        keeps_empty=True,
        is_cut=not is_json,
    )


FILES = (*(export for export in EXPORTS if export.extension), *map(styled, STYLES))
"""The exports in the export window."""
