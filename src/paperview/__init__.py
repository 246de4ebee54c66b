"""Read scientific papers in the terminal, and from Python: see `paperview.api`."""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.api import (
        NearlyGroup,
        PaperList,
        Papers,
        PaperviewError,
        ResolvedReference,
        SearchResults,
        dumps,
        export,
        merge,
        open,  # noqa: A004 - `paperview.open` opens files of papers
    )
    from paperview.index.results import Correction, Variant
    from paperview.library.export_file import Written
    from paperview.library.load_state import SourceResult
    from paperview.model.dates import PartialDate
    from paperview.model.paper import ArxivId, Doi, Paper
    from paperview.sources.problem import Problem
    from paperview.tex import to_text

__all__ = [
    "ArxivId",
    "Correction",
    "Doi",
    "NearlyGroup",
    "Paper",
    "PaperList",
    "Papers",
    "PaperviewError",
    "PartialDate",
    "Problem",
    "ResolvedReference",
    "SearchResults",
    "SourceResult",
    "Variant",
    "Written",
    "dumps",
    "export",
    "merge",
    "open",
    "to_text",
]
__version__ = "0.1.0"

__getattr__ = lazy_names(
    __name__,
    {
        "ArxivId": "model.paper",
        "Correction": "index.results",
        "Doi": "model.paper",
        "NearlyGroup": "api",
        "Paper": "model.paper",
        "PaperList": "api",
        "Papers": "api",
        "PaperviewError": "api",
        "PartialDate": "model.dates",
        "Problem": "sources.problem",
        "ResolvedReference": "api",
        "SearchResults": "api",
        "SourceResult": "library.load_state",
        "Variant": "index.results",
        "Written": "library.export_file",
        "dumps": "api",
        "export": "api",
        "merge": "api",
        "open": "api",
        "to_text": "tex",
    },
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
