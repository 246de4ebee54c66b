"""How many references of bibliographies in six styles are found, and how many rightly.

    python -m benchmarks.resolving PAPERS [--count N] [--seed N] [--show N]

The index has nine of ten papers. Half of the references cite papers that it does not have; where
there are any, these have an author and some words of the title in common with papers it has.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import NamedTuple

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bibliographies import STYLES, bibliography, entry_of, with_slips
from benchmarks.corpora import papers
from paperview.index.storage.index import build
from paperview.model.analysis import words
from paperview.model.names import author_key
from paperview.model.paper import Paper
from paperview.references.finding import Finder, Found, Level
from paperview.references.splitting import Reference, split

_HELD_OUT = 10
"""One paper in so many is not in the index."""
_ALIKE = 0.35
"""The share of the words that titles have in common which are hard to tell apart."""
_DRAWN = 2000
"""Papers that are drawn for a style, as not all of them can be cited."""
_LISTED = 40
"""References in a list."""


class Outcome(NamedTuple):
    """What became of a reference."""

    style: str
    cited: Paper
    is_indexed: bool
    is_hard: bool
    found: Found
    paper: Paper | None

    @property
    def kind(self) -> str:
        """Whether it is right: the paper, or another record of the same work."""
        if self.paper is None:
            return "missed" if self.is_indexed else "missing"
        is_same = self.paper is self.cited or (
            self.paper.title is not None
            and words(self.paper.title) == words(self.cited.title or "")
            and author_key(self.paper.authors[0]) == author_key(self.cited.authors[0])
        )
        return "right" if is_same else "wrong"


def hard_pairs(all_papers: Sequence[Paper]) -> Iterator[Paper]:
    """Give papers whose first author has another one with a title much like theirs."""
    by_author = sorted(
        (paper for paper in all_papers if paper.title and paper.authors),
        key=lambda paper: author_key(paper.authors[0]),
    )
    for _, some in groupby(by_author, key=lambda paper: author_key(paper.authors[0])):
        titled = [(paper, set(words(paper.title or ""))) for paper in some]
        for i, (paper, title) in enumerate(titled[:50]):
            for other, others in titled[:i]:
                shared = len(title & others) / max(1, len(title | others))
                if _ALIKE <= shared < 1 and other is not paper:
                    yield paper
                    break


def measure(path: Path, count: int, seed: int) -> list[Outcome]:
    """Resolve bibliographies in all styles, and print how long it took."""
    random = Random(seed)  # noqa: S311 - no secret
    everything = list(papers(path))
    hard = list(hard_pairs(everything))
    random.shuffle(hard)
    held_out = hard[: min(len(hard) // 2, count * len(STYLES))]
    is_hard = set(map(id, held_out))
    shuffled = random.sample(everything, len(everything))
    easy = [paper for paper in shuffled if id(paper) not in is_hard]
    rest = max(0, len(everything) // _HELD_OUT - len(held_out))
    held_out, indexed = held_out + easy[:rest], easy[rest:]
    print(f"{len(indexed):,} papers indexed; {len(held_out):,} not, {len(is_hard):,} of them hard")
    finder = Finder(build(indexed), indexed.__getitem__)
    outcomes: list[Outcome] = []
    seconds = 0.0
    for style, form in STYLES.items():
        hard_ones = [paper for paper in held_out if id(paper) in is_hard]
        random.shuffle(hard_ones)
        wanted = [
            *((paper, False) for paper in hard_ones[: count // 4]),
            *((paper, False) for paper in _some(held_out, style, random)),
            *((paper, True) for paper in _some(indexed, style, random)),
        ]
        made: list[tuple[Paper, bool, str]] = []
        left = {True: count // 2, False: count // 2}
        for paper, is_indexed in wanted:
            entry = entry_of(paper, random)
            text = form(with_slips(entry, random), random) if entry else ""
            if text and left[is_indexed]:
                left[is_indexed] -= 1
                made.append((paper, is_indexed, text))
        random.shuffle(made)
        for low in range(0, len(made), _LISTED):
            some = made[low : low + _LISTED]
            text, starts = bibliography([each for _, _, each in some], random)
            started = time.perf_counter()
            by_line = {each.line: finder.find(each) for each in split(text)}
            seconds += time.perf_counter() - started
            found = [
                by_line.get(line) or Found(Reference(line, ""), Level.MISSING) for line in starts
            ]
            outcomes += [
                Outcome(
                    style,
                    paper,
                    is_indexed,
                    id(paper) in is_hard,
                    each,
                    None if each.number is None else indexed[each.number],
                )
                for (paper, is_indexed, _), each in zip(some, found, strict=True)
            ]
    print(f"{1000 * seconds / max(1, len(outcomes)):.1f} ms a reference\n")
    return outcomes


def _some(of: Sequence[Paper], style: str, random: Random) -> list[Paper]:
    """Return papers in any order, those with a journal where the style has nothing else."""
    some = [one for one in of if one.journal_ref] if style == "Physical Review" else of
    return random.sample(some, min(len(some), _DRAWN))


def print_table(outcomes: Sequence[Outcome]) -> None:
    """Print the outcomes by style, those that are sure by themselves."""
    print(
        f"{'style':<17}{'cited':>7}{'there':>7}{'found':>7}{'right':>7}{'wrong':>7}{'missed':>8}"
        f"{'right of found':>16}{'found of there':>16}{'sure':>7}{'wrong':>7}"
    )
    for style in (*STYLES, "all"):
        some = [one for one in outcomes if style in (one.style, "all")]
        kinds = Counter(one.kind for one in some)
        sure = [one for one in some if one.found.level is Level.SURE]
        found = kinds["right"] + kinds["wrong"]
        right = sum(one.is_indexed and one.kind == "right" for one in some)
        there = sum(one.is_indexed for one in some)
        print(
            f"{style:<17}{len(some):>7}{there:>7}{found:>7}{kinds['right']:>7}{kinds['wrong']:>7}"
            f"{kinds['missed']:>8}{kinds['right'] / max(1, found):>16.1%}"
            f"{right / max(1, there):>16.1%}{len(sure):>7}"
            f"{sum(one.kind == 'wrong' for one in sure):>7}"
        )


def print_failures(outcomes: Sequence[Outcome], count: int) -> None:
    """Print some references that were missed or found wrongly."""
    for kind in ("wrong", "missed"):
        for one in [one for one in outcomes if one.kind == kind][:count]:
            print(f"\n{kind}, {one.style}: {one.found.reference.text}")
            print(f"  cited: {one.cited.identity} {one.cited.title} ({one.cited.journal_ref})")
            if one.paper:
                print(f"  found: {one.paper.identity} {one.paper.title}: {one.found.why}")


def main() -> None:
    """Print how many references are found, rightly and wrongly, in each style."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.resolving", description=main.__doc__
    )
    parser.add_argument("papers", type=Path, help="JSON lines in the arXiv snapshot's schema")
    parser.add_argument("--count", type=int, default=200, help="references in each style")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N failures")
    arguments = parser.parse_args()
    outcomes = measure(arguments.papers, arguments.count, arguments.seed)
    print_table(outcomes)
    print_failures(outcomes, arguments.show)


if __name__ == "__main__":
    main()
