"""The order of the results: one formula, with its constants.

A paper's score is the sum over the query's tokens of

    rarity(token) x the best of (quality x weight) over the words of the paper it matches

times a bonus for tokens that stand close together; equal scores come newest first.

*Quality* says how well the token matches the word (the constants below). *Weight* says how much the
word tells about the paper: BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009,
section 3.5), the times a word occurs counted per field, discounted by the field's length, summed
with the fields' weights and saturated. *Rarity* is BM25's inverse document frequency, taken over all
papers that the token matches in its best way, so that `neur` is as common as everything it begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paperview.search.vocabulary import Numbers

# --- quality: how well a token matches a word
WHOLE = 1.0
BEGINNING = 0.85
"""Of nearly the whole word; the less of it there is, the less, down to BEGINNING_SHORT."""
BEGINNING_SHORT = 0.6
PART = 0.35
SLIP = 0.5
"""One slip in the whole word; each further one takes the same factor again."""
SLIP_BEGINNING = 0.7
"""Factor where only the beginning matches, with its slips."""

# --- weight: how much a word says about its paper
FIELD_WEIGHTS = np.array([4.0, 4.0, 1.0, 0.5, 4.0, 4.0, 2.0], np.float32)
"""In the order of `Field`: title, authors, abstract, comments, id, DOI, categories."""
LENGTH_SHARE = np.array([0.5, 0.3, 0.6, 0.3, 0.0, 0.0, 0.0], np.float32)
"""How far a field's length counts, from 0 to 1 (BM25's b)."""
SATURATION = 1.5
"""The weighted count at which a word says half of what it can (BM25's k1)."""

# --- closeness
CLOSE_BONUS = 0.4
"""What the score gains, as a share of it, where all tokens follow each other in order."""
CLOSE_PAPERS = 256
"""How many of the best papers are looked at for that; beyond, nobody scrolls for closeness."""


def rarity(papers: int, count: int) -> float:
    """Return what a match in `papers` out of `count` papers is worth (BM25's idf, above 0)."""
    return float(np.log(1 + (count - papers + 0.5) / (papers + 0.5)))


def weights(
    keys: Numbers, count: int
) -> tuple[Numbers, NDArray[np.uint8], NDArray[np.float32]]:
    """Turn sorted occurrences into postings with their fields and weights.

    Args:
        keys: per occurrence (word * count + paper) * 8 + field code, sorted.
        count: the number of papers.

    Returns:
        Per posting word * count + paper; the fields as bits; the weight from 0 to 1.
    """
    if not len(keys):
        return keys, np.zeros(0, np.uint8), np.zeros(0, np.float32)
    code = (keys & 7).astype(np.intp)
    pair = keys >> 3
    paper = pair % count
    place = paper * 8 + code
    lengths = np.bincount(place, minlength=count * 8).astype(np.float32).reshape(count, 8)[:, :7]
    means = lengths.sum(axis=0) / np.maximum((lengths > 0).sum(axis=0), 1)
    discount = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / np.maximum(means, 1)
    shares = np.zeros((count, 8), np.float32)
    shares[:, :7] = FIELD_WEIGHTS / np.maximum(discount, 0.01)
    first = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    counted = np.add.reduceat(shares.reshape(-1)[place], first)
    bits = np.bitwise_or.reduceat(np.left_shift(1, code).astype(np.uint8), first)
    return pair[first], bits, (counted / (SATURATION + counted)).astype(np.float32)


def beginning_quality(token_length: int, word_lengths: Numbers) -> NDArray[np.float32]:
    """Return the quality of a beginning for words of some lengths."""
    share = token_length / np.maximum(word_lengths, 1)
    return (BEGINNING_SHORT + (BEGINNING - BEGINNING_SHORT) * share).astype(np.float32)


def slip_quality(slips: NDArray[np.uint8], whole: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the quality of words some slips away, in their whole or in their beginning."""
    factor = np.where(whole, np.float32(1), np.float32(SLIP_BEGINNING))
    return np.float32(SLIP) ** slips.astype(np.float32) * factor


def order(scores: NDArray[np.float32], recency: Numbers) -> Numbers:
    """Return the places of papers in falling order of score; of equal ones the newest first."""
    steps = np.round(scores * 1e4).astype(np.int64)
    return np.argsort((steps.max(initial=0) - steps) << 32 | recency)
