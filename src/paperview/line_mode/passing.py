"""Copying, opening and exporting papers in the line mode, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperview import library, system
from paperview.exports import EXPORTS, FILES, MENU, Export, ExportError
from paperview.library import passing_on, remarks
from paperview.line_mode.language import export_named, export_to
from paperview.line_mode.output import say, say_verbatim
from paperview.model.paper import Paper

_MODES = {"E": "keep", "E+": "append", "E!": "replace"}


def copy(papers: Sequence[Paper], name: str, *, marked: bool) -> None:
    """Copy an export of papers, by its name."""
    export = export_named(name)
    if export is None:
        say(f"{name} is no form")
        say_forms()
    else:
        copy_export(papers, export, marked=marked)


def say_forms() -> None:
    """Say what can be copied."""
    known = ", ".join(f"{one.key} {one.name}" for one in MENU)
    others = ", ".join(one.name for one in EXPORTS if not one.key)
    say(f"Y copies, by a letter or a name: {known}; by name also {others}")


def copy_export(papers: Sequence[Paper], export: Export, *, marked: bool) -> None:
    """Copy an export of papers."""
    made = passing_on.copy_of(export, papers, marked=marked)
    if made.text:
        copy_text(made)
    else:
        say(made.what)


def copy_text(made: passing_on.Copy) -> None:
    """Copy a text, or print it to copy by hand."""
    outcome = system.copy(made.text, None)  # an escape sequence is not for everybody's terminal
    if outcome.way is system.Way.NONE:
        say(f"{made.what}: {outcome.message}")
        say_verbatim(made.text)
    else:
        say(f"{made.what} {passing_on.start(made.text)}: {outcome.message}")


def open_pages(pages: passing_on.Pages) -> None:
    """Hand addresses to the browser, or copy those that nobody takes."""
    if not pages.urls:
        say(pages.remark)
        return
    takers = {url: system.open_address(url) for url in pages.urls}
    left = passing_on.handed_over(takers, pages.remark)
    if left.text:
        copy_text(left)
    else:
        say(left.what)


def export(letter: str, text: str, papers: Iterable[Paper], count: int) -> None:
    """Write papers to a file.

    Args:
        letter: `E`, or with a sign that says what happens to a file that is there.
        text: the form, if it is named, and the name of the file.
        papers: what is written.
        count: how many there are.
    """
    target = export_to(text)
    if target is None:
        endings = ", ".join(dict.fromkeys(one.extension for one in FILES))
        needs = f"{text}: the end of the name says the form" if text else "E needs a file"
        say(f"{needs}: {endings}; or name the form: E ris refs.txt")
        return
    form, name = target
    if not count:
        say("no paper to export")
        return
    if said := remarks.writing(count, name):
        say(said)
    try:
        say(str(library.write(name, form, papers, library.Mode(_MODES[letter]))))
    except library.ThereError as error:
        adds = f"E+ {text} adds to it, " if form.can_be_added else ""
        say(f"{error}; {adds}E! {text} writes over it")
    except (library.WriteError, ExportError) as error:
        say(str(error))
