"""The texts in which the screen reports its state."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from paperview.index.results import Results
from paperview.library.load_state import Progress
from paperview.library.watcher import Changes
from paperview.text.ascii import own
from paperview.text.sanitize import clean, counted
from paperview.ui.render.styles import MATCH, QUIET

_MOST_TAGS = 4
"""Tags whose counts are said at once."""


def program(printed: str | None) -> tuple[str, ...]:
    """Name the program; where papers are picked, say what enter prints of them."""
    if printed is None:
        return "paperview", ""
    said = own(f"pick · enter prints {printed}")
    return f"paperview {said}", said, "pick"


def opened(
    session: str, count: int, marked: int, *, is_whole: bool, has_bar: bool
) -> tuple[str, ...]:
    """Say how much is open, and of what, at length and shorter.

    `has_bar`: whether a progress bar is shown too.
    """
    so_far = "" if is_whole else " so far" if has_bar else " so far, reading"
    papers = counted(count, "paper") + so_far
    marks = [f"{marked:,} marked"] if marked else []
    ways = [papers, session, *marks], [papers, *marks], [f"{count:,}{so_far}", *marks]
    return tuple(map(own(" · ").join, ways))


_BAR = 10
"""Columns of a progress bar."""
_BAR_FROM, _RATE_FROM = 70, 100
"""Columns of the screen from which on there is room for the bar, and for rate and time."""
_NAMED_FROM = 70
"""Columns of the screen from which on there is room for a file's name, and for what a key does."""


def progress(progress: Progress | None, width: int) -> str:
    """Return a progress text for a width: `indexing ━━━━────── 41 % · 29,000/s · 20 s`."""
    if progress is None:
        return ""
    if progress.share is None:  # the total is unknown: "reading standard input, 1.2 kB"
        size = progress.doing.rpartition(", ")[2]
        return progress.doing if width >= _NAMED_FROM else f"{size} read"
    share = f"{progress.share * 100:.0f} %"
    if width < _BAR_FROM:
        return share
    full = int(progress.share * _BAR)
    said = f"{progress.doing} {own('━' * full + '─' * (_BAR - full))} {share}"
    if width < _RATE_FROM:
        return said
    left = max(1, round(progress.seconds_left))
    time = f"{left // 60} min {left % 60} s" if left >= 60 else f"{left} s"
    return said + own(f" · {progress.per_second:,.0f}/s · {time} left")


_NAME_SHARE = 5
"""A file's name takes at most this fraction of the columns: one in five."""


def changes(changes: Changes, width: int, key: str) -> str:
    """Say that files have changed, and what to do about it: `refs.bib changed · f5 reloads`.

    Args:
        changes: the files.
        width: columns of the screen.
        key: what reloads them; empty if no key does.
    """
    kinds = ((changes.changed, "changed"), (changes.new, "new"), (changes.gone, "gone"))
    found = [(paths, kind) for paths, kind in kinds if paths]
    if not found:
        return ""
    paths, said = found[0] if len(found) == 1 else (changes.paths, "changed")
    if width < _NAMED_FROM:
        return own(f"{said} · {key}") if key and changes.can_be_reloaded else said
    verb = said if said == "changed" else f"{'is' if len(paths) == 1 else 'are'} {said}"
    files = _name(paths[0], width) if len(paths) == 1 else f"{len(paths):,} files"
    return f"{files} {verb}{own(f' · {key} reloads') if key and changes.can_be_reloaded else ''}"


def _name(path: str, width: int) -> str:
    name, room = clean(path).rpartition("/")[2], width // _NAME_SHARE
    return name if len(name) <= room else f"{name[: room - 1]}{own('…')}"


def reloading(progress: Progress | None) -> str:
    """Say that files are being reloaded, and how far that is."""
    if progress is None or progress.share is None:
        return own("reloading …")
    return f"reloading {progress.share * 100:.0f} %"


