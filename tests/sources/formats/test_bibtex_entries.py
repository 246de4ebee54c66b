"""Fields that BibTeX entries share: inherited ones, and the commands of preambles."""

from __future__ import annotations

from paperview.exports import bibtex
from paperview.model.paper import Paper
from paperview.tex import to_text
from tests.cases import for_each
from tests.sources.formats.bibsupport import papers

WHOLE = """title={Whole}, subtitle={Of it}, author={Wick, Clara}, editor={Roe, Bo}, volume={3},
  date={1975-05}, publisher={Press}, doi={10.1234/whole}, url={https://example.org},
  eprint={1706.03762}, archiveprefix={arXiv}, pages={1-900}, abstract={All}, note={Bound},
  keywords={verse}, shorttitle={W}"""


def part(kind: str, whole: str, *fields: str, of: str = WHOLE) -> Paper:
    """Read an entry that is a part of another one."""
    own = ", ".join(["title={Part}", *fields])
    first, second = (
        f"@{kind}{{part, {own}, crossref={{Whole}}}}",
        f"@{whole}{{whole, {of}}}",
    )
    before, _ = papers(f"{first}\n{second}")
    _, behind = papers(f"{second}\n{first}")
    assert before == behind
    return before


@for_each(
    ("whole", "kinds"),
    [
        ("mvbook", "book inbook bookinbook suppbook"),
        ("book", "inbook bookinbook suppbook incollection"),
        ("mvcollection", "collection reference incollection inreference suppcollection"),
        ("mvreference", "collection reference incollection inreference suppcollection"),
        ("collection", "incollection inreference suppcollection inbook"),
        ("reference", "incollection inreference suppcollection"),
        ("mvproceedings", "proceedings inproceedings conference"),
        ("proceedings", "inproceedings conference incollection"),
        ("book", "misc"),
    ],
)
def test_a_part_has_names_title_and_date_of_the_whole(whole: str, kinds: str) -> None:
    for kind in kinds.split():
        found = part(kind, whole)
        assert (found.title, found.authors, str(found.created)) == (
            "Part",
            ("Clara Wick",),
            "1975-05",
        )
        assert (found.journal_ref or "").startswith("Whole: Of it, vol. 3"), kind


@for_each("kind", ["article", "suppperiodical"])
def test_a_periodical_is_the_journal(kind: str) -> None:
    found = part(kind, "periodical", "number={7}")
    assert found.journal_ref == "Whole 3(7) (1975)"


def test_nothing_that_is_of_the_whole_alone_is_handed_down() -> None:
    found = part("inbook", "book")
    assert (found.arxiv_id, found.doi, found.abstract, found.comments) == (None, None, None, None)
    assert found.extra == ()
    assert "900" not in (found.journal_ref or "")


def test_what_a_part_has_is_its_own() -> None:
    found = part("suppbook", "book", "author={Holm, Otto}", "year=1980", "booktitle={Mine}")
    assert found.authors == ("Otto Holm",)
    assert found.extra == (("book author", "Clara Wick"),)
    assert found.journal_ref == "Mine, vol. 3 (1980)"
    assert part("article", "periodical", "journal={J}").journal_ref == "J 3 (1975)"


def test_an_editor_is_handed_down_where_nobody_is_author() -> None:
    found = part("inproceedings", "proceedings", of="title={P}, editor={Roe, Bo}")
    assert (found.authors, found.extra) == ((), (("editor", "Bo Roe"),))


def test_a_part_without_a_title_is_called_as_the_whole() -> None:
    for kind in ("inbook", "misc"):
        found, _ = papers(f"@{kind}{{a, crossref={{b}}, pages={{1}}}}\n@book{{b, title={{B}}}}")
        assert found.title == "B"


def test_what_is_handed_down_was_handed_down_before() -> None:
    *_, found = papers(
        """@mvbook{a, title={A}, author={Wick, Clara}, publisher={P}, xdata={d}}
        @xdata{d, series={S}, xdata={e}}
        @xdata{e, location={Rome}, keywords={verse}}
        @book{b, title={B}, volume={2}, crossref={a}, date={1975}}
        @inbook{c, title={C}, crossref={b}}"""
    )
    assert found.authors == ("Clara Wick",)
    assert found.journal_ref == "B, S 2 (1975)"


