"""Abbreviations in BibTeX: their expansion, and the problems of broken ones."""

from __future__ import annotations

from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.bibsupport import faults, paper, papers, read


def test_they_may_stand_anywhere_and_of_two_definitions_the_one_before_counts() -> None:
    first, second, third = papers(
        """@misc{a, title = x # " and " # Y # { more}, note = jan # "~1"}
        @string(x = "X") @string{Y = {Y}}
        @string{x = "New"}
        @misc{b, title = x} @string{z = x # y}
        @misc{c, title = Z}"""
    )
    assert (first.title, first.comments) == ("X and Y more", "jan~1")
    assert (second.title, third.title) == ("New", "NewY")


def test_one_that_needs_others_further_down_is_made_of_them() -> None:
    (found,) = papers(
        """@article{a, title={T}, journal = both}
        @string{both = pre # " Lett."} @string{pre = phys # " Rev."} @string{phys = "Phys."}"""
    )
    assert found.journal_ref == "Phys. Rev. Lett."


def test_one_that_nothing_defines_is_told_with_the_line_and_shown_as_it_stands() -> None:
    found = read("@misc{a, title={A}}\n\n@article{b,\n title = {B},\n journal = prl,\n volume = 7}")
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert (problem.line, problem.lost) == (3, False)
    assert problem.reason == (
        "the field 'journal' needs the @string 'prl', which is missing; shown as written"
    )
    assert getattr(found[1], "journal_ref", "") == "prl 7"


@for_each("value", ['{A } # prl # " B"', "{A } # {prl} # { B}", '"A " # prl # { B}'])
def test_one_among_other_parts_is_told_if_it_is_one(value: str) -> None:
    found, reasons = faults(f"@misc{{a, title={{T}}, note={value}}}")
    assert found.comments == "A prl B"
    assert bool(reasons) == ("{prl}" not in value)


@for_each("month", ["jan", "MAY", "Dec", "march", "Sept"])
def test_a_month_needs_no_definition(month: str) -> None:
    found = paper("year = 2019", f"month = {month}")
    assert found.created is not None
    assert found.created.month in (1, 3, 5, 9, 12)


def test_a_comma_behind_a_definition_is_no_part_of_it() -> None:
    (found,) = papers('@string{foo = "a", } @misc{k, title=foo}')
    assert found.title == "a"


def test_what_styles_define_counts_up_to_another_definition() -> None:
    assert paper("journal = jacm").journal_ref == "Journal of the ACM"
    first, second = papers(
        """@misc{a, title={T}, journal=JACM, month=mar, year=2019}
        @string{jacm = "J. ACM"} @string{mar = {M{\\"a}rz}}
        @misc{b, title={T}, journal=jacm}"""
    )
    assert (first.journal_ref, str(first.created)) == ("Journal of the ACM (2019)", "2019-03")
    assert second.journal_ref == "J. ACM"


@for_each("field", ["year = 2019", "volume = 7b", "journal = \\apj", "isbn = foo"])
def test_what_is_no_abbreviation_is_no_problem(field: str) -> None:
    paper(field)


@for_each("name", ["_jb", "+jb", "\\jb", "ä"])
def test_one_may_begin_with_any_sign_but_a_digit(name: str) -> None:
    (found,) = papers(
        f'@string{{{name} = "J. Bio."}} @misc{{a, title={{T}}, journal={name} # {{ B}}}}'
    )
    assert found.journal_ref == "J. Bio. B"


def test_a_date_that_is_none_is_told_once_and_a_month_that_is_none_is_left_out() -> None:
    _, reasons = faults("@misc{k, title={T}, year=forthcoming}")
    assert reasons == ["'forthcoming' is not a date; shown without it"]
    found, reasons = faults("@misc{k, title={T}, year=2019, month=spring}")
    assert str(found.created) == "2019"
    assert reasons == [
        "the field 'month' needs the @string 'spring', which is missing; read as written"
    ]


