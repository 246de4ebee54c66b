"""The order of the results: one formula, with its constants.

A paper's score is the sum over the query's tokens of

    the best, over the words of the paper that the token matches, of  quality x weight x rarity

times a bonus for tokens that stand close together; equal scores come newest first.

*Quality* says how well the token matches the word. *Weight* says how important the word is for the
paper: BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.5), the
times a word occurs counted per field, discounted by the field's length, summed with the fields'
weights and saturated. *Rarity* is BM25's inverse document frequency, taken over all papers that the
token matches as well or better: `neur` is as common as all terms that it is a prefix of, a
substring as common as these and all that hold it, a typo as common as all three. A token that is
finished (a blank follows it) and is a term is as rare as that term alone.

The constants were chosen with `benchmarks.relevance` on 2500 hard known-item queries that
`benchmarks.queries` makes from 100,000 arXiv records: 91 % of the wanted papers came first and 99.4
% among the first ten; with as many other queries, it was 90 % and 99.0 %. At that time a token that
is a term could have typos too. Now it can't, which loses 5 in 100 of the queries with typos. The
comments on the constants say how another value changed the result, with everything else the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paperview.index.fields import SCHEMA

# --- quality: how well a token matches a word
EXACT = 1.0
PREFIX = 0.7
"""A prefix of nearly the whole word; a shorter one is worth less, down to PREFIX_SHORT.

With 0.85 and 0.6 words of the abstract lose 1 in 100.
"""
PREFIX_SHORT = 0.5
FORM = 0.6
"""Another form of the word: its plural, its singular, another spelling.

Flat from 0.45 to 0.8.
"""
JOINED = 0.97
"""Two words written as one, or one as two: hardly less than as typed."""
JOINED_FORM = 0.8
"""The same with another form of the second word: `dataset` in "data sets"."""
SUBSTRING = 0.46
"""Below every prefix, above every edit.

From 0.2 on nothing changes: what needs a substring has nothing else.
"""
EDIT = 0.45
"""One edit in the whole term; each further one takes the same factor again.

Higher lets words that only look alike drown those as typed (at 0.6 words of the abstract lose 1 in
100), lower lets words that begin as typed outdo the one that is meant (at 0.35 typos lose 0.6).
"""
EDIT_PREFIX = 0.7
"""Factor where only a prefix matches, with its edits.

Flat from 0.5 on; at 0.9 typos lose 0.4 in 100.
"""

DATE_WEIGHT = 0.9
"""A paper of the year that is typed as a word, about as good as a title that holds the number.

Without it, 10 in 100 fewer come first when title words and the year are asked for; flat above.
"""
NEAR_DATE = 0.4
"""The share of that for a paper of the year before or after. Flat below."""

# --- names: which of the authors is the one that is meant
LATER_AUTHOR = 0.85
"""Factor where the surname typed is that of a later author: papers go by their first."""
GIVEN_NAME = 0.5
"""Factor where the word typed beside initials is not the author's last: Hua Yang for `y hua`."""

# --- weight: how much a word says about its paper. By field code: the number of the field's bit.
CODE_BITS = (len(SCHEMA) - 1).bit_length()
"""Bits of a field code."""
_UNUSED = (1 << CODE_BITS) - len(SCHEMA)
FIELD_WEIGHTS = np.array([*(entry.weight for entry in SCHEMA), *[0] * _UNUSED], np.float32)
TYPICAL_LENGTHS = np.array(
    [*(entry.typical_length for entry in SCHEMA), *[1] * _UNUSED], np.float32
)
LENGTH_SHARE = np.array([*(entry.length_share for entry in SCHEMA), *[0] * _UNUSED], np.float32)
SATURATION = 1.0
"""The weighted count at which a word says half of what it can (BM25's k1).

Words of the abstract, which hardly ever stand in the title, want it low: at 1.5 they lose 2 in 100,
at 0.7 they gain 3; but then typos and unfinished queries lose 1.
"""
WEIGHT_STEPS = 255
"""A weight is kept as a byte, in so many steps."""

