"""Notes as Markdown files, one for each paper, in a folder that the user names.

A file has front matter with the paper's id, its title and its tags; the rest is the note. Changes
go both ways, and the newer one counts; an older text that was never on the shelf is kept beside its
file. A file is never overwritten before its text was read, nothing but these three fields of the
front matter is touched, and no file is ever removed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import NamedTuple

from paperview.model.paper import ArxivId, Doi, Paper
from paperview.shelf.keys import keys_of, paper_of
from paperview.shelf.rows import ARXIV, DOI, NOTE, TAG, TITLE, clean_name, clean_note, decoded
from paperview.shelf.shelf import Shelf
from paperview.text.combining import is_of_word
from paperview.text.sanitize import reason_of

_FENCE = "---"
_OURS = ("id", "title", "tags")
_FIELD = re.compile(r"(?P<name>[\w-]+):\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_IN_LIST = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\'[^\']*\'|[^,\[\]]+)')
_IN_NAMES = "_.+-"
"""Signs in the names of files."""
_INTERVAL = 2.0
"""Seconds between two looks at a folder of perhaps thousands of files."""
_MOST_LETTERS = 80
_LONGEST_NAME = 200
"""Bytes of a file's name, without the number and the ending."""
_LARGEST = 1 << 24
"""Bytes of the largest file that is read."""
_PLAIN = re.compile(r"[\w/+][\w ./+-]*")

_Stamp = tuple[int, int, int]


class _File(NamedTuple):
    """A file as it was read."""

    stamp: _Stamp
    id: str
    title: str
    tags: tuple[str, ...]
    note: str
    others: tuple[str, ...]
    """The lines of the front matter that are not ours."""


class Synced(NamedTuple):
    """What was done."""

    taken_in: int = 0
    """Notes that were changed outside."""
    problem: str | None = None
    """What could not be read or written."""


