"""Finding papers by references in five styles, and not finding others."""

from __future__ import annotations

from paperview.index.storage.index import build
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.references import Finder, Level, Reference
from tests.cases import for_each

SURE, LIKELY, MISSING = Level.SURE, Level.LIKELY, Level.MISSING


def paper(number: int, title: str, authors: str, year: int, *further: str) -> Paper:
    """Make a paper, with a journal and a DOI if these are given."""
    journal, doi = (*further, "", "")[:2]
    return Paper(
        arxiv_id=ArxivId(f"2001.{number:05}"),
        title=title,
        authors=tuple(authors.split(", ")),
        created=PartialDate(year),
        journal_ref=journal or None,
        doi=Doi(doi) if doi else None,
    )


BEES = "How honey bees dance for each other at night"
PAPERS = [
    paper(1, BEES, "Ada Lund, Bo Ek", 2001, "Phys. Rev. D 50, 1234-1240 (2001)"),
    paper(2, "Tides in narrow bays: a survey", "Cy van der Okafor, Dee Ito, Al Fox", 2010),
    paper(
        3, "Deep learning", "Yann LeCun, Yoshua Bengio, Geoffrey Hinton", 2015, "", "10.1234/deep"
    ),
    paper(4, "On invariants of knots. II", "Jürgen Müller", 1999),
    paper(5, "Attention-guided pre-training of large networks", "Wei Zhang, Li Wang", 2019),
    paper(6, "A theorem on $\\alpha$-stable processes and $C^*$-algebras", "Éva O'Brien", 2005),
    paper(7, "Finite groups of odd order", "Walter Feit", 1963),
    paper(8, "हिन्दी भाषा का नया इतिहास", "सीता शर्मा, दीपिका वर्मा", 2001),
]
FINDER = Finder(build(PAPERS), PAPERS.__getitem__)

TABLE = [
    # APA, IEEE, Vancouver and Nature, AMS and plain BibTeX, ACM
    (f"Lund, A., & Ek, B. (2001). {BEES}. Journal of Bees, 12(3), 4–5.", 1, SURE),
    (f"A. Lund and B. Ek, “{BEES},” J. Bees, vol. 12, pp. 4–5, 2002.", 1, SURE),
    (f"Lund A, Ek B. {BEES}. J Bees. 2001;12:4-5.", 1, SURE),
    (f"Lund, A. & Ek, B. {BEES}. J. Bees 12, 4 (2001).", 1, SURE),
    (f"A. Lund and B. Ek, {BEES}, J. Bees 12 (2001), 4–5.", 1, SURE),
    (f"Ada Lund and Bo Ek. {BEES}. In Proceedings of Bees, pages 4–5, 2001.", 1, SURE),
    (f"Ada Lund and Bo Ek. 2001. {BEES}. In Proc. Bees, 4–5.", 1, SURE),
    (f"LUND, A., EK, B., {BEES.upper()}. J. Bees (2001)", 1, SURE),
    ("LeCun, Y., Bengio, Y., & Hinton, G. (2015). Deep learning. Nature, 521, 436.", 3, SURE),
    ("Y. LeCun et al., “Deep learning,” Nature, vol. 521, 2015.", 3, SURE),
    ("Müller, J. (1999). On invariants of knots. II. Topology.", 4, SURE),
    ("J. Mueller, On invariants of knots. II, Topology 3 (1999), 1–9.", 4, SURE),
    ("O'Brien É. A theorem on α-stable processes and C*-algebras. 2005", 6, SURE),
    ("सीता शर्मा, दीपिका वर्मा. हिन्दी भाषा का नया इतिहास. 2001.", 8, SURE),
    # without the title; by ids
    ("A. Lund and B. Ek, Phys. Rev. D 50, 1234 (2001).", 1, SURE),
    ("Lund, arXiv:2001.00001v3", 1, SURE),
    ("https://doi.org/10.1234/deep.", 3, SURE),
    ("Anybody. Something. doi:10.1000/none, arXiv:2001.00002 [cs.CL]", 2, LIKELY),
    # joined, split, mistyped, forgotten
    ("W. Zhang and L. Wang. Attention guided pretraining of large networks. 2019.", 5, SURE),
    ("A. Lund and B. Ek. How hoeny bees dance for each other at night. 2001.", 1, SURE),
    ("A. Lund and B. Ek. How honey bees for each other at night. 2001.", 1, LIKELY),
    ("C. van der Okafor, D. Ito, and A. Fox. Tides in narrow bays. 2010.", 2, LIKELY),
    (f"A. Lund and B. Ek. {BEES}. 2017.", 1, LIKELY),
    (f"{BEES}", 1, LIKELY),
    ("deep learning", 3, LIKELY),
    ("(Lund & Ek, 2001)", 1, LIKELY),
    ("LeCun et al. (2015)", 3, LIKELY),
    # other works
    ("Lund et al. (2001)", None, MISSING),
    ("Lund and Fox (2001)", None, MISSING),
    ("Müller, J. (1999). On invariants of knots. I. Topology.", None, MISSING),
    ("Müller, J. (1999). On invariants of knots. III. Topology.", None, MISSING),
    ("Müller, J. (1999). On invariants of braids. II. Topology.", None, MISSING),
    ("Müller, J. (1999). On inveriants of knots. I. Topology.", None, MISSING),
    ("Müller, J. (1999). On invariants of knots. Topology.", None, MISSING),
    (f"A. Lund and B. Ek. {BEES}. 2001. arXiv:1501.00001", None, MISSING),
    (f"A. Lund and B. Ek. {BEES}. Phys. Rev. D 51, 99 (2001).", 1, LIKELY),
    ("W. Feit. Infinite groups of odd order. 1963.", None, MISSING),
    ("W. Feit. Finite groups of even order. 1963.", None, MISSING),
    (f"A. Lund and B. Ek. Comment on “{BEES}”. 2001.", None, MISSING),
    (f"A. Lund and B. Ek. {BEES}: the case of drones. 2001.", None, MISSING),
    (f"X. Nobody and Y. Noone. {BEES}. J. Bees, 2001.", None, MISSING),
    ("मोहिनी गुप्ता, केतकी मेहता. हिन्दी भाषा का नया इतिहास. 2001.", None, MISSING),
    (
        "LeCun, Y., Bengio, Y., & Hinton, G. (2015). Deep learning for proteins. Nature.",
        None,
        MISSING,
    ),
    ("A. Lund and B. Ek, Phys. Rev. D 51, 1234 (2001).", None, MISSING),
    ("A. Lund and B. Ek, unpublished.", None, MISSING),
    ("ibid.", None, MISSING),
    ("and of the in", None, MISSING),
    ("(" * 500 + "x" * 20_000, None, MISSING),
    ("\u202e\u05d0\u05d1 \U0001f600 \ufdfd", None, MISSING),
]


@for_each(("text", "number", "level"), TABLE)
def test_a_reference_is_found_or_not(text: str, number: int | None, level: Level) -> None:
    found = FINDER.find(Reference(1, text))
    assert found.level is level, found
    if level is not MISSING:
        assert found.number is not None
        assert PAPERS[found.number].arxiv_id == ArxivId(f"2001.{number:05}")
        assert found.why


def test_an_empty_index_has_nothing() -> None:
    finder = Finder(build([]), PAPERS.__getitem__)
    assert finder.find(Reference(1, TABLE[0][0])).level is MISSING
    assert finder.find(Reference(1, "(Lund & Ek, 2001)")).level is MISSING