def test_words_without_braces_are_no_abbreviation() -> None:
    assert paper("note = To be published").comments == "To be published"


def test_one_that_is_missing_in_a_definition_is_told_where_it_is_used() -> None:
    found, reasons = faults(
        '@string{x = {A } # pub} @misc{a, title={T}, note=x # ", " # x, keywords=x}'
    )
    assert found.comments == "A pub, A pub"
    assert reasons == [
        f"the field '{name}' needs the @string 'pub', which is missing; shown as written"
        for name in ("note", "keywords")
    ]


@for_each(
    ("definitions", "text"),
    [
        ('@string{a = a # "x"}', "x"),
        ('@string{a = b # "x"} @string{b = a # "y"}', "yx"),
        ('@string{a = b # "x"} @string{b = c # "y"} @string{c = a # "z"}', "zyx"),
        ('@string{a = "x"} @string{a = a # "y"}', "y"),
    ],
)
def test_a_circle_of_definitions_is_told_and_gives_what_else_they_say(
    definitions: str, text: str
) -> None:
    entry = "@misc{k, title = {On } # a}"
    where = f"{definitions}\n{entry}", f"{entry}\n{definitions}\n{entry}"
    reason = "the field 'title' needs the @string 'a', which is made of itself; shown without it"
    for found in (faults(where[0]), faults(where[0].replace(" ", "\n"))):
        assert (found[0].title, found[1]) == (f"On {text}", [reason])
    *_, paper, problem = read(where[1])
    assert getattr(paper, "title", "") == f"On {text}"
    assert getattr(problem, "reason", "") == reason


@for_each(("is_before", "text"), [(True, "y"), (False, "xy")])
def test_the_first_that_is_needed_of_a_circle_is_made_of_the_others(
    *, is_before: bool, text: str
) -> None:
    entry, circle = "@misc{k, title = b}", '@string{a = b # "x"} @string{b = a # "y"}'
    found, reasons = faults(f"{circle} {entry}" if is_before else f"{entry} {circle}")
    assert found.title == text
    assert len(reasons) == 1


def test_a_row_of_definitions_may_be_long() -> None:
    row = [f'@string{{a{n} = a{n + 1} # "x"}}' for n in range(1_500)] + ['@string{a1500 = "y"}']
    for definitions in ("\n".join(row), "\n".join(reversed(row))):
        for text in (f"{definitions} @misc{{k, title=a0}}", f"@misc{{k, title=a0}} {definitions}"):
            (found,) = papers(text)
            assert found.title == "y" + "x" * 1_500


def test_an_entry_that_others_refer_to_has_the_definitions_before_it() -> None:
    row = "".join(f'@string{{a{n} = a{n - 1} # "x"}}' for n in range(1, 31))
    *_, found = papers(
        f"""@string{{a0 = "y"}} {row} @string{{b = "B"}} @string{{b = "C"}}
        @proceedings{{p, title={{P}}, publisher=a30, series=b}}
        @inproceedings{{k, title={{T}}, crossref={{p}}, volume=3}}"""
    )
    assert found.journal_ref == "P, C 3"
    (found,) = papers(
        f"""@string{{a0 = "y"}} {row}
        @xdata{{x, publisher=a30}} @misc{{k, title={{T}}, xdata={{x}}}}"""
    )
    assert found.journal_ref == "y" + "x" * 30


@for_each("definition", ["", "@string{z = x # x # x # {.} # x} @string{x = z}"])
def test_a_text_of_abbreviations_has_an_end(definition: str) -> None:
    long = "".join(f"{number:5}" for number in range(400))
    value = " # ".join(["x"] * 1_000)
    found, reasons = faults(
        f'@string{{x = "{long}"}} {definition} @misc{{k, title={{T}}, abstract={{A }} # {value}}}'
    )
    assert len(found.abstract or "") < 2_100
    assert (found.abstract or "").endswith(" 399…")
    assert len(reasons) == 1
    assert "needs @strings of more than 2,000 characters" in reasons[0]
