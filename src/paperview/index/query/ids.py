"""The arXiv ids and DOIs in a text that was pasted, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperview.index.fields import Field
from paperview.index.query.tree import Clause, Identity, Word
from paperview.model.analysis import fold_name
from paperview.model.paper import ArxivId, arxiv_ids_in

_DOI = re.compile(r"(?:^|(?<=[^\w.]))10\.\d{4,9}/\S+", re.ASCII)
_DOI_WITHIN = re.compile(r"(?:^|[/:])(?P<doi>10\.\d{4,9}/\S+)", re.ASCII)
_AFTER_DOI = re.compile(r"""\]\(|\}\{|["“”'`{}|\\]|</|[,;](?=10\.)""")
"""What ends a DOI within markup."""
_APART = re.compile(r"""[\s"'<>{}|\[\]()`,;]+""")


def bare(token: str) -> str:
    """Return a token without the punctuation around it, as it is left by copying from a text."""
    token = token.lstrip("([{<'\"")
    while True:
        shorter = token.rstrip(".,;:!?'\">]}")
        if shorter.count(")") > shorter.count("(") and shorter.endswith(")"):
            shorter = shorter[:-1]
        if shorter == token:
            return token
        token = shorter


def arxiv_id_of(name: str) -> ArxivId | None:
    """Read an arXiv id, bare or at the end of an address of any site about the paper."""
    arxiv_id = ArxivId.parse(name)
    if arxiv_id is None and "/" in name and doi_of(name) is None:
        parts = re.split(r"[?#]", name)[0].split("/")
        arxiv_id = ArxivId.parse("/".join(parts[-2:])) or ArxivId.parse(parts[-1])
    return arxiv_id


def doi_of(name: str) -> str | None:
    """Return the DOI in a name or address."""
    match = _DOI_WITHIN.search(name)
    return match["doi"] if match else None


def is_id(clause: Clause) -> bool:
    """Whether a clause is an arXiv id or a DOI, and nothing less."""
    match clause:
        case Identity():
            return True
        case Word(named=True):
            return doi_of(clause.text) == clause.text
    return False


def ids_in(text: str) -> tuple[Identity | Word, ...]:
    """Return every arXiv id and DOI in a text, each once, as clauses that find its paper alone."""
    return tuple(dict.fromkeys([*_arxiv_ids(text), *_dois(text)]))


def _arxiv_ids(text: str) -> Iterator[Identity]:
    """Give the ids that stand by themselves, and those in an address of any site."""
    for _, _, arxiv_id in arxiv_ids_in(text):
        yield Identity(ArxivId(arxiv_id.base))
    for part in _APART.split(text):
        if named := arxiv_id_of(bare(part)):
            yield Identity(ArxivId(named.base))


def _dois(text: str) -> Iterator[Word]:
    """Give the DOIs: as far as there is no blank, and as far as there is no markup either."""
    for match in _DOI.finditer(text):
        name = match.group()
        for some in (name, _AFTER_DOI.split(name)[0]):
            yield Word(fold_name(bare(some)), Field.DOI, exact=True, named=True)
