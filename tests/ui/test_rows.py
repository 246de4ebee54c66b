"""How a paper looks in the list: which part of it says why it was found."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from paperview.index.fields import ANYWHERE
from paperview.index.results import MatchedToken
from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.model.written_dates import written
from paperview.settings import table
from paperview.ui.render.cells import Line, width_of
from paperview.ui.render.look import Look
from paperview.ui.render.page import View, page
from paperview.ui.render.rows import COLUMNS, row
from paperview.ui.widgets.paper_list import PaperList
from tests.cases import for_each
from tests.ui.test_cells import TEXTS

PAPER = Paper(
    arxiv_id=ArxivId("2301.00001"),
    doi=Doi("10.1000/bees"),
    title="How bees dance",
    authors=("Ada Lund", "Bo Ek"),
    abstract="Honey bees tell each other by a dance where the flowers are. " * 3 + "They hum.",
    comments="3 pages, 2 figures",
    categories=("q-bio.PE", "cs.MA"),
    created=PartialDate(2023, 1, 5),
)
UNTITLED = Paper(arxiv_id=ArxivId("2301.00002"), abstract=PAPER.abstract, created=PAPER.created)


def drawn(paper: Paper, *tokens: str, width: int = 60, height: int = 2) -> list[str]:
    """Return a row's lines as text, what is marked as a match in brackets."""
    terms = tuple(MatchedToken(token, ANYWHERE) for token in tokens)
    return [marked(line).rstrip() for line in row(paper, terms, width, height)]


def marked(line: Line) -> str:
    return "".join(f"[{text}]" if style == "match" else text for text, style in line)


def styles(paper: Paper, *tokens: str, height: int = 2) -> list[set[str]]:
    terms = tuple(MatchedToken(token, ANYWHERE) for token in tokens)
    return [
        {style for text, style in line if text.strip()} for line in row(paper, terms, 60, height)
    ]


def test_a_row_has_month_title_id_and_authors() -> None:
    assert drawn(PAPER) == ["2023-01  How bees dance", "         2301.00001 · Ada Lund, Bo Ek"]
    assert drawn(PAPER, height=1) == ["2023-01  How bees dance"]
    assert styles(PAPER) == [{"date", "title"}, {"below"}]


def test_columns_stand_in_the_order_and_width_that_are_set() -> None:
    look = Look(columns=(("id", 0), ("categories", 5), ("date", 10)))

    def first(width: int, look: Look) -> str:
        return marked(row(PAPER, (), width, 2, look=look)[0]).rstrip()

    assert first(60, look) == "2301.00001    q-bi…  2023-01-05  How bees dance"
    assert first(51, look) == "2301.00001    q-bi…  How bees dance", "a title takes 19 columns"
    assert first(28, Look()) == "2023-01  How bees dance"
    assert first(27, Look()) == "How bees dance"
    assert first(60, Look(columns=())) == "How bees dance"
    assert first(60, Look(columns=(("authors", 0),), list_authors=1)) == (
        "Ada Lund et al.       How bees dance"
    )


def test_the_settings_have_every_column() -> None:
    assert table.LIST_COLUMNS.kind.read([column.name for column in COLUMNS])
    assert all(column.name in table.LIST_COLUMNS.kind.said for column in COLUMNS)


@for_each(
    ("form", "texts"),
    [
        ("iso", ["2022-06-07", "2022-06-07", "2022-06", "2022"]),
        ("day-first", ["7 Jun 2022", "7 Jun 2022", "Jun 2022", "2022"]),
        ("month-first", ["Jun 7, 2022", "Jun 2022", "Jun 2022", "2022"]),
    ],
)
def test_a_date_is_as_exact_as_its_room_allows(form: str, texts: list[str]) -> None:
    day = PartialDate(2022, 6, 7)
    assert [written(day, form, width) for width in (None, 10, 8, 5)] == texts
    assert written(PartialDate(2022), form) == "2022"


def test_the_list_has_a_style_for_each_column() -> None:
    assert {f"paper-list--{column.style}" for column in COLUMNS} <= PaperList.COMPONENT_CLASSES


def test_a_match_in_the_title_is_marked_there() -> None:
    assert drawn(PAPER, "danc") == [
        "2023-01  How bees [danc]e",
        "         2301.00001 · Ada Lund, Bo Ek",
    ]
    assert drawn(PAPER, "bees", height=1) == ["2023-01  How [bees] dance"]


@for_each(
    ("token", "below"),
    [
        ("lund", "Ada [Lund], Bo Ek"),
        ("honey", "[Honey] bees tell each other by a [dance] where the flowers are.…"),
        ("hum", "…flowers are. They [hum]."),
        ("figures", "3 pages, 2 [figures]"),
        ("2301", "arXiv:[2301].00001"),
        ("10.1000", "[10.1000]/bees"),
        ("cs.ma", "q-bio.PE [cs.MA]"),
    ],
)
def test_what_the_title_does_not_match_is_shown_below_it(token: str, below: str) -> None:
    first, second = drawn(PAPER, "dance", token, width=70)
    assert first == "2023-01  How bees [dance]"
    assert second.strip() == below


def test_a_match_elsewhere_stands_behind_the_title_in_one_line() -> None:
    assert drawn(PAPER, "lund", height=1) == ["2023-01  How bees dance  Ada [Lund], Bo Ek"]
    (line,) = drawn(PAPER, "hum", height=1)
    assert line.startswith("2023-01  How bees dance  …")
    assert "[hum]" in line


def test_a_long_title_leaves_room_for_the_match() -> None:
    long = Paper(arxiv_id=PAPER.arxiv_id, title="How " + "very " * 30 + "long", authors=("A Lund",))
    (line,) = drawn(long, "lund", height=1)
    assert line.endswith("…  A [Lund]")


