"""Acting on papers in the line mode: copying, opening, exporting, and the shelf."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from paperview.exports import ARXIV_ID
from paperview.library import passing_on, shelving
from paperview.library.marks import Chosen
from paperview.line_mode import language, notes, passing, telling
from paperview.line_mode.language import Command
from paperview.line_mode.output import say, say_all
from paperview.line_mode.reading import MOST_OPENED, Reading
from paperview.text.sanitize import counted

if TYPE_CHECKING:
    from paperview.line_mode.lines import Lines
    from paperview.line_mode.papers import OpenPapers
    from paperview.line_mode.shelf import ShelfAtHand
    from paperview.shelf.shelf import Done, Shelf


class Acting:
    """The commands that do something with papers."""

    def __init__(
        self,
        papers: OpenPapers,
        shelf: ShelfAtHand,
        reading: Reading,
        lines: Lines,
        editor: str,
    ) -> None:
        """Take what is open.

        Args:
            papers: the papers.
            shelf: what the user added to them.
            reading: says which papers are meant.
            lines: brings answers to questions.
            editor: the command that edits notes; empty for the usual one.
        """
        self._papers = papers
        self._shelf = shelf
        self._reading = reading
        self._lines = lines
        self._editor = editor
        self.commands: dict[str, Callable[[Command], None]] = {
            "y": self._copy,
            "Y": self._copy_other,
            "o": self._open,
            "p": self._open,
            "E": self._export,
            "E+": self._export,
            "E!": self._export,
            "*": self._star,
            "m": self._mark_read,
            "M": self._mark_all_read,
            "T": self._read_on,
            "t": self._tag,
            "e": self._note,
            "u": self._undo,
            "U": self._undo,
            "S": self._saved_filters,
            "S+": self._save_filter,
        }
        """What the letters do."""

    # --- passing papers on

    def _copy(self, command: Command) -> None:
        if (papers := self._reading.chosen(command.papers)) is not None:
            passing.copy_export(papers, ARXIV_ID, marked=self._reading.are_marked(command.papers))

    def _copy_other(self, command: Command) -> None:
        if not command.text:
            passing.say_forms()
        elif (papers := self._reading.chosen(command.papers)) is not None:
            passing.copy(papers, command.text, marked=self._reading.are_marked(command.papers))

    def _open(self, command: Command) -> None:
        papers = self._reading.chosen(command.papers)
        if papers is None:
            return
        pages = passing_on.pages_of if command.letter == "o" else passing_on.pdfs_of
        passing.open_pages(pages(papers))
        for paper in papers if len(papers) <= MOST_OPENED else ():
            self._shelf.opened(paper)

    def _export(self, command: Command) -> None:
        if command.papers.ranges or self._reading.marks:
            if (papers := self._reading.chosen(command.papers)) is not None:
                passing.export(command.letter, command.text, papers, len(papers))
            return
        numbers, store = self._reading.listing.results.chosen, self._papers.session.store
        if self._papers.progress and command.text:
            say(f"{self._papers.progress}: these are the results so far")
        found = map(store.__getitem__, numbers)
        passing.export(command.letter, command.text, found, len(numbers))

    # --- the shelf

    def _change(
        self, papers: Chosen | None, verb: str, change: Callable[[Shelf, Chosen], Done]
    ) -> None:
        """Change papers, after a question if they are very many."""
        if papers is None:
            return
        if reason := shelving.why_not(papers):
            say(reason)
        elif len(papers) <= shelving.MOST_UNASKED or self._agrees(
            f"{verb} {counted(len(papers), 'paper')}?"
        ):
            self._shelf.change(papers, partial(_changed, change, papers))

    def _agrees(self, question: str) -> bool:
        """Ask a question, and return whether the answer is yes."""
        say(question)
        answer = self._lines.next("y or n> ")
        if answer is not None and answer.strip().casefold() in ("y", "yes"):
            return True
        say("nothing is changed")
        return False

    def _star(self, command: Command) -> None:
        self._change(self._reading.chosen(command.papers), "star", shelving.toggle_star)

    def _mark_read(self, command: Command) -> None:
        self._change(self._reading.chosen(command.papers), "mark", shelving.toggle_read)

    def _mark_all_read(self, _: Command) -> None:
        papers = Chosen(
            list(self._reading.listing.results.numbers), self._papers.session.store.__getitem__
        )
        if reason := shelving.why_not(papers):
            say(reason)
        elif self._agrees(f"mark {counted(len(papers), 'paper')} read, all that match?"):
            self._shelf.change(papers, lambda shelf: shelf.mark_read(papers))

    def _read_on(self, _: Command) -> None:
        """Mark the paper that was read last as read, and read the next unread one."""
        paper = self._reading.present
        if paper is not None and not self._shelf.shelf.state(paper).is_read:
            self._shelf.change([paper], lambda shelf: shelf.mark_read([paper]))
        self._reading.read_unread()

    def _tag(self, command: Command) -> None:
        papers = self._reading.chosen(command.papers)
        add, remove = language.tags_in(command.text)
        if papers is None:
            return
        if add or remove:
            self._change(
                papers, "tag", lambda shelf, papers: shelving.retag(shelf, papers, add, remove)
            )
        else:
            say_all(telling.tags(papers, self._shelf.shelf))

    def _note(self, command: Command) -> None:
        papers = self._reading.chosen_for_note(command.papers)
        if papers is None:
            return
        if len(papers) != 1:
            say(f"a note is on one paper, and not on {len(papers):,}")
        elif reason := shelving.why_not(papers):
            say(reason)
        elif command.text:
            notes.add_line(self._shelf, papers[0], command.text)
        else:
            notes.edit(self._shelf, papers[0], self._editor)

    def _undo(self, command: Command) -> None:
        if command.letter == "u":
            self._shelf.revert("undone", lambda shelf: shelf.undo())
        else:
            self._shelf.revert("done again", lambda shelf: shelf.redo())

    def _saved_filters(self, command: Command) -> None:
        saved = self._shelf.shelf.filters()
        if not command.text:
            say_all(telling.filters(saved))
        elif 1 <= int(command.text) <= len(saved):
            query = saved[int(command.text) - 1].query
            say(query)
            self._reading.search(query)
        else:
            say(f"there is no saved filter {command.text}; S lists them")

    def _save_filter(self, command: Command) -> None:
        query = " ".join(self._reading.listing.results.query.text.split())
        if not query:
            say("there is no query to save: all papers are listed")
            return
        name = command.text or query
        saved = {one.name: one.query for one in self._shelf.shelf.filters()}
        if saved.get(name, query) == query or self._agrees(f"replace {name}: {saved[name]}?"):
            self._shelf.change_filters(name, lambda shelf: shelf.save_filter(name, query))


def _changed(change: Callable[[Shelf, Chosen], Done], papers: Chosen, shelf: Shelf) -> Done:
    return change(shelf, papers)
