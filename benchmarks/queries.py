"""Known-item queries, made from a file of papers with a random seed.

Each is a JSON line with `kind`, `query` and `id`, the arXiv id of the wanted paper:

    title       3 to 5 words of the title, in their order
    typos       the same, with a typo in one or two of the longer words
    unfinished  the same, with the last word unfinished
    surname     the surname of one of the first authors and 2 or 3 words of the title
    abstract    4 or 5 of the rarer words of the abstract

The words have at least 4 letters; none is left out for being common. Hard queries have 3 words of
the title, 2 to 4 letters of the unfinished word, and 4 words of the abstract, more common ones.

Further kinds are as people half remember a paper, here "Attention-guided control protocols for
distributed datasets" by Yann LeCun and others:

    inflected   3 or 4 words of the title, one or two of them with another ending or spelling:
                `controls protocol distribution`
    joined      two words of the title written together, or one that is split where others split
                it, and mostly one more: `attentionguided protocols`, `control data sets`
    wrong       3 words of the title and one that the paper does not have, of any other title:
                `control protocols polygonal distributed`; if hard, of one that shares a word
    year        2 words of the title and the year: `distributed protocols 2018`
    initial     surname and initial of one of the first authors and up to 2 words of the title:
                `y. lecun protocols`, `lecun, y`
    mixed       2 words of the title and 2 of the rarer ones of the abstract, in any order, one of
                them with a typo: `robots distributed contrl queues`
    reference   a whole reference in the style of APA or IEEE, or author and year with a word of the
                title: `(LeCun et al., 2018) protocols`

They are the same if hard. Function words of the title are left out. A paper fits such a query if it
has all that was meant, in the same fields: the words before they are changed, without the wrong
one. The query is made only if at most 10 papers fit, since among more the first ten are chance.
Which of those comes first is chance, too: with `--fitting 1` none is made that another paper fits.
Where words are changed or wrong, no title may have all the words as they are written: that paper
would be the right answer. Two words written together stand alone only if at most 8 papers have them
in any form.

Each kind has random numbers of its own, so its queries do not depend on the other kinds.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.corpora import papers
from benchmarks.forms import Forms
from benchmarks.holders import Holders, Trait
from benchmarks.references import author_year, reference
from paperview.model.analysis import fold, words
from paperview.model.names import author_key, is_group
from paperview.model.paper import Paper
from paperview.tex import to_text

_MOST = 100_000
"""Number of papers, the first of the file, that queries are made from."""
_SHORTEST = 4
"""Letters from which on a word is remembered."""
_RARER = (5e-4, 5e-2)
"""Share of the papers that contain a "rarer" word: neither unique nor a filler word."""
_RARER_IF_HARD = (2e-3, 0.2)
_LONGER = 5
"""Letters from which on a typing error is made in a word."""
_MOST_FITTING = 10
"""Papers that fit a query, at most, unless something else is said."""
_MOST_FITTING_ALONE = 8
"""Papers that have a compound which is asked for alone."""
_SET_PHRASE = 3
"""Titles that have two words next to each other which some write as one."""
_KNOWN = 3e-4
"""Share of the papers that contain a word which is no typo."""
_TOPICAL = 0.1
"""How often a word is in titles for each time that it is in abstracts: `especially` is not."""
_FUNCTION_WORDS = frozenset(
    (
        *("about", "across", "after", "against", "along", "among", "based", "been", "before"),
        *("being", "between", "beyond", "both", "cannot", "does", "during", "each", "from"),
        *("have", "into", "more", "most", "near", "other", "over", "some", "such", "than", "that"),
        *("their", "them", "then", "there", "these", "they", "this", "those", "through", "toward"),
        *("towards", "under", "upon", "using", "very", "were", "what", "when", "where", "whether"),
        *("which", "while", "with", "within", "without"),
        *("and", "are", "but", "can", "for", "has", "how", "its", "not", "the", "via", "was"),
        *("who", "why"),
    )
)
_ADJACENT = re.compile(r"(?=(?<![\w-])([^\W\d_]{3,})([ -])([^\W\d_]{3,})(?![\w-]))")
"""Two words next to each other, and what sets them apart; neither belongs to a third one."""
_SPLIT = 0.9
"""Share of the tries that need a word to split: few papers have one, so half of the queries do."""
_TRIES = 100_000
"""Papers that are tried for one query."""
_NEIGHBOURS = {
    letter: row[max(0, index - 1) : index + 2].replace(letter, "")
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
    for index, letter in enumerate(row)
}


class Maker:
    """Maker of queries for the papers of a file."""

    def __init__(
        self,
        papers: Sequence[Paper],
        seed: int,
        *,
        hard: bool = False,
        most_fitting: int = _MOST_FITTING,
    ) -> None:
        self._papers = [paper for paper in papers if paper.arxiv_id and paper.title]
        self._holders = Holders(papers)
        self._known = max(2, _KNOWN * len(papers))
        self._forms = Forms(self._is_known)
        low, high = _RARER_IF_HARD if hard else _RARER
        self._hard = hard
        self._most_fitting = most_fitting
        self._rarer_range = (max(2, low * len(papers)), high * len(papers))
        self.kinds: dict[str, Callable[[Paper], list[str]]] = {
            "title": self._title,
            "typos": self._typos,
            "unfinished": self._unfinished,
            "surname": self._surname,
            "abstract": self._abstract,
            "inflected": self._inflected,
            "joined": self._joined,
            "wrong": self._wrong,
            "year": self._year,
            "initial": self._initial,
            "mixed": self._mixed,
            "reference": self._reference,
        }
        # Repeatable on purpose, no secret.
        self._randoms = {kind: Random(f"{seed} {kind}") for kind in self.kinds}  # noqa: S311

    def make(self, kind: str) -> dict[str, str]:
        """Make one query of a kind for a random paper that allows it."""
        self._random = self._randoms[kind]
        for _ in range(_TRIES):
            paper = self._random.choice(self._papers)
            tokens = self.kinds[kind](paper)
            if tokens and paper.arxiv_id:
                return {"kind": kind, "query": " ".join(tokens), "id": paper.arxiv_id.base}
        raise SystemExit(f"no paper allows a query of the kind {kind}")

    def _title(self, paper: Paper, least: int = 3, most: int = 5) -> list[str]:
        eligible = [
            word for word in dict.fromkeys(words(paper.title or "")) if len(word) >= _SHORTEST
        ]
        if len(eligible) < least:
            return []
        most = min(3 if self._hard else most, len(eligible))
        count = self._random.randint(least, most)
        return [eligible[i] for i in sorted(self._random.sample(range(len(eligible)), count))]

    def _typos(self, paper: Paper) -> list[str]:
        tokens = self._title(paper)
        longer = [i for i, token in enumerate(tokens) if len(token) >= _LONGER]
        if not longer:
            return []
        for i in self._random.sample(longer, min(len(longer), self._random.randint(1, 2))):
            tokens[i] = self._with_typo(tokens[i])
        return tokens

    def _with_typo(self, word: str) -> str:
        index = self._random.randrange(len(word))
        near = self._random.choice(_NEIGHBOURS.get(word[index]) or "e")
        before, letter, after = word[:index], word[index], word[index + 1 :]
        changed = self._random.choice(
            [
                before + after,
                before + near + after,
                before + letter + self._random.choice([letter, near]) + after,
                before + after[:1] + letter + after[1:],
            ]
        )
        return changed if changed != word else before + after

    def _unfinished(self, paper: Paper) -> list[str]:
        tokens = self._title(paper)
        if tokens:
            most = len(tokens[-1]) - 1
            tokens[-1] = tokens[-1][: self._random.randint(2, min(4, most) if self._hard else most)]
        return tokens

    def _surname(self, paper: Paper) -> list[str]:
        surnames = [(words(name) or [""])[-1] for name in paper.authors[:3]]
        surnames = [name for name in surnames if len(name) > 1]
        tokens = self._title(paper, 2, 3)
        return [self._random.choice(surnames), *tokens] if surnames and tokens else []

    def _abstract(self, paper: Paper) -> list[str]:
        rarer = self._rarer(paper)
        count = self._random.randint(4, 4 if self._hard else 5)
        return self._random.sample(rarer, count) if len(rarer) >= count else []

    def _rarer(self, paper: Paper) -> list[str]:
        """Return the rarer words of the abstract."""
        low, high = self._rarer_range
        return [
            word
            for word in dict.fromkeys(words(paper.abstract or ""))
            if len(word) >= _SHORTEST and low <= self._holders.count(("abstract", word)) <= high
        ]

    def _inflected(self, paper: Paper) -> list[str]:
        meant = self._remembered(paper, self._random.randint(3, 4))
        tokens = meant.copy()
        changes = self._random.randint(1, 2)
        for i in self._random.sample(range(len(tokens)), len(tokens)):
            if changes and (form := self._other_form(tokens[i])):
                tokens[i] = form
                changes -= 1
        if tokens == meant or self._holders.count(*_in_title(tokens)):
            return []
        return tokens if self._is_telling(_in_title(meant)) else []

    def _other_form(self, word: str) -> str:
        ways = (self._forms.numbers, self._forms.verbs, self._forms.spellings)
        found = [forms for way in ways if (forms := way(word))]
        return self._random.choice(self._random.choice(found)) if found else ""

    def _joined(self, paper: Paper) -> list[str]:
        way = self._split if self._random.random() < _SPLIT else self._written_together
        changed = list(way(paper))
        if not changed:
            return []
        written, (first, second) = self._random.choice(changed)
        if self._random.random() < 0.25:
            few = min(_MOST_FITTING_ALONE, self._most_fitting)
            return [written] if self._holders.count_compound(first, second, few) <= few else []
        others = [word for word in self._content(paper) if word not in (first, second)]
        others = [word for word in others if word != first + second]
        if not others:
            return []
        other = self._random.choice(others)
        fitting = sum(
            self._holders.count(*_in_title([*form, other]))
            for form in ([first, second], [first + second])
        )
        if fitting > self._most_fitting:
            return []
        return self._random.choice([[written, other], [other, written]])

    def _written_together(self, paper: Paper) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield words of the title that many write together, as one, and the two."""
        for match in _ADJACENT.finditer(fold(to_text(paper.title or ""))):
            first, between, second = match.groups()
            if _FUNCTION_WORDS.isdisjoint((first, second)) and (
                between == "-" or self._holders.pairs[first, second] >= _SET_PHRASE
            ):
                yield first + second, (first, second)

    def _split(self, paper: Paper) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield words of the title split where other titles have two, and the two."""
        for word in self._content(paper):
            for cut in range(3, len(word) - 2):
                pair = word[:cut], word[cut:]
                if (
                    self._holders.pairs[pair] >= _SET_PHRASE
                    and _FUNCTION_WORDS.isdisjoint(pair)
                    and all(map(self._is_known, pair))
                ):
                    yield self._random.choice([" ", "-"]).join(pair), pair

    def _wrong(self, paper: Paper) -> list[str]:
        tokens = self._remembered(paper, 3)
        if not tokens or not self._is_telling(_in_title(tokens)):
            return []
        other = self._random.choice(
            self._holders.papers(("title", self._random.choice(tokens)))
            if self._hard
            else self._papers
        )
        texts = (paper.title, paper.abstract, paper.comments, *paper.authors)
        starts = {word[:_LONGER] for text in texts for word in words(text or "")}
        foreign = [word for word in self._content(other) if word[:_LONGER] not in starts]
        if not foreign:
            return []
        tokens.insert(self._random.randint(0, 3), self._random.choice(foreign))
        return [] if self._holders.count(*_in_title(tokens)) else tokens

    def _year(self, paper: Paper) -> list[str]:
        tokens = self._remembered(paper, 2)
        if not tokens or not paper.created:
            return []
        year = str(paper.created.year)
        if not self._is_telling([*_in_title(tokens), ("year", year)]):
            return []
        return [*tokens, year] if self._random.random() < 0.75 else [year, *tokens]

    def _initial(self, paper: Paper) -> list[str]:
        keys = [author_key(name) for name in paper.authors[:3] if not is_group(name)]
        family, _, initial = (self._random.choice(keys) if keys else "").partition(" ")
        if len(family) < 2 or not f"{family}{initial}".isalpha() or family in _FUNCTION_WORDS:
            return []
        count = self._random.randint(0, 2)
        tokens = self._remembered(paper, count)
        traits = [("author", f"{family} {initial}"), *_in_title(tokens)]
        if not initial or len(tokens) < count or not self._is_telling(traits):
            return []
        forms = ("{1}. {0}", "{1} {0}", "{0}, {1}", "{0}, {1}.", "{0} {1}")
        return [self._random.choice(forms).format(family, initial), *tokens]

    def _mixed(self, paper: Paper) -> list[str]:
        title = self._remembered(paper, 2)
        in_title = set(words(paper.title or ""))
        rarer = [
            word
            for word in self._rarer(paper)
            if self._is_topical(word)
            and word not in in_title
            and not any(word.startswith(one[:_LONGER]) for one in title)
        ]
        if not title or len(rarer) < 2:
            return []
        tokens = [*title, *self._random.sample(rarer, 2)]
        if not self._is_telling([*_in_title(title), *(("abstract", word) for word in tokens[2:])]):
            return []
        self._random.shuffle(tokens)
        longer = [i for i, token in enumerate(tokens) if len(token) >= _LONGER]
        if not longer:
            return []
        i = self._random.choice(longer)
        tokens[i] = self._with_typo(tokens[i])
        return tokens

    def _is_known(self, word: str) -> bool:
        """Return whether enough abstracts have a word, so that it is no typo."""
        return self._holders.count(("abstract", word)) >= self._known

    def _is_topical(self, word: str) -> bool:
        """Return whether a word of abstracts is frequent enough in titles to be remembered."""
        in_titles = self._holders.count(("title", word))
        return in_titles >= _TOPICAL * self._holders.count(("abstract", word))

    def _reference(self, paper: Paper) -> list[str]:
        if self._random.random() < 0.5:
            return [whole] if (whole := reference(paper, self._random)) else []
        short = author_year(paper, self._random)
        tokens = self._remembered(paper, 1)
        if not short or not tokens:
            return []
        family = words(short)[0]
        if not self._is_telling([("name", family), *_in_title(tokens)]):
            return []
        return [short, *tokens]

    def _remembered(self, paper: Paper, count: int) -> list[str]:
        """Return words of the title, in their order; none if it has too few."""
        content = self._content(paper)
        if len(content) < count:
            return []
        return [content[i] for i in sorted(self._random.sample(range(len(content)), count))]

    def _content(self, paper: Paper) -> list[str]:
        """Return the words of the title that may be remembered."""
        return [
            word
            for word in dict.fromkeys(words(paper.title or ""))
            if len(word) >= _SHORTEST and word.isalpha() and word not in _FUNCTION_WORDS
        ]

    def _is_telling(self, traits: Iterable[Trait]) -> bool:
        """Return whether few enough papers fit."""
        return self._holders.count(*traits) <= self._most_fitting


def _in_title(tokens: Iterable[str]) -> list[Trait]:
    return [("title", token) for token in tokens]


def main() -> None:
    """Print the same number of queries of each kind, or a mix, half of it with typos."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=main.__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400, help="queries of each kind")
    parser.add_argument(
        "--mix",
        action="store_true",
        help="COUNT in all: half with typos, the rest of the other kinds",
    )
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only some")
    parser.add_argument("--hard", action="store_true", help="fewer, more common words")
    parser.add_argument(
        "--fitting",
        metavar="N",
        type=int,
        default=_MOST_FITTING,
        help=f"papers that fit a query, at most; {_MOST_FITTING} without it",
    )
    arguments = parser.parse_args()
    maker = Maker(
        list(islice(papers(arguments.papers), _MOST)),
        arguments.seed,
        hard=arguments.hard,
        most_fitting=arguments.fitting,
    )
    others = [kind for kind in maker.kinds if kind != "typos"]
    for number in range(arguments.count):
        kinds = arguments.kinds or list(maker.kinds)
        if arguments.mix:
            kinds = ["typos"] if number % 2 else [others[number // 2 % len(others)]]
        for kind in kinds:
            print(json.dumps(maker.make(kind)))


if __name__ == "__main__":
    main()