# --- proximity
CLOSE_BONUS = 0.3
"""The share of the score that is added if all tokens follow each other in order.

Without it 2 in 100 fewer come first, of unfinished queries 6; above 0.5 it begins to harm.
"""
CLOSE_ELSEWHERE = 0.25
"""Factor for tokens that are close in other texts than the title.

At 1, joined and split words lose 2 in 100, and some words of the abstract outdo a title.
"""
CLOSE_IN_TITLE = 0.35
"""The closeness of two tokens that are both in the title, however far from each other.

Without it, joined and split words lose 2 in 100; no other queries change by more than one in 100.
"""
CLOSE_PAPERS = 256
"""How many of the best papers are looked at for that; beyond, nobody scrolls for closeness."""


def rarity(papers: int, count: int) -> float:
    """Return what a match in `papers` out of `count` papers is worth (BM25's idf, above 0)."""
    return float(np.log(1 + (count - papers + 0.5) / (papers + 0.5)))


def occurrence_weights(lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return what one occurrence in a field counts.

    Args:
        lengths: papers x field codes: how many words the field has.
    """
    share = LENGTH_SHARE * (lengths / TYPICAL_LENGTHS)
    return (FIELD_WEIGHTS / np.maximum(1 - LENGTH_SHARE + share, 0.01)).astype(np.float32)


def weights(counted: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the weights of words in steps of 1 / `WEIGHT_STEPS`, from 1 step to all.

    Args:
        counted: per word and paper the sum of `occurrence_weights` of its occurrences.
    """
    steps = np.rint(WEIGHT_STEPS * counted / (SATURATION + counted))
    return np.clip(steps, 1, WEIGHT_STEPS).astype(np.uint8)


QUALITY_STEPS = 255
"""A quality is reckoned with as a byte, in so many steps."""
FORM_STEPS = round(FORM * QUALITY_STEPS)
JOINED_STEPS = round(JOINED * QUALITY_STEPS)
JOINED_FORM_STEPS = round(JOINED_FORM * QUALITY_STEPS)
JOINED_SLIP_STEPS = round(JOINED * EDIT * QUALITY_STEPS)
SUBSTRING_STEPS = round(SUBSTRING * QUALITY_STEPS)


def prefix_quality(token_length: int, word_lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the quality, in steps, of a prefix for terms of some lengths."""
    share = token_length / word_lengths
    quality = PREFIX_SHORT + (PREFIX - PREFIX_SHORT) * share
    quality[word_lengths == token_length] = EXACT
    return np.rint(quality * QUALITY_STEPS).astype(np.uint8)


def fuzzy_quality(edits: NDArray[np.uint8], whole: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the quality, in steps, of terms some edits away, whole or in a prefix."""
    factor = np.where(whole, 1, EDIT_PREFIX)
    return np.rint(QUALITY_STEPS * EDIT ** edits.astype(np.float64) * factor).astype(np.uint8)


def values(
    quality: NDArray[np.uint8] | np.uint8, some_weights: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Return quality x weight in `WEIGHT_STEPS`, at least 1 step; 0 for no weight."""
    product = (np.uint16(1) + quality) * some_weights  # 255 steps are to be the whole weight
    steps: NDArray[np.uint8] = (product >> np.uint16(8)).astype(np.uint8)
    return np.maximum(steps, np.minimum(some_weights, np.uint8(1)))


_SCORE_STEPS = 65_535


def steps(scores: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return scores in steps from the best one, which is 0, to 65,535.

    Scores less than a step apart count as equal: two bytes are sorted quickly.
    """
    best = float(scores.max(initial=0))
    if not best:
        return np.zeros(len(scores), np.uint16)
    from_none = np.rint(scores * np.float32(_SCORE_STEPS / best)).astype(np.uint16)
    from_best: NDArray[np.uint16] = np.uint16(_SCORE_STEPS) - from_none
    return from_best
