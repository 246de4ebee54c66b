"""Names in BibTeX that are hard to part: with options, lone braces, or semicolons within."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperview.sources.formats.bibtex.names import names
from paperview.tex import to_text
from tests.cases import for_each
from tests.sources.formats.bibsupport import faults, paper


@for_each(
    ("field", "found"),
    [
        ("id=x1, family=Deur, given=Alex and sortingnamekeytemplatename=snk, given=Bo, family=Ek",
         ["Alex Deur", "Bo Ek"]),
        ("nosortothers=true and Ek, Bo and Deur, Alex", ["Bo Ek", "Alex Deur"]),
        ("useprefix=true and uniquelist=minyear and Ek, Bo and others", ["Bo Ek"]),
        ("gender=sm, family=Deur, given=Alex", ["Alex Deur"]),
        ("hash=abc, given=Alex, family=Deur and Ek, Bo", ["Alex Deur", "Bo Ek"]),
        ("family=Deur, given=Alex, prefix=van, useprefix=true", ["Alex van Deur"]),
        ("useprefix = false , prefix = d', family = Deur", ["d'Deur"]),
        ("family=Deur", ["Deur"]),
        ("given=Alex", ["Alex"]),
        ("given-i=A, family=Deur", ["A Deur"]),
        ("given={Alex, the}, family={Deur and Sons}", ["Alex, the Deur and Sons"]),
        ('"family={Robert and Sons, Inc.}" and given=Bo, family=Ek',
         ["Robert and Sons, Inc.", "Bo Ek"]),
        ("given=Ivan, patronymic=Petrovich, family=Pavlov", ["Ivan Petrovich Pavlov"]),
        ("family:Deur, given:Alex", ["Alex Deur"]),
        ("FAMILY=Bennett, Given=Frank G., suffix=Jr., juniorcomma=true", ["Frank G. Bennett Jr."]),
        ("Family, Ann and Given, Bo and Prefix Id", ["Ann Family", "Bo Given", "Prefix Id"]),
    ],
)  # fmt: skip
def test_options_of_names_are_no_names(field: str, found: list[str]) -> None:
    assert names(field) == found


@for_each(
    ("field", "found"),
    [
        ("{Sylvie Thi\\{'ebaux and Bo Ek and Cy Dee}", ["Sylvie Thiébaux", "Bo Ek", "Cy Dee"]),
        ("{Smith\\}, John and Doe, Jane and Poe, Ed}", ["John Smith", "Jane Doe", "Ed Poe"]),
        ('"A {B and C D and {NASA and ESA}"', ["A B", "C D", "NASA and ESA"]),
        ("{Gr{\\\"o\\}{\\ss}e, Al and Bo Ek}", ["Al Größe", "Bo Ek"]),
    ],
)  # fmt: skip
def test_a_brace_without_a_partner_encloses_no_names(field: str, found: list[str]) -> None:
    assert [to_text(name) for name in paper(f"author = {field}").authors] == found


@for_each(
    "text",
    [
        "@misc{k, author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek}, title={T}}",
        "@misc{k,\n author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek},\n title={T}\n}",
        "@misc{k,\n title={T},\n author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek}\n}\n",
        "@misc{k, title={T}, author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek}}",
        "@misc{k, title={T}, author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek}, year=2019}",
        "@misc{k,\n title={T},\n author={Jo{\\~a}o M and {\\'{E}tienne and Bo Ek},\nyear=2019\n}",
    ],
)
def test_nor_does_one_that_nothing_in_the_entry_closes(text: str) -> None:
    found, reasons = faults(text)
    assert found.title == "T"
    assert [to_text(name) for name in found.authors] == ["João M", "Étienne", "Bo Ek"]
    assert reasons == [
        "the closing brace of the field 'author' is missing; read as if it were there"
    ]


@for_each(
    ("field", "found"),
    [
        ("M&uuml;ller, Hans", ["Hans Müller"]),
        ("M&uuml;ller, Hans and O&#8217;Neil, Pat and Garc&#xed;a, J.",
         ["Hans Müller", "Pat O’Neil", "J. García"]),
        ("Hans M&uuml;ller; Pat O&#39;Neil", ["Hans Müller", "Pat O'Neil"]),
        ("Hans M&amp;uuml;ller", ["Hans Müller"]),
        ("Simon &amp; Schuster", ["Simon & Schuster"]),
    ],
)  # fmt: skip
def test_the_semicolon_of_a_character_parts_no_names(field: str, found: list[str]) -> None:
    assert names(field) == found


_WORDS = ["Doe", "Ann", " and ", ", ", "{", "}", "\\{", "\\}", "family=", "id=1, ", "; ", "&uuml;"]


@given(st.lists(st.sampled_from(_WORDS), max_size=12))
def test_every_word_of_the_names_is_in_one(words: list[str]) -> None:
    found = " ".join(names("".join(words)))
    if "=" not in "".join(words):
        assert found.count("Doe") == words.count("Doe")
        assert found.count("Ann") == words.count("Ann")
