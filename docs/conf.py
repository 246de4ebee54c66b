"""Sphinx's settings: `make docs`. Nothing is fetched from the network."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from docutils import nodes
from pygments.lexers import BashLexer
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs import generated

import paperview

project = "paperview"
author = "The paperview authors"
copyright = author  # noqa: A001 - Sphinx's name
version = release = paperview.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["screenshot*"]
html_theme = "furo"
html_title = f"paperview {release}"
html_show_copyright = False
suppress_warnings = ["config.cache"]  # the functions below are no part of what is built

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
autodoc_default_options = {"members": True, "undoc-members": True}
napoleon_include_init_with_doc = False

_OUTSIDE = {"../CONTRIBUTING.md": "contributing.md", "../README.md": "index.md"}
"""Links that lead out of this folder in the repository, and the pages that they mean here."""


class Generated(SphinxDirective):
    """A table of the program as a table of the page: see `generated.py`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make it."""
        text = generated.PARTS[self.arguments[0]]()
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _link_within(_: Sphinx, __: str, source: list[str]) -> None:
    for outside, page in _OUTSIDE.items():
        source[0] = source[0].replace(f"]({outside}", f"]({page}")


_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_ALIAS = re.compile(r"Alias for field number [0-9]+")
_COLON = "\ue000"
"""Stands for a colon while napoleon would take what is before it for the type of an attribute."""
_ATTRIBUTES = ("attribute", "property")


def _before_napoleon(
    _: Sphinx, what: str, __: str, ___: object, ____: object, lines: list[str]
) -> None:
    """Read docstrings as they are meant: single backticks are code, as in Markdown."""
    lines[:] = [_CODE.sub(r"``\1``", line) for line in lines if not _ALIAS.fullmatch(line)]
    if what in _ATTRIBUTES and lines:
        lines[0] = lines[0].replace(":", _COLON)


def _after_napoleon(
    _: Sphinx, what: str, __: str, ___: object, ____: object, lines: list[str]
) -> None:
    if what in _ATTRIBUTES:
        lines[:] = [line.replace(_COLON, ":") for line in lines]


def _without_signature(
    _: Sphinx, what: str, __: str, thing: object, *___: object
) -> tuple[str, str] | None:
    """Leave out how a class is called that the program alone makes objects of."""
    is_made = what in ("class", "exception") and not thing.__module__.startswith("paperview.model")
    return ("", "") if is_made else None


def setup(app: Sphinx) -> None:
    """Add the directives, and what makes pages of Markdown and docstrings."""
    app.add_directive("generated", Generated)
    app.add_lexer("tmux", BashLexer)  # its files are quoted and commented in the same way
    app.connect("source-read", _link_within)
    app.connect("autodoc-process-docstring", _before_napoleon, priority=400)
    app.connect("autodoc-process-docstring", _after_napoleon, priority=600)
    app.connect("autodoc-process-signature", _without_signature)
