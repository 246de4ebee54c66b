"""BibTeX and BibLaTeX as they should be: what the fields of an entry say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from paperview.exports.bibtex import dumps
from paperview.paper import ArxivId, Doi, Paper, PartialDate
from paperview.sources.formats import bibtex
from paperview.tex import to_text
from tests import strategies
from tests.formats.bibsupport import faults, paper, papers, read

ARTICLE = """\
% Encoding: UTF-8

@Article{shannon48,
  author   = "Shannon, Claude E. and Weaver, Warren",
  TITLE    = {{A Mathematical Theory of {Communication}}},
  journal  = bstj,
  year     = 1948,
  month    = jul,
  volume   = {27},
  number   = 3,
  pages    = {379--423},
  doi      = {10.1002/j.1538-7305.1948.tb01338.x},
  abstract = {The recent development
    of various methods.

    A second paragraph.},
  note     = {Reprinted},
  keywords = {information, noise},
  url      = {https://example.org/shannon},
  issn     = {0005-8580},
}

@String{bstj = {Bell System } # "Technical Journal"}
@Comment{jabref-meta: databaseType:bibtex;}
"""


def test_every_field_of_an_article_is_read() -> None:
    assert read(ARTICLE) == [
        Paper(
            doi=Doi("10.1002/j.1538-7305.1948.tb01338.x"),
            name="shannon48",
            title="A Mathematical Theory of {Communication}",
            authors=("Claude E. Shannon", "Warren Weaver"),
            abstract="The recent development of various methods.\n\nA second paragraph.",
            comments="Reprinted",
            journal_ref="Bell System Technical Journal 27(3), 379-423 (1948)",
            created=PartialDate(1948, 7),
            extra=(("keywords", "information, noise"), ("url", "https://example.org/shannon")),
            sources=("mine.bib",),
        )
    ]


# Ids


@pytest.mark.parametrize(
    "fields",
    [
        ["eprint = {1706.03762}", "archivePrefix = {arXiv}", "primaryClass = {cs.CL}"],
        ["eprint = {1706.03762}", "eprinttype = {ARXIV}", "eprintclass = {cs.CL}"],
        ["eprint = {arXiv:1706.03762}", "primaryclass = {cs.CL}"],
        ["eprint = {1706.03762 [cs.CL]}", "archiveprefix = {arXiv}"],
        ["arxivId = {1706.03762}", "primaryClass = {cs.CL}"],
        ["journal = {arXiv:1706.03762 [cs.CL]}"],
        ["journal = {CoRR}", "volume = {abs/1706.03762}", "eprintclass = {cs.CL}"],
        ["note = {arXiv: 1706.03762 [cs.CL]}"],
        ["number = {arXiv:1706.03762}", "publisher = {arXiv}", "eprintclass = {cs.CL}"],
        ["eid = {arXiv:1706.03762}", "pages = {arXiv:1706.03762}", "primaryclass = {cs.CL}"],
        ["howpublished = {\\url{https://arxiv.org/abs/1706.03762}}", "eprintclass = {cs.CL}"],
    ],
)
def test_an_arxiv_id_is_found_wherever_it_stands(fields: list[str]) -> None:
    found = paper(*fields)
    assert found.arxiv_id == ArxivId("1706.03762")
    assert found.categories == ("cs.CL",)
    assert (found.journal_ref, found.comments, found.extra) == (None, None, ())


@pytest.mark.parametrize(
    "fields",
    [
        ["journal = {arXiv preprint arXiv:1706.03762v5}"],
        ["journal = {ArXiv e-prints}", "eprint = {1706.03762v5}", "archiveprefix = {arXiv}"],
        ["url = {http://arxiv.org/pdf/1706.03762v5.pdf}"],
        ["ee = {https://arxiv.org/abs/1706.03762v5}"],
        ["journal = {arXiv}", "doi = {10.48550/arXiv.1706.03762v5}"],
    ],
)
def test_what_only_says_arxiv_is_no_journal_and_no_link(fields: list[str]) -> None:
    found = paper(*fields, "year = 2017")
    assert str(found.arxiv_id) == "1706.03762v5"
    assert (found.doi, found.journal_ref, found.extra) == (None, None, ())


@pytest.mark.parametrize(
    ("fields", "base"),
    [
        (["eprint = {hep-th/9711200}", "archiveprefix = {arXiv}"], "hep-th/9711200"),
        (
            ["eprint = {9711200}", "eprinttype = {arxiv}", "eprintclass = {hep-th}"],
            "hep-th/9711200",
        ),
        (["eprint = {9711200}", "archiveprefix = {hep-th}"], "hep-th/9711200"),
        (["eprint = {math.GT/0309136}"], "math/0309136"),
        (["journal = {arXiv:astro-ph/0309136}"], "astro-ph/0309136"),
    ],
)
def test_old_arxiv_ids_are_put_together(fields: list[str], base: str) -> None:
    found = paper(*fields)
    assert found.arxiv_id == ArxivId(base)


def test_a_published_paper_keeps_its_journal_beside_its_arxiv_id() -> None:
    found = paper("journal = {Nature}", "url = {http://arxiv.org/abs/1706.03762}", "year = 2018")
    assert (found.arxiv_id, found.journal_ref) == (ArxivId("1706.03762"), "Nature (2018)")


@pytest.mark.parametrize(
    "fields",
    [
        ["note = {A comment on arXiv:1706.03762 by others}"],
        ["eprint = {1706.009}", "archivePrefix = {ascl}"],
        ["eprint = {3250920}", "eprinttype = {jstor}"],
        ["eprint = {Facebook}"],
        ["pages = {1706.03762}", "journal = {Nature}"],
    ],
)
def test_other_ids_and_papers_give_no_arxiv_id(fields: list[str]) -> None:
    assert paper(*fields).arxiv_id is None


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("doi = {https://doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("doi = {http://doi.acm.org/10.1145/1137627.1137631}", "10.1145/1137627.1137631"),
        ("doi = {{10.1145/3292500}}", "10.1145/3292500"),
        ("doi = {10.1007/978-3\\_8}", "10.1007/978-3_8"),
        ("doi = {10.1000/a{\\_}b}", "10.1000/a_b"),
        ("doi = {10.1002/(S)43:4\\textless{}338::A\\textgreater{}3}", "10.1002/(S)43:4<338::A>3"),
        ("url = {https://doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("ee = {http://dx.doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("note = {doi: 10.1145/3292500; 23}", "10.1145/3292500"),
    ],
)  # fmt: skip
def test_a_doi_is_found_as_it_is_meant(field: str, name: str) -> None:
    found = paper(field)
    assert found.doi == Doi(name)
    assert (found.comments, found.extra) == (None, ())


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("url = {https://example.org/a\\_b}", "https://example.org/a_b"),
        ("url = {www.example.org/stable/1}", "www.example.org/stable/1"),
        ("howpublished = {\\url{https://example.org/~me}}", "https://example.org/~me"),
        ("howpublished = {Available at \\href{https://example.org/1}{}}", "https://example.org/1"),
        ("note = {\\url{https://example.org}}", "https://example.org"),
        ("link = {https://example.org}", "https://example.org"),
        ("bdsk-url-1 = {https://example.org}", "https://example.org"),
    ],
)
def test_an_address_is_kept(field: str, url: str) -> None:
    found = paper(field)
    assert found.extra == (("url", url),)
    assert (found.journal_ref, found.comments) == (None, None)


# Names and texts


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("{Knuth, Donald E. and Leslie Lamport}", ["Donald E. Knuth", "Leslie Lamport"]),
        ("{van Beethoven, Ludwig and Ludwig van Beethoven}", ["Ludwig van Beethoven"] * 2),
        ("{King, Jr., Martin Luther}", ["Martin Luther King Jr."]),
        ("{King, Martin Luther, Jr.}", ["Martin Luther King Jr."]),
        ("{{NASA} and {Simon and Schuster, Inc.}}", ["NASA", "Simon and Schuster, Inc."]),
        ("{{Aghanim}, N. and {de la Mare}, Walter}", ["N. Aghanim", "Walter de la Mare"]),
        ("{Aad, G.~L. and others}", ["G. L. Aad"]),
        ("{Aad, G. et al.}", ["G. Aad"]),
        ("{A. One AND B. Two\n     and C. Three}", ["A. One", "B. Two", "C. Three"]),
        ("{M{\\\"u}ller, J{\\\"o}rg and {\\'E}. Cole}", ['J{\\"o}rg M{\\"u}ller', "{\\'E}. Cole"]),
        ("{family=Gogh, given=V., prefix=van and Smith, Ann}", ["V. van Gogh", "Ann Smith"]),
        ("{family=Alembert, given=Jean, prefix=d’, suffix=II}", ["Jean d’Alembert II"]),
        ("{{{Levy, J. and Doe, A.}}}", ["J. Levy", "A. Doe"]),
        ("{Levy, J., Doe, A., M{\\\"u}ller, H.-J.}", ["J. Levy", "A. Doe", 'H.-J. M{\\"u}ller']),
        ("{Ann One, Bob Two, Cy Three, Di Four}", ["Ann One", "Bob Two", "Cy Three", "Di Four"]),
        ("{Levy, Jan; Doe, Ann}", ["Jan Levy", "Ann Doe"]),
        ("{and}", []),
    ],
)  # fmt: skip
def test_names_are_in_the_order_of_reading(field: str, names: list[str]) -> None:
    assert list(paper(f"author = {field}").authors) == names


def test_a_collaboration_stands_behind_the_names_and_an_editor_in_place_of_them() -> None:
    assert paper("author = {Aad, G.}", "collaboration = {ATLAS}").authors == (
        "G. Aad",
        "ATLAS Collaboration",
    )
    assert paper("editor = {Doe, Ann and Roe, Bo}").extra == (("editor", "Ann Doe, Bo Roe"),)
    assert paper("editor = {Doe, Ann}", "author = {Roe, Bo}").extra == ()


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        (["title = {{{On {NMR}}}}"], "On {NMR}"),
        (['title = "{On} {N}"'], "{On} {N}"),
        (['title = "A {"}quoted{"} word"'], 'A {"}quoted{"} word'),
        (["title = {On}", "subtitle = {Off}"], "On: Off"),
        (["title = {Why?}", "subtitle = {Off}"], "Why? Off"),
        (["title = {On <i>Mus</i> &amp; H<sub>2</sub>O, a < b}"], "On Mus & H₂O, a < b"),
        (["title = {\\mkbibemph{On} \\mkbibquote{it}}"], "\\emph{On} \\enquote{it}"),
        (["title = {\\noopsort{1973}Volume 2}"], "Volume 2"),
        (["title = {}", "booktitle = {Proceedings}"], "Proceedings"),
        (["title = {on} # { } # jan # 7"], "on jan7"),
    ],
)  # fmt: skip
def test_titles_lose_the_markup_of_bibliographies_alone(fields: list[str], title: str) -> None:
    assert paper(*fields[1:], title=fields[0]).title == title


def test_braces_that_protect_capitals_are_gone_when_a_title_is_shown() -> None:
    assert to_text(paper(title="title = {The {{LaTeX}} {C}ompanion}").title or "") == (
        "The LaTeX Companion"
    )


def test_notes_are_comments_and_an_abstract_that_is_not_available_is_none() -> None:
    found = paper(
        "note = {Comment: 12 pages}",
        "annotation = {Read it}",
        "annote = {Read it}",
        'abstract = "{Not Available \\textbackslash\\textbackslash}"',
    )
    assert (found.comments, found.abstract) == ("12 pages; Read it", None)


# Where and when


@pytest.mark.parametrize(
    ("kind", "fields", "line"),
    [
        ("article", "journaltitle={J. F.}, volume={1}, issue={2}, pages={3-5}", "J. F. 1(2), 3-5"),
        ("article", "journal={\\apj}, volume={1}, eid={L2}", "The Astrophysical Journal 1, L2"),
        ("article", "journal={Nature}, number={7}", "Nature, no. 7"),
        ("article", "shortjournal={J. F.}, volume={1\\textendash{}2}", "J. F. 1-2"),
        ("inproceedings", "booktitle={Proc. X}, pages={1--9}", "Proc. X, 1-9"),
        ("inproceedings", "booktitle={X}, series={LNCS}, volume={9}", "X, LNCS 9"),
        ("incollection", "booktitle={X}, booksubtitle={Y}, volume={2}", "X: Y, vol. 2"),
        ("book", "publisher={Dover}, series={Classics}, number={4}", "Dover, Classics 4"),
        ("phdthesis", "school={MIT}", "MIT"),
        ("techreport", "institution={CERN}, number={TH-7}", "CERN, TH-7"),
        ("misc", "howpublished={A talk at X}", "A talk at X"),
        ("misc", "eventtitle={Oberseminar}", "Oberseminar"),
    ],
)  # fmt: skip
def test_where_it_was_published_is_one_line(kind: str, fields: str, line: str) -> None:
    assert paper(fields, kind=kind).journal_ref == line
    assert paper(fields, "year={2019}", kind=kind).journal_ref == f"{line} (2019)"


@pytest.mark.parametrize(
    ("kind", "fields", "value"),
    [
        ("phdthesis", [], "PhD thesis"),
        ("thesis", ["type = {mathesis}"], "master's thesis"),
        ("techreport", ["type = {White Paper}"], "White Paper"),
        ("Book", [], "book"),
    ],
)
def test_what_is_no_paper_says_so(kind: str, fields: list[str], value: str) -> None:
    assert paper(*fields, kind=kind).extra == (("type", value),)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        (["date = {2019-05/2019-06}"], "2019-05"),
        (["date = {2019-05-21/..}"], "2019-05-21"),
        (["date = {/2019}"], "2019"),
        (["date = {2019-05-21T10:00:00Z}"], "2019-05-21"),
        (["date = {2019-23}"], "2019"),
        (["date = {2019~}"], "2019"),
        (["date = {2019/5/6}"], "2019-05-06"),
        (["date = {May 5, 2019}"], "2019-05-05"),
        (["date = {May}", "year = {2019}"], "2019-05"),
        (["date = {2019-02-31}"], "2019-02"),
        (["year = {2019}", "month = may"], "2019-05"),
        (["year = 2019", "month = {5}", "day = {6}"], "2019-05-06"),
        (["year = 2019", 'month = may # "~2"'], "2019-05-02"),
        (["year = 2019", "month = {5~June}"], "2019-06-05"),
        (["year = 2019", "month = {31 Jul--04 Aug}"], "2019-07-31"),
        (["year = 2019", "month = {Spring}"], "2019"),
        (["year = 2019", "month = {31}"], "2019"),
        (["year = {c. 1850}"], "1850"),
        (["year = {--}"], "None"),
        (["month = {may}"], "None"),
    ],
)
def test_dates_are_read_as_people_write_them(fields: list[str], date: str) -> None:
    assert str(paper(*fields).created) == date


@pytest.mark.parametrize("field", ["year = {in press}", "date = {-3000~}", "year = {6}"])
def test_what_stands_for_a_date_and_is_none_is_told(field: str) -> None:
    found, reasons = faults(f"@misc{{k, title={{T}}, {field}}}")
    text = field.split("{")[1].rstrip("}")
    assert found.created is None
    assert reasons == [f"'{text}' is not a date; shown without it"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("eprint={xyz}, archivePrefix={arXiv}", "'xyz' is not an arXiv id"),
        ("doi={to come}", "'to come' is not a DOI"),
    ],
)
def test_what_stands_for_an_id_and_is_none_is_told(fields: str, reason: str) -> None:
    found, reasons = faults(f"@misc{{k, title={{T}}, {fields}}}")
    assert (found.arxiv_id, found.doi) == (None, None)
    assert reasons == [f"{reason}; shown without it"]


# Files


def test_what_is_no_paper_by_nature_is_passed_over() -> None:
    text = """Some prose, mail me@example.org {or} not.
        @preamble{"\\newcommand{\\x}{y}"}
        @comment{jabref-meta: grouping: @misc{no, title={No}}; }
        @comment{
        @misc{neither, title={No}}
        }
        @control{REVTEX41Control}
        @IEEEtranBSTCTL{conf, CTLuse_url = "no"}
        %@misc{out, title={Out}}
        % @misc{out2,
        %   title={Out},
        % }
        @misc(in, title={In}, )  % @misc{out3, title={Out}}
        Unknown {
        @xdata{x, publisher={Dover}}
        @ misc { in2 , title={In} } @misc{in3, title={In}}
        @misc{in4,title={In}}@misc{in5,title={In}}
        @book
        {in6
         , title={In}
         , year=2000
        }"""
    assert [one.name for one in papers(text)] == ["in", "in2", "in3", "in4", "in5", "in6"]


def test_fields_come_from_the_entries_that_are_referred_to() -> None:
    first, second, third, _, book, *_ = papers(
        """@inproceedings{a, title={A}, pages={1--2}, crossref={proc}}
        @inbook{b, title={B}, CrossRef = "Book", year=1999}
        @article{c, title={C}, crossref={issue}}
        @proceedings{proc, title={Proc.}, subtitle={Of X}, editor={Doe, Ann}, doi={10.1234/p},
          crossref={shelf}, xdata={press, missing}}
        @book{book, title={Book}, author={Roe, Bo}, date={2001-05}, crossref={book}}
        @periodical{issue, title={Nature}, volume={7}, crossref={issue2}}
        @periodical{issue2, title={Other}, year=2000, crossref={issue}}
        @xdata{press, publisher={Dover}, year=2019}
        @collection{shelf, title={Shelf}, series={LNCS}, volume={5}}"""
    )
    assert first.journal_ref == "Proc.: Of X, LNCS 5, 1-2 (2019)"
    assert (first.doi, first.extra) == (None, (("editor", "Ann Doe"),))
    assert (second.journal_ref, second.authors) == ("Book (1999)", ("Bo Roe",))
    assert (third.journal_ref, str(third.created)) == ("Nature 7 (2000)", "2000")
    assert book.journal_ref is None


def test_one_key_twice_is_two_papers_and_no_key_is_no_name() -> None:
    found = papers("@misc{a, title={A}}\n@misc{a, title={B}}\n@misc{, title={C}}\n@misc{title={D}}")
    assert [(one.name, one.title) for one in found] == [
        ("a", "A"),
        ("a", "B"),
        (None, "C"),
        (None, "D"),
    ]


def test_the_first_papers_come_before_the_last_are_read() -> None:
    entries = (f"@misc{{k{number}, title={{T}}}}" for number in range(100_000))
    found = bibtex.read("\n".join(entries).encode(), "mine.bib")
    assert [next(found) for _ in range(3)][2] == papers("@misc{k2, title={T}}")[0]


@settings(max_examples=50)
@given(strategies.papers())
def test_what_paperview_writes_it_reads_again(paper: Paper) -> None:
    written = replace(paper, arxiv_id=ArxivId("1706.03762"), created=PartialDate(2019, 5))
    (found,) = (one for one in read(dumps(written)) if isinstance(one, Paper))
    assert (found.arxiv_id, found.created) == (written.arxiv_id, PartialDate(2019))
    assert (found.title is None) == (written.title is None)


def test_a_journal_that_tells_the_year_is_not_told_it_again() -> None:
    written = Paper(
        title="T",
        authors=("Ann van One", "X Collaboration, Y"),
        journal_ref="Nature 1, 2 (2019)",
        created=PartialDate(2019),
    )
    (found,) = papers(dumps(written))
    assert found == replace(written, name=found.name)


# Detection


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "@misc{a,\n title={T}}",
        "@misc{a, title",
        "@web_page{a,\n title={T}}",
        "@ARTICLE(a, title={T})",
        "@inproceedings{\ncie{\\'s}lar2024learning,\ntitle={T}}",
        "@article{,\n title = {T}}",
        "@article{title = {T}}",
        "@article{Key2013\n , title = {T}}",
        "@string{a = {B}}",
        "@comment{jabref-meta}",
        '@preamble{"x"}',
    ],
)
def test_bibtex_looks_like_it(text: str) -> None:
    assert bibtex.looks_like(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A title\nAnn One\n\nWe.\n\narXiv:2304.10190",
        "mail@example.org {title = 1}",
        '{"a": "@misc{a, title={T}}"}',
        "import x\n@dataclass(frozen=True, slots=True)\nclass A:\n@app.route('/', methods=1)",
        "/**\n * @param {string} a, b = c\n */",
        "@media screen {a, b = c}\n@font-face {\n  font-family: A, b;\n}",
        "TY  - JOUR\nAB  - @misc{a}\nER  - ",
        "%@misc{a, title={T}}",
    ],
)
def test_other_texts_do_not_look_like_bibtex(text: str) -> None:
    assert not bibtex.looks_like(text.encode())
