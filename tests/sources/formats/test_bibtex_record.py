"""BibTeX and BibLaTeX: the fields of whole entries."""

from __future__ import annotations

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.tex import to_text
from tests.cases import for_each
from tests.sources.formats.bibsupport import ARTICLE, faults, paper, read


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


@for_each(
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
        ["doi = {arXiv:1706.03762}", "primaryclass = {cs.CL}"],
        ["doi = {https://arxiv.org/abs/1706.03762}", "primaryclass = {cs.CL}"],
        ["number = {1706.03762}", "institution = {arXiv}", "primaryclass = {cs.CL}"],
        ["eprint = {1706.03762}", "archiveprefix = {cs.CL}"],
        ["eprint = {abs/1706.03762}", "primaryclass = {cs.CL}"],
        ["eprint = {arXiv 1706.03762.}", "primaryclass = {cs.CL}"],
        ["eprint = {\\href{http://arxiv.org/abs/1706.03762}{here}}", "primaryclass = {cs.CL}"],
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


@for_each(
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


@for_each(
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


@for_each(
    ("text", "categories"),
    [
        ("cs.CL", ["cs.CL"]),
        ("math.CO math.NT", ["math.CO", "math.NT"]),
        ("hep-th, math-ph; cond-mat.mtrl-sci", ["hep-th", "math-ph", "cond-mat.mtrl-sci"]),
        ("math", ["math"]),
        ("math.CO math.NT [some prose on graphs]", ["math.CO", "math.NT"]),
        ("Combinatorics (math.CO); Number Theory (math.NT)", ["math.CO", "math.NT"]),
        (
            "id='math.CO' full_name='Combinatorics' in_archive='math' description='graphs, games'",
            ["math.CO"],
        ),
        ("graph theory", []),
        ("05C12, e.g. this", []),
    ],
)
def test_prose_among_categories_is_no_category(text: str, categories: list[str]) -> None:
    found = paper("eprint = {1706.03762}", "archiveprefix = {arXiv}", f"primaryclass = {{{text}}}")
    assert list(found.categories) == categories


def test_a_published_paper_keeps_its_journal_beside_its_arxiv_id() -> None:
    found = paper("journal = {Nature}", "url = {http://arxiv.org/abs/1706.03762}", "year = 2018")
    assert (found.arxiv_id, found.journal_ref) == (ArxivId("1706.03762"), "Nature (2018)")


@for_each(
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


@for_each(
    ("field", "name"),
    [
        ("doi = {https://doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("doi = {http://doi.acm.org/10.1145/1137627.1137631}", "10.1145/1137627.1137631"),
        ("doi = {{10.1145/3292500}}", "10.1145/3292500"),
        ("doi = {10.1007/978-3\\_8}", "10.1007/978-3_8"),
        ("doi = {10.1000/a{\\_}b}", "10.1000/a_b"),
        ("doi = {10.1002/(S)43:4\\textless{}338::A\\textgreater{}3}", "10.1002/(S)43:4<338::A>3"),
        ("doi = {10.1007/978-0{\\textbackslash}{\\_}130-1}", "10.1007/978-0_130-1"),
        ("doi = {10.1007/978-0\\textbackslash\\_130-1}", "10.1007/978-0_130-1"),
        ("doi = {10.1007/978-0{\\\\_}130-1}", "10.1007/978-0_130-1"),
        ("doi = {10.1007/978-0\\textunderscore{}130-1}", "10.1007/978-0_130-1"),
        ("doi = {10.1109\\%2F5.771073}", "10.1109/5.771073"),
        ("doi = {10.1175/a(1963)020\\&lt;0:D\\&gt;2}", "10.1175/a(1963)020<0:D>2"),
        ("doi = {10.1175/a$<$0:D$>$2}", "10.1175/a<0:D>2"),
        ("doi = {10.1007/978-3-319-1$_$2}", "10.1007/978-3-319-1_2"),
        ("doi = {10.1007/978-3-319-1$\\_$2}", "10.1007/978-3-319-1_2"),
        ("doi = {10.1175/a{\\textless}0:D{\\textgreater}2}", "10.1175/a<0:D>2"),
        ("doi = {10.1175/a{\\textbackslash}{\\textless}2}", "10.1175/a<2"),
        ("doi = {\\url{https://doi.org/10.1145/3292500}.}", "10.1145/3292500"),
        ("doi = {doi: 10.1145/3292500, 10.1145/1}", "10.1145/3292500"),
        ("url = {https://doi.org/10.1109%2F5.771074}", "10.1109/5.771074"),
        ("doi = {10.1109/5.77}, url = {http://dx.doi.org/10.1109%2F5.77}", "10.1109/5.77"),
        ("note = {\\url{https://doi.org/10.1000/a\\_b}}", "10.1000/a_b"),
        ("url = {https://doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("ee = {http://dx.doi.org/10.1145/3292500}", "10.1145/3292500"),
        ("note = {doi: 10.1145/3292500; 23}", "10.1145/3292500"),
    ],
)  # fmt: skip
def test_a_doi_is_found_as_it_is_meant(field: str, name: str) -> None:
    found = paper(field)
    assert found.doi == Doi(name)
    assert (found.comments, found.extra) == (None, ())


@for_each(
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


@for_each(
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


@for_each(
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


# Venue and date


@for_each(
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


@for_each(
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


@for_each(
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


@for_each("field", ["year = {in press}", "date = {-3000~}", "year = {6}"])
def test_what_stands_for_a_date_and_is_none_is_told(field: str) -> None:
    found, reasons = faults(f"@misc{{k, title={{T}}, {field}}}")
    text = field.split("{")[1].rstrip("}")
    assert found.created is None
    assert reasons == [f"'{text}' is not a date; shown without it"]


@for_each(
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