def test_a_narrow_row_shows_the_title_alone() -> None:
    assert drawn(PAPER, "lund", width=26, height=1) == ["How bees dance"]
    assert drawn(PAPER, width=27)[0] == "How bees dance"
    assert drawn(PAPER, width=28)[0] == "2023-01  How bees dance"


def test_an_untitled_paper_shows_a_label_in_its_own_style() -> None:
    assert drawn(UNTITLED) == [
        "2023-01  Honey bees tell each other by a dance where the fl…",
        "         2301.00002",
    ]
    assert styles(UNTITLED) == [{"date", "label"}, {"below"}]
    assert styles(UNTITLED, height=1) == [{"date", "label"}]


def test_a_match_that_the_label_shows_is_not_shown_twice() -> None:
    assert drawn(UNTITLED, "honey") == [
        "2023-01  [Honey] bees tell each other by a dance where the fl…",
        "         2301.00002",
    ]


def test_a_match_further_on_in_an_untitled_paper_is_shown() -> None:
    first, second = drawn(UNTITLED, "hum")
    assert first == "2023-01  Honey bees tell each other by a dance where the fl…"
    assert second.startswith("         …")
    assert "[hum]" in second
    (line,) = drawn(UNTITLED, "hum", height=1)
    assert "[hum]" in line
    assert styles(UNTITLED, "hum", height=1) == [{"date", "label", "match"}]


def test_a_match_that_the_label_has_no_room_for_is_shown() -> None:
    first, second = drawn(UNTITLED, "honey", "hum")
    assert first == "2023-01  [Honey] bees tell each other by a dance where the fl…"
    assert second.endswith("They [hum].")


def test_many_authors_are_shortened() -> None:
    crowd = Paper(
        arxiv_id=PAPER.arxiv_id, title="T", authors=tuple(f"Person {n}" for n in range(9))
    )
    assert drawn(crowd)[1].strip() == "2301.00001 · Person 0 et al."
    assert "[Person] 7" not in drawn(crowd)[1]


def test_a_text_of_megabytes_is_shown_in_part() -> None:
    endless = Paper(title="How bees dance", abstract="bees and " * 1_000_000)
    read = page(endless, (), View()).content.plain
    assert read.endswith("bees and be … 8,980,000 more characters; paperview show prints all")
    assert len(read) < 21_000
    assert drawn(replace(endless, title="Bees " * 1_000_000))[0].startswith("         Bees Bees")


def test_a_paper_that_is_nothing_but_an_id() -> None:
    assert drawn(Paper(arxiv_id=ArxivId("2301.00003")))[0] == "2023-01  arXiv:2301.00003"
    assert drawn(Paper(doi=Doi("10.1000/x")), width=20)[0] == "doi:10.1000/x"


def test_tex_reads_as_text() -> None:
    paper = Paper(arxiv_id=PAPER.arxiv_id, title="On $O(n^2)$ {\\em heaps}", abstract="$\\alpha$")
    assert drawn(paper)[0].strip() == "2023-01  On O(n²) heaps"


@for_each(
    ("title", "token", "line"),
    [
        ("हिन्दी भाषा के शोध", "भाषा", "हिन्दी [भाषा] के शोध"),
        ("हिन्दी भाषा", "हिन", "[हिन्]दी भाषा"),
        ("การบำบัดน้ำเสีย", "น้ํา", "การบำบัด[น้ำ]เสีย"),
        ("Vie\u0302\u0323t Nam", "nam", "Vie\u0302\u0323t [Nam]"),
        ("か\u3099っこうと学校", "学校", "か\u3099っこうと[学校]"),
        ("زبان فارسی", "فارس", "زبان [فارس]ی"),
    ],
)
def test_matches_with_marks_stand_in_their_columns(title: str, token: str, line: str) -> None:
    paper = Paper(arxiv_id=PAPER.arxiv_id, title=title)
    first = row(paper, (MatchedToken(token, ANYWHERE),), 60, 2)[0]
    assert marked(first).split("  ", 1)[1].rstrip() == line
    assert width_of(first) == width_of(row(paper, (), 60, 2)[0])


WORDS = ["a", "b1", "漢字", "é", "e\u0301", "ที่ไทย", "हिन्दी", "עבר", "👩‍🔬", "2301", "and so on,"]
PHRASES = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | TEXTS
PAPERS = st.builds(
    Paper,
    arxiv_id=st.just(PAPER.arxiv_id),
    doi=st.none() | st.just(PAPER.doi),
    title=st.none() | PHRASES,
    authors=st.lists(PHRASES, max_size=5).map(tuple),
    abstract=st.none() | PHRASES,
    comments=st.none() | PHRASES,
    created=st.none() | st.just(PAPER.created),
)
TOKENS = st.lists(
    st.sampled_from(["a", "b1", "漢", "字", "हिन", "e", "2301", "10.1000"]), max_size=3
)


@given(PAPERS, TOKENS, st.integers(1, 80), st.sampled_from([1, 2]))
def test_no_line_is_wider_than_the_list(
    paper: Paper, tokens: list[str], width: int, height: int
) -> None:
    lines = row(paper, tuple(MatchedToken(token, ANYWHERE) for token in tokens), width, height)
    assert len(lines) == height
    for line in lines:
        assert width_of(line) <= width
        assert not any("\n" in text for text, _ in line)


@for_each(
    ("width", "line"),
    [(60, "How bees dance  no robust and polygonal"), (40, "How bees dance")],
)
def test_a_row_of_one_line_tells_missing_words_only_beside_a_readable_title(
    width: int, line: str
) -> None:
    (only,) = row(PAPER, (), width, 1, missing=("robust", "polygonal"))
    assert marked(only).split("  ", 1)[1].rstrip() == line
