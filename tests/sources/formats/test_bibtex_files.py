"""BibTeX and BibLaTeX: whole files, and how the format is detected."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from paperview.exports.bibtex import dumps
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper
from paperview.sources.formats import bibtex
from tests import strategies
from tests.cases import for_each
from tests.sources.formats.bibsupport import ARTICLE, papers, read

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


@settings(max_examples=25)
@given(strategies.papers())
def test_what_paperview_writes_it_reads_again(paper: Paper) -> None:
    written = replace(paper, arxiv_id=ArxivId("1706.03762"), created=PartialDate(2019, 5))
    (found,) = (one for one in read(dumps(written, "key")) if isinstance(one, Paper))
    assert (found.arxiv_id, found.created) == (written.arxiv_id, PartialDate(2019, 5))
    assert (found.title is None) == (written.title is None)


def test_a_journal_that_tells_the_year_is_not_told_it_again() -> None:
    written = Paper(
        title="T",
        authors=("Ann van One", "X Collaboration, Y"),
        journal_ref="Nature 1, 2 (2019)",
        created=PartialDate(2019),
    )
    (found,) = papers(dumps(written, "key"))
    assert found == replace(written, name=found.name)


# Detection


@for_each(
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


@for_each(
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
