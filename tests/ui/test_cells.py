"""Texts in terminal columns: whatever is in them, nothing is wider than its place."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperview.text.ascii import use_ascii
from paperview.ui.render.cells import file_name, fit, runs, shortened, shown, width_of
from tests.cases import for_each

WRITING = "aB1 ,é漢字한ไทยעבערב👩‍🔬🏽🇫🇷e\u0301n\u0303\u200b\ufe0f\u00ad∑α—…\n\t"
TEXTS = st.text(st.one_of(st.sampled_from(WRITING), st.characters(exclude_categories=["Cs"])))
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(["title", "match"])), max_size=6)


@given(LINES, st.integers(0, 60))
def test_a_line_never_exceeds_its_width(line: list[tuple[str, str]], width: int) -> None:
    fitted = fit(line, width)
    assert width_of(fitted) <= width
    assert sum(cell_len(text) for text, _ in fitted) == width_of(fitted)


@given(LINES, st.integers(0, 60))
def test_a_line_is_cut_only_where_it_must_be(line: list[tuple[str, str]], width: int) -> None:
    fitted = fit(line, width)
    if width_of(line) <= width:
        assert fitted == line
    elif width:
        assert fitted[-1][0].endswith("…")


def test_a_wide_character_is_not_halved() -> None:
    assert fit([("漢字漢字", "title")], 4) == [("漢 ", "title"), ("…", "title")]
    assert fit([("漢字漢字", "title")], 5) == [("漢字", "title"), ("…", "title")]


@given(TEXTS, st.integers(0, 60))
def test_a_text_cut_in_its_middle_keeps_both_ends(text: str, width: int) -> None:
    cut = shortened(text, width)
    if cell_len(text) <= width:
        assert cut == text
    else:
        assert cell_len(cut) <= width
        _, mark, end = cut.rpartition("…")
        assert text.endswith(end)
        assert mark or not width


def test_of_a_file_name_start_and_ending_are_kept() -> None:
    assert shortened("deep-learning-2023.bib", 12) == "deep-l…3.bib"
    assert shortened("学习学习学习.bib", 9) == "学习….bib"
    assert shortened("学习学习", 5) == "学…习"


@given(TEXTS, st.data())
def test_runs_hold_the_whole_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    line = runs(text, spans, "plain", "match")
    assert "".join(part for part, _ in line) == text
    matched = "".join(part for part, style in line if style == "match")
    assert matched == "".join(text[start:end] for start, end in spans)


@given(TEXTS)
def test_what_terminals_disagree_about_is_not_shown(text: str) -> None:
    one_line = shown(text)
    assert "\n" not in one_line
    assert not set(one_line) & set("\ufe0e\ufe0f\u200b\u200c\u200d🏻🏼🏽🏾🏿")
    assert shown(one_line) == one_line


def test_ordinary_text_is_shown_as_it_is() -> None:
    for text in ("plain ASCII", "Erdős–Rényi", "漢字 한글 ไทย", "שלום עולם", "e\u0301", "🔬🇫🇷"):
        assert shown(text) == text


@for_each(
    ("name", "called"),
    [
        ("papers/refs.bib", "refs.bib"),
        ("papers/", "papers"),
        ("old/all.zip:sub/refs.bib", "all.zip:sub/refs.bib"),
        ("/dev/fd/63", "/dev/fd/63"),
    ],
)
def test_a_source_is_called_by_what_tells_it_from_others(name: str, called: str) -> None:
    assert file_name(name) == called


def test_an_ellipsis_in_ascii_takes_its_room() -> None:
    try:
        use_ascii(True)
        for width in range(8):
            line = fit([("Tides", "title"), (" in bays", "title")], width)
            assert width_of(line) == width
            assert "Tides in bays".startswith("".join(text for text, _ in line).rstrip("."))
            assert cell_len(shortened("Tides in bays", width)) == width
        assert shortened("Tides in bays", 9) == "Tid...ays"
    finally:
        use_ascii(False)
