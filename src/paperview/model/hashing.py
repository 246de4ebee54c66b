"""Hashes of ids: millions of papers are compared as numbers."""

from __future__ import annotations

from hashlib import blake2b

from paperview.model.identity import NO_ID


def identity_hash(identity: str) -> int:
    """Return a number of 64 bits, the same in every run and never `NO_DOI` or `NO_ID`, for an id.

    Two of three million ids share a number with a probability of 2e-7.

    Args:
        identity: what papers are merged by: the base of an arXiv id, the key of a DOI, or the key
            of title and first author.
    """
    digest = blake2b(identity.encode(), digest_size=8).digest()
    return max(int.from_bytes(digest, "little"), NO_ID + 1)