class NoteFiles:
    """The folder of notes."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._files: dict[Path, _File | None] = {}
        """Each file as it was read last; None if it is of no paper."""
        self._stamps: dict[Path, _Stamp] = {}
        self._on_shelf: dict[Path, _Stamp] = {}
        """Files whose text is, or was, that of the shelf."""
        self._version = -1
        self._look_from = 0.0
        self._failures: list[OSError] = []
        """Why files could not be read or written by the last sync; the others were."""

    def sync(self, shelf: Shelf) -> Synced:
        """Take in what was changed in the folder, and write what was changed on the shelf.

        It may be called very often: the folder is looked at every two seconds.
        """
        if shelf.entries.version == self._version and monotonic() < self._look_from:
            return Synced()
        self._look_from = monotonic() + _INTERVAL
        self._failures, taken_in = [], 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            changed = self._read()
            if not changed and shelf.entries.version == self._version:
                return Synced()
            known = _by_id(shelf)
            taken_in = sum(self._take_in(shelf, path, known) for path in changed)
            self._version = shelf.entries.version
            self._write(shelf)
        except OSError as error:
            self._failures.append(error)
        problems = (f"{one.filename or self._folder}: {reason_of(one)}" for one in self._failures)
        return Synced(taken_in, next(problems, None))

    def _read(self) -> list[Path]:
        """Read the files that are not as they were; return those of papers."""
        found = {path: _stamp(path) for path in sorted(self._folder.glob("*.md"))}
        changed = [path for path, stamp in found.items() if stamp != self._stamps.get(path)]
        self._files = {path: file for path, file in self._files.items() if path in found}
        for path in changed:
            self._files[path] = None
            try:
                self._files[path] = _parsed(path, found[path])
            except OSError as error:
                self._failures.append(error)
        self._stamps = found
        return [path for path in changed if self._files[path] is not None]

    def _take_in(self, shelf: Shelf, path: Path, known: Mapping[str, list[_Known]]) -> bool:
        """Take a file's note and tags if they are newer; return whether that changed anything."""
        file = self._files[path]
        paper = _paper(file, known.get(file.id, ())) if file else None
        if file is None or paper is None:
            return False
        state = shelf.state(paper)
        is_newer = file.stamp[0] // 1000 > _changed(shelf, paper)
        if (state.note, state.tags) == (file.note, file.tags) or is_newer:
            self._on_shelf[path] = file.stamp
        if (state.note, state.tags) == (file.note, file.tags) or not is_newer:
            return False
        done = []
        if state.note != file.note:
            done.append(shelf.note(paper, file.note))
        if state.tags != file.tags:
            done.append(shelf.tag([paper], file.tags, set(state.tags) - set(file.tags)))
        return any(one.what for one in done)

    def _write(self, shelf: Shelf) -> None:
        """Write the files whose papers have another note or other tags by now."""
        by_id = _by_id(shelf)
        paths: dict[int, Path] = {}
        for path, file in self._files.items():
            if file and (paper := _paper(file, by_id.get(file.id, ()))):
                paths.setdefault(id(paper), path)
        for paper, ids in _papers(shelf):
            state = shelf.state(paper)
            known = paths.get(id(paper))
            if known is None and not state.note:
                continue
            file = self._files[known] if known else None
            if file is None or (file.note, file.tags) != (state.note, state.tags):
                title = (file.title if file else "") or paper.title or ""
                others = file.others if file else ()
                new = _File((0, 0, 0), ids[0], title, state.tags, state.note, others)
                try:
                    if file and known and file.note not in state.note:
                        self._keep(known, file)
                    self._replace(known or self._new_path(ids[0], paper), file, new)
                except OSError as error:
                    self._failures.append(error)

    def _new_path(self, name: str, paper: Paper) -> Path:
        """Return a new path: the name may be taken by another paper, or by a file of no paper."""
        text = f"{name.partition(':')[2]} {paper.title or ''}"
        words = "".join(char if is_of_word(char) or char in _IN_NAMES else " " for char in text)
        cut = " ".join(words.split())[:_MOST_LETTERS].encode()[:_LONGEST_NAME]
        stem = cut.decode(errors="ignore").strip()
        names = chain([stem], (f"{stem} {number}" for number in count(2)))
        paths = (self._folder / f"{one}.md" for one in names)
        return next(path for path in paths if path not in self._files)

    def _keep(self, path: Path, file: _File) -> None:
        """Copy a file that is older than the shelf's note, if its text was never on the shelf."""
        if self._on_shelf.get(path) != file.stamp:
            copies = (path.with_name(f"{path.name}.~{number}~") for number in count(1))
            shutil.copy2(path, next(copy for copy in copies if not os.path.lexists(copy)))

    def _replace(self, path: Path, before: _File | None, file: _File) -> None:
        """Write a file, unless it is not as it was read: then it is read first."""
        file_itself = path.resolve()  # what a link leads to is replaced, not the link
        new = file_itself.with_name(f".{token_hex(8)}.new")
        try:
            new.write_text(_text(file), encoding="utf-8")
            if before is None:
                with suppress(FileExistsError):
                    _put_in_place(new, path)
                    self._written(path, file)
            elif _stamp(path) == before.stamp:
                new.replace(file_itself)
                self._written(path, file)
        finally:
            new.unlink(missing_ok=True)

    def _written(self, path: Path, file: _File) -> None:
        stamp = _stamp(path)
        self._files[path], self._stamps[path] = file._replace(stamp=stamp), stamp
        self._on_shelf[path] = stamp


def _put_in_place(new: Path, path: Path) -> None:
    """Give a file its name.

    Raises:
        FileExistsError: if there is a file of that name.
        OSError: if it can't be done.
    """
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("x", encoding="utf-8") as file:
            file.write(new.read_text(encoding="utf-8"))


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return status.st_mtime_ns, status.st_size, status.st_ino