def problems(count: int) -> tuple[str, ...]:
    """Say how many problems there are, if any, at length and shorter."""
    return (f"! {counted(count, 'problem')}", f"! {count:,}") if count else ()


_TIMED_FROM, _TIMED_BESIDE_NOTE_FROM = 60, 100
"""Columns of the screen from which the count says how long the answer took."""
_WHOLE_COUNT_FROM = 50
"""Columns of the screen from which the count of papers that nearly match is more than a sign."""


def count_of(results: Results, papers: int, width: int) -> str:
    """Say how many papers were found among how many, and in what time."""
    found, searched = f"{len(results):,}", f"{results.searched:,}"
    so_far = " so far" if results.searched < papers else ""
    if not results.query.clauses:
        return f"{found}{so_far}"
    has_note = results.corrections or results.variants or results.warnings or results.groups
    timed_from = _TIMED_BESIDE_NOTE_FROM if has_note else _TIMED_FROM
    time = own(f" · {results.seconds * 1000:.1f} ms") if width >= timed_from else ""
    nearly = ""
    if results.nearly_count:
        count = f"{results.nearly_count:,}"
        has_room = width >= _WHOLE_COUNT_FROM
        nearly = own(f" · {count} nearly") if has_room else f" ~{count}"
    return f"{found} of {searched}{so_far}{nearly}{time}"


def all_results(results: Results) -> str:
    """Name the results that are meant by all of them."""
    count = len(results.chosen)
    said = "the only result" if count == 1 else f"all {counted(count, 'result')}"
    if results or not results.nearly:
        return said
    return f"{said} that nearly {'matches' if count == 1 else 'match'}"


def notes_on(results: Results) -> tuple[Content, ...]:
    """Say what was forgiven or misunderstood, if anything: at length, shorter, and by a sign."""
    fixes, variants, warnings = results.corrections, results.variants, results.warnings
    if not fixes and not variants and not warnings:
        return ()
    meant = [(fix.meant + "?" * fix.beyond, MATCH) for fix in fixes]
    meant += [(variant.meant, "$match") for variant in variants]
    typed = [(fix.typed, f"strike {QUIET}") for fix in fixes]
    typed += [(variant.typed, QUIET) for variant in variants]
    arrow = own("→")
    at_length = [
        Content.assemble(one, f" {arrow} ", to) for one, to in zip(typed, meant, strict=True)
    ]
    short = [Content.assemble(f"{arrow} " * (not index), to) for index, to in enumerate(meant)]
    mistakes = [Content.styled(warning, "$warning") for warning in warnings]
    between = Content(own(" · "))
    sign = Content.styled("!", "$warning") if warnings else Content.styled(arrow[0], MATCH)
    return between.join([*at_length, *mistakes]), between.join([*short, *mistakes]), sign


def tags(counts: Sequence[tuple[str, int]]) -> tuple[Content, ...]:
    """Say how many papers have the tags that may be meant: of several, of the first, by a sign."""
    if not counts:
        return ()
    said = [
        Content.assemble((f"#{clean(tag)}", QUIET), f" {count:,}")
        for tag, count in counts[:_MOST_TAGS]
    ]
    more = [Content(f"{len(counts) - _MOST_TAGS:,} more")] if len(counts) > _MOST_TAGS else []
    return Content(own(" · ")).join([*said, *more]), said[0], Content.styled("#", QUIET)


def why_none(results: Results) -> list[str]:
    """Say, in lines, why the list is empty and what would fill it."""
    if not results.query.clauses:
        return ["No papers so far."]
    hint = results.hint
    if results.nearly_count:
        nearly = counted(results.nearly_count, "paper")
        is_one = results.nearly_count == 1
        how = f"Press w or f4 to list {'it' if is_one else 'them'}."
        return ["Nothing matches.", f"{nearly} nearly match{'es' * is_one}.", how]
    if hint is None:
        return ["Nothing matches."]
    ways = [f"Without {clauses}: {counted(count, 'paper')}." for clauses, count in hint.without]
    return [f"{hint.what.capitalize()}.", *ways]
