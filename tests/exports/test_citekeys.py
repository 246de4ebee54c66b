"""Citation keys by a pattern of the user's."""

from __future__ import annotations

from paperview.exports import use_cite_keys
from paperview.exports.citekeys import FIELDS, PATTERN, key
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Paper
from paperview.settings import table
from tests.cases import for_each

PAPER = Paper(
    arxiv_id=ArxivId("2301.00001"),
    title="On the Étude of bees and tides",
    authors=("Zoë van Lund", "Bo Ek", "Cy Fu", "Di Go"),
    created=PartialDate(2023, 1, 5),
    name="own:key",
)


@for_each(
    ("pattern", "made"),
    [
        (PATTERN, "lund2023etude"),
        ("{Author:3}{yy}", "Lun23"),
        ("{AUTHOR}_{title:2}", "LUND_et"),
        ("{Authors}-{year}", "LundEkFuEtal-2023"),
        ("{ShortTitle}", "Etude" + "Bees" + "Tides"),
        ("x:{id}", "x:2301.00001"),
    ],
)
def test_a_pattern_makes_keys(pattern: str, made: str) -> None:
    assert table.CITATION_KEY.kind.read(pattern) == pattern
    use_cite_keys(pattern, keeps_own=False)
    assert key(PAPER) == made
    use_cite_keys(pattern, keeps_own=True)
    assert key(PAPER) == "own:key"


def test_a_paper_that_lacks_a_field_has_its_id() -> None:
    use_cite_keys("{author}{year}", keeps_own=False)
    assert key(Paper(arxiv_id=ArxivId("2301.00001"), title="We.")) == "arXiv_2301_00001"
    assert key(Paper(title="Bees.")) == "bees"


def test_the_setting_knows_the_fields_and_the_usual_pattern() -> None:
    said = table.CITATION_KEY.kind.said
    assert said.partition(", of ")[2].split(", ") == list(FIELDS)
    assert table.CITATION_KEY.default == PATTERN