def _parsed(path: Path, stamp: _Stamp) -> _File | None:
    """Read a file; return None if it is of no paper."""
    if stamp[1] > _LARGEST:
        return None
    text = decoded(path.read_bytes())
    head, fence, body = text.partition(f"\n{_FENCE}\n")
    if not fence and text.endswith(f"\n{_FENCE}"):
        head, fence, body = text.removesuffix(_FENCE), _FENCE, ""
    first, _, front = head.partition("\n")
    if first.strip() != _FENCE or not fence:
        return None
    fields: dict[str, list[str]] = {name: [] for name in _OURS}
    others: list[str] = []
    current = others
    for line in front.rstrip("\n").split("\n"):
        if match := _FIELD.fullmatch(line):
            current = fields.get(match["name"].lower(), others)
        current.append(line)
    name = _scalar(fields["id"])
    if not name.lower().startswith((ARXIV, DOI, TITLE)):
        return None
    note = clean_note(body.strip("\n"))
    tags = sorted({tag for tag in map(clean_name, _items(fields["tags"])) if tag})
    return _File(stamp, name, _scalar(fields["title"]), tuple(tags), note, tuple(others))


def _scalar(lines: Sequence[str]) -> str:
    match = _FIELD.fullmatch(lines[0]) if lines else None
    return _unquoted(match["value"]) if match else ""


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Give the items of a list, as YAML writes it in one line or in several."""
    for index, line in enumerate(lines):
        match = _ITEM.fullmatch(line) if index else _FIELD.fullmatch(line)
        value = match["value"].strip() if match else ""
        if index or not value.startswith("["):
            yield _unquoted(value)
        else:
            yield from map(_unquoted, _IN_LIST.findall(value))


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        with suppress(ValueError):
            return str(json.loads(value))
    return value.strip("'\"")


def _text(file: _File) -> str:
    tags = ", ".join(map(_quoted, file.tags))
    ours = [f"id: {file.id}", f"title: {_quoted(file.title)}", f"tags: [{tags}]"]
    return "\n".join([_FENCE, *ours, *file.others, _FENCE, "", file.note, ""])


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


class _Known(NamedTuple):
    """A paper that is on the shelf."""

    paper: Paper
    ids: tuple[str, ...]
    """The ids by which a file may name it, the one that is written first."""


@lru_cache(maxsize=1 << 16)
def _known(facts: str, keys: tuple[str, ...]) -> _Known | None:
    try:
        paper = paper_of(facts)
    except ValueError:
        return None
    ids = [f"arXiv:{paper.arxiv_id.base}"] if paper.arxiv_id else []
    if paper.doi:
        ids.append(f"doi:{paper.doi.name}")
    return _Known(paper, tuple(ids) or (*keys_of(paper), *keys))


def _papers(shelf: Shelf) -> Iterator[_Known]:
    """Give the papers on the shelf."""
    for entries in shelf.entries.papers():
        records = (record for entry in entries for record in shelf.entries.records(entry))
        found = (_known(record.facts, record.keys) for record in records)
        if known := next(filter(None, found), None):
            yield known


def _by_id(shelf: Shelf) -> dict[str, list[_Known]]:
    """Return the papers on the shelf by their ids; all chapters of a book may have its DOI."""
    found: dict[str, list[_Known]] = {}
    for known in _papers(shelf):
        for one in known.ids:
            found.setdefault(one, []).append(known)
    return found


def _paper(file: _File, known: Sequence[_Known]) -> Paper | None:
    """Return the paper of a file, one that is known or else a new one."""
    if known:
        same = (one.paper for one in known if one.paper.title == file.title)
        return next(same, known[0].paper)
    kind, _, name = file.id.partition(":")
    title = file.title or None
    if f"{kind.lower()}:" == ARXIV and (arxiv_id := ArxivId.parse(name)):
        return Paper(arxiv_id=arxiv_id, title=title)
    if f"{kind.lower()}:" == DOI and (doi := Doi.parse(name)):
        return Paper(doi=doi, title=title)
    return None


def _changed(shelf: Shelf, paper: Paper) -> int:
    """Return when the note or the tags of a paper were changed last, in microseconds."""
    values = shelf.entries.latest(shelf.entries.find(paper))
    times = (value.time for name, value in values.items() if name == NOTE or name.startswith(TAG))
    return max(times, default=0)
