"""The words of a search: which of them are its query, and which name files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from paperview.commands.file_names import kind_of, looks_like_file, names_something
from paperview.commands.suggestions import call_line
from paperview.text.sanitize import clean


class Words(NamedTuple):
    """The words of a search, told apart."""

    query: str
    files: Sequence[str]
    remark: str = ""
    """What could have been meant otherwise; empty where nothing could."""


class UnclearError(Exception):
    """Words that can't be meant as they are. As a string: why, and what was probably meant."""


def told_apart(words: Sequence[str], behind: Sequence[str], named: Sequence[str] = ()) -> Words:
    """Tell the query from the files.

    The first word belongs to the query. The last words that name files, or look like names of
    files, are files. Where an option names the files, all words are the query. Where words stand on
    both sides of `--`, those behind it are files, and those before it are only if they look so.

    Args:
        words: the words before `--`.
        behind: the words behind `--`, which may begin with a dash.
        named: the files that are named by an option.

    Raises:
        UnclearError: if they can't be meant so.
    """
    if named:
        query = [*words, *behind]
        return Words(" ".join(query), named, _on_query(query))
    has_mark = bool(words and behind)
    words = words or behind
    count = _first_file(words, looks_like_file if has_mark else _may_be_file)
    query, files = list(words[:count]), list(words[count:])
    _refuse_files(query, files)
    if has_mark:
        _refuse_words(query, behind)
        return Words(" ".join(query), [*files, *behind])
    _refuse_slashes(query, files)
    return Words(" ".join(query), files, _on_files(query, files) if files else _on_query(query))


def _may_be_file(word: str) -> bool:
    return looks_like_file(word) or names_something(word)


def _first_file(words: Sequence[str], is_file: Callable[[str], bool]) -> int:
    """Return where the files begin, behind the first word at the earliest."""
    count = len(words)
    while count > 1 and is_file(words[count - 1]):
        count -= 1
    return count


def _refuse_files(query: Sequence[str], files: Sequence[str]) -> None:
    """Refuse a query that has the name of a file in it."""
    if len(query) == 1:
        (word,) = query
        if looks_like_file(word) and names_something(word) and kind_of(word) == "file":
            call = call_line("search", "", word, *files)
            raise UnclearError(
                f"a QUERY is missing before {clean(word)}; to list all papers: {call}"
            )
        return
    for word in filter(looks_like_file, query):
        if names_something(word):
            others = list(query)
            others.remove(word)
            call = call_line("search", " ".join(others), word, *files)
            raise UnclearError(f"the query comes first: {call}")
        raise _missing(word, query, files)


def _refuse_slashes(query: Sequence[str], files: Sequence[str]) -> None:
    """Refuse a word with a slash, such as TCP/IP, that names neither a file nor its folder."""
    for word in files:
        if "." not in word and not names_something(word) and not Path(word).parent.exists():
            raise _missing(word, [*query, word], [one for one in files if one != word])


def _missing(word: str, query: Sequence[str], files: Sequence[str]) -> UnclearError:
    call = call_line("search", " ".join(query), *files)
    return UnclearError(f"{clean(word)}: no such file; to search for it, use quotes: {call}")


def _refuse_words(query: Sequence[str], behind: Sequence[str]) -> None:
    """Refuse a word that begins with a dash behind `--`, if it is no file."""
    for word in behind:
        if word.startswith("-") and not _may_be_file(word):
            files = [one for one in behind if one != word]
            call = call_line("search", "--", " ".join((*query, word)), *files)
            raise UnclearError(
                f"{clean(word)}: no such file (files follow --); to search for it: {call}"
            )


def _on_files(query: Sequence[str], files: Sequence[str]) -> str:
    """Return a remark on files that could be meant as words of the query."""
    doubtful = [one for one in files if one != "-" and not looks_like_file(one)]
    if not doubtful:
        return ""
    others = [one for one in files if one not in doubtful]
    call = call_line("search", " ".join((*query, *doubtful)), *others)
    what = f"the {kind_of(doubtful[0])}" if len(doubtful) == 1 else "files"
    return f"{clean(', '.join(doubtful))}: taken for {what}; to search for the word: {call}"


def _on_query(query: Sequence[str]) -> str:
    """Return a remark on words of a query without files that could be meant as one."""
    word = next((one for one in query if one != "-" and names_something(one)), None)
    if word is None:
        return ""
    others = list(query)
    others.remove(word)
    call = call_line("search", " ".join(others), word)
    return f"{clean(word)}: searched for; to search in the {kind_of(word)}: {call}"
