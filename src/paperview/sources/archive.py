"""The sources in a zip file: its members are like the files in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from paperview.sources.folders import is_archive, is_hidden, may_hold_papers
from paperview.sources.opening import JsonlSource, Opened, open_stream
from paperview.sources.problem import NoPapersError, SourceError
from paperview.sources.text_kind import Budget, OpenOptions, TooLargeError, explained
from paperview.sources.zip_archive import Archive
from paperview.text.sanitize import clean, counted


def open_archive(path: Path, options: OpenOptions) -> Opened:
    """Open what is in a zip file; together the texts take no more memory than one file may.

    Raises:
        NoPapersError: if there is nothing in it that could be papers.
        SourceError: if it can't be read.
    """
    name = clean(str(path))
    opened = Opened([], [])
    with explained(name), Archive(path) as archive:
        budget = Budget(name)
        members = [one for one in archive.members() if not is_hidden(PurePath(one.name))]
        for member in members:
            shown = f"{name}:{member.shown}"
            if is_archive(member.name):
                reason = "is an archive in an archive; unpack the outer one"
                opened.passed_over.append(NoPapersError(shown, reason))
                continue
            if len(members) > 1 and not may_hold_papers(member.name, in_archive=True):
                opened.others += 1
                continue
            try:
                with explained(shown), archive.open(member.name) as stream:
                    whole = JsonlSource(shown, path, member.name)
                    one = open_stream(stream, whole, replace(options, is_named=False), budget)
                    opened.sources.append(one)
            except NoPapersError as error:
                opened.passed_over.append(error)
            except SourceError as error:
                opened.errors.append(error)
                if isinstance(error, TooLargeError):
                    break
    if not opened.sources and not opened.errors:
        if len(opened.passed_over) == 1:
            raise opened.passed_over[0]
        raise NoPapersError(name, f"no papers in its {counted(len(members), 'file')}")
    return opened
