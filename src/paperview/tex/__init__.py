"""TeX as it occurs in titles, abstracts and author names, made readable."""

from paperview.tex.render import Emphasis, Rendered, render, to_text

__all__ = ["Emphasis", "Rendered", "render", "to_text"]