@for_each("reference", ["crossref", "xdata"])
def test_who_refers_to_each_other_takes_what_there_is(reference: str) -> None:
    found = papers(
        f"""@book{{a, title={{A}}, author={{Wick, Clara}}, {reference}={{b}}}}
        @book{{b, title={{B}}, publisher={{P}}, {reference}={{c}}}}
        @book{{c, title={{C}}, date={{1975}}, {reference}={{a}}}}
        @book{{d, title={{D}}, {reference}={{d}}}}"""
    )
    assert [one.title for one in found] == ["A", "B", "C", "D"]
    assert {one.authors for one in found[:3]} == {("Clara Wick",)}
    assert found[3].journal_ref is None


def test_data_for_others_are_taken_whole_from_a_list_in_its_order() -> None:
    (found,) = papers(
        """@xdata{names, author={Wick, Clara}, editor={Roe, Bo}, abstract={All}}
        @xdata{place, journaltitle={J}, date={1975}, doi={10.1234/a}, author={Holm, Otto}}
        @article{a, title={A}, xdata={names,
          Place, missing}, abstract={Mine}}"""
    )
    assert (found.authors, found.abstract) == (("Clara Wick",), "Mine")
    assert (found.journal_ref, str(found.doi)) == ("J (1975)", "10.1234/a")


# Commands of preambles

ENTRY = r"""@article{a, author={{\one{A}}lpha, Bo and \swap{H}{van der}, Cy and \vanE\ Loo, Di},
  title={\nuSTAR\ views of {\nuSTAR} data}, journal={\jn}, year={{\nothing{1973b}}1973}}
"""
DEFINITIONS = r"""\newcommand{\nothing}[1]{} \newcommand{\one}[1]{#1} \def\swap#1#2{#2#1}
  \providecommand{\vanE}{van der} \DeclareRobustCommand{\nuSTAR}{NuSTAR} \newcommand\jn{Journal}"""


@for_each(
    "text",
    [
        f'@preamble{{"{DEFINITIONS}"}}\n{ENTRY}',
        f"@PREAMBLE {{ {{{DEFINITIONS}}} }}\n{ENTRY}",
        f'@preamble("{DEFINITIONS}")\n{ENTRY}',
        f'{ENTRY}@preamble{{"{DEFINITIONS}"}}\n',
        f'@string{{d = "{DEFINITIONS}"}}\n@preamble{{ "x " # d }}\n{ENTRY}',
        f'@preamble{{"\\ifx\\x\\undefined " # {{{DEFINITIONS}}} # "\\fi"}}\n{ENTRY}',
        f'@preamble{{"\\newcommand{{\\x}}{{y}}"}}\n@preamble{{"{DEFINITIONS}"}}\n{ENTRY}',
    ],
)
def test_commands_are_put_in_wherever_they_are_defined(text: str) -> None:
    (paper,) = papers(text)
    assert [to_text(name) for name in paper.authors] == [
        "Bo Alpha",
        "Cy van derH",
        "Di van der Loo",
    ]
    assert to_text(paper.title or "") == "NuSTAR views of NuSTAR data"
    assert paper.journal_ref == "Journal (1973)"
    assert str(paper.created) == "1973"


def test_an_entry_that_inherits_has_the_commands_too() -> None:
    (paper, _) = papers(
        r'@preamble{"\newcommand{\nuSTAR}{NuSTAR}"}'
        "@inproceedings{a, title={T}, author={A B}, crossref={b}}"
        "@proceedings{b, title={\\nuSTAR\\ meeting}, year=2001}"
    )
    assert "NuSTAR" in to_text(paper.journal_ref or "")


def test_what_is_copied_needs_no_preamble() -> None:
    (paper,) = papers(f'@preamble{{"{DEFINITIONS}"}}\n{ENTRY}')
    entry = bibtex.dumps(paper, "key")
    assert "nuSTAR" not in entry
    assert papers(entry)[0].authors == paper.authors


def test_without_a_definition_a_command_is_shown_as_written() -> None:
    (paper,) = papers(r"@article{a, title={\nuSTAR\ views}, author={\vanE{} Loo}}")
    assert to_text(paper.title or "") == r"\nuSTAR views"
