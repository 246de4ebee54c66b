"""The shelf keeps what the user adds, and gives it back for the same paper in any file."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperview.library.shelving import why_not
from paperview.model.paper import UNREADABLE, ArxivId, Doi, Paper
from paperview.shelf import Shelf
from tests.shelf.support import paper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "shelf.db"


def test_reading_leaves_no_file_behind(path: Path) -> None:
    shelf = Shelf(path)
    assert not shelf.state(paper(1)).is_starred
    assert not shelf.changed()
    assert shelf.close()
    assert not path.parent.exists()


def test_everything_is_there_in_the_next_run(path: Path) -> None:
    shelf = Shelf(path)
    one, two = paper(1), paper(2)
    assert shelf.star([one, two]).papers == 2
    shelf.mark_read([one])
    shelf.tag([one], ["to read", 'say "hi"'])
    shelf.note(two, "# Idea\r\n\tuse \x1b[31mred\x1b[0m\n")
    shelf.opened(two)
    # Not closed, as after kill -9.
    again = Shelf(path)
    state = again.state(one)
    assert (state.is_starred, state.is_read, state.tags) == (True, True, ('say "hi"', "to read"))
    noted = again.state(two)
    assert noted.note == "# Idea\n    use \u241b[31mred\u241b[0m\n"
    assert noted.opened is not None
    assert again.tags() == {'say "hi"': 1, "to read": 1}
    assert path.stat().st_mode & 0o077 == 0


def test_a_paper_that_cant_be_read_any_more_gets_no_entry(path: Path) -> None:
    shelf = Shelf(path)
    assert shelf.star([UNREADABLE, paper(1)]).papers == 1
    shelf.was_read(UNREADABLE)
    assert not shelf.note(UNREADABLE, "lost").what
    assert not shelf.merge([UNREADABLE, paper(1)]).what
    assert not shelf.keep_apart(UNREADABLE, paper(1)).what
    assert shelf.state(UNREADABLE) == shelf.state(paper(2))
    assert "can't be read" in (why_not([UNREADABLE]) or "")


def test_a_paper_meets_its_entry_by_any_id_that_a_source_gives(path: Path) -> None:
    shelf = Shelf(path)
    bare = Paper(title="A theory of everything and more", authors=("Ann Van One",))
    shelf.star([bare])
    full = Paper(
        arxiv_id=ArxivId.parse("2304.00001v2"),
        doi=Doi.parse("10.1000/ABC"),
        title="A Theory of {Everything} and More",
        authors=("Van One, A.", "Someone Else"),
    )
    assert shelf.state(full).is_starred
    shelf.tag([full], ["x"])
    assert shelf.state(Paper(doi=Doi.parse("10.1000/abc"))).tags == ("x",)
    assert shelf.state(Paper(arxiv_id=ArxivId.parse("2304.00001"))).is_starred
    assert shelf.state(bare).tags == ("x",)
    assert Shelf(path).state(bare) == shelf.state(full)


def test_chapters_with_the_doi_of_their_book_are_kept_apart(path: Path) -> None:
    shelf = Shelf(path)
    doi = Doi.parse("10.1007/978-3-16")
    first = Paper(doi=doi, title="Gardens of northern mountains", authors=("Ann One",))
    second = Paper(doi=doi, title="Rivers beyond southern deserts", authors=("Bo Two",))
    shelf.star([first])
    assert not shelf.state(second).is_starred
    shelf.note(second, "mine")
    assert not shelf.state(first).note
    assert shelf.state(second).note


def test_a_paper_without_ids_belongs_to_one_of_two_papers_with_its_title(path: Path) -> None:
    title = "A theory of everything and more"
    bare = Paper(title=title, authors=("Ann One",))
    one, two = (
        Paper(arxiv_id=ArxivId.parse(f"2304.0000{n}"), title=title, authors=("Ann One",))
        for n in (1, 2)
    )
    shelf = Shelf(path)
    shelf.tag([bare], ["bare"])
    assert shelf.state(one).tags == shelf.state(two).tags == ("bare",)  # it may be either
    shelf.star([one])
    shelf.mark_read([two])
    for again in (shelf, Shelf(path)):
        state = again.state(bare)
        assert (state.is_starred, state.is_read, state.tags) == (True, False, ("bare",))
        assert again.state(one) == state
        assert (again.state(two).is_starred, again.state(two).is_read) == (False, True)
        assert again.state(two).tags == ()


def test_entries_that_turn_out_to_be_one_are_united_by_the_next_change(path: Path) -> None:
    shelf = Shelf(path)
    by_arxiv, by_doi = paper(1), paper(1, arxiv=False, doi=True)
    shelf.star([by_arxiv])
    shelf.tag([by_doi], ["x"])
    shelf.note(by_arxiv, "older")
    shelf.note(by_doi, "newer")
    assert not shelf.state(by_arxiv).tags
    both = paper(1, doi=True)
    assert shelf.state(both).is_starred
    assert shelf.state(both).tags == ("x",)
    shelf.mark_read([both])
    for one in (by_arxiv, by_doi, both):
        assert Shelf(path).state(one) == shelf.state(both)
    assert shelf.state(by_doi).is_starred
    shelf.tag([by_arxiv], remove=["x"])
    assert not Shelf(path).state(by_doi).tags
    shelf.undo()
    shelf.undo()
    assert shelf.state(both) == shelf.state(by_doi) == shelf.state(by_arxiv)
    assert (shelf.state(both).is_read, shelf.state(both).tags) == (False, ("x",))
    assert shelf.state(both).note == "older\n\n---\n\nnewer"
    shelf.note(both, "newest")
    assert Shelf(path).state(both).note == "newest"


def test_papers_that_the_user_merged_share_their_entry_until_that_is_undone(path: Path) -> None:
    shelf = Shelf(path)
    one, two = paper(1), paper(2)
    shelf.note(one, "preprint")
    shelf.star([one])
    shelf.note(two, "journal version")
    assert shelf.merge([one, two]).what
    assert not shelf.merge([one, two]).what
    assert shelf.are_merged(one, two)
    assert shelf.state(one) == shelf.state(two)
    assert shelf.state(one).note == "preprint\n\n---\n\njournal version"
    assert shelf.undo().what == "merged"
    assert not shelf.are_merged(one, two)
    assert shelf.state(one).is_starred
    assert shelf.state(one).note == "preprint"
    assert not shelf.state(two).is_starred
    assert shelf.state(two).note == "journal version"
    shelf.redo()
    assert shelf.state(two).is_starred
    assert shelf.state(two).note == "preprint\n\n---\n\njournal version"


def test_one_step_undoes_a_change_to_many_papers_but_not_what_others_did_since(path: Path) -> None:
    mine, theirs = Shelf(path), Shelf(path)
    papers = [paper(number) for number in range(10)]
    mine.star(papers)
    assert theirs.changed()
    theirs.star(papers[:3], on=False)
    done = mine.undo()
    assert (done.papers, done.skipped) == (10, 3)
    assert mine.changed() is False
    assert not any(mine.state(one).is_starred for one in papers)
    mine.redo()
    assert [mine.state(one).is_starred for one in papers] == [False] * 3 + [True] * 7


def test_saved_filters_keep_their_order_and_names(path: Path) -> None:
    shelf = Shelf(path)
    for name in ("new", "mine", "old"):
        shelf.save_filter(name, f"tag:{name}")
    shelf.move_filter("old", 0)
    shelf.rename_filter("mine", "ours\x1b")
    assert [(one.name, one.query) for one in Shelf(path).filters()] == [
        ("old", "tag:old"),
        ("new", "tag:new"),
        ("ours", "tag:mine"),
    ]
    shelf.rename_filter("old", "new")
    assert [one.query for one in shelf.filters()] == ["tag:old", "tag:mine"]
    shelf.delete_filter("ours")
    assert [one.name for one in shelf.filters()] == ["new"]
    shelf.undo()
    shelf.undo()
    assert [one.name for one in shelf.filters()] == ["old", "new", "ours"]


def test_views_and_pairs_of_different_papers_are_remembered(path: Path) -> None:
    shelf = Shelf(path)
    shelf.keep_view(["b.txt", "a.txt"], {"filter": "x", "split": 40})
    shelf.keep_apart(paper(1), paper(2, doi=True))
    again = Shelf(path)
    assert again.view(["a.txt", "b.txt"]) == {"filter": "x", "split": 40}
    assert again.view(["a.txt"]) == {}
    assert again.are_different(paper(2), paper(1, doi=True))
    assert not again.are_different(paper(1), paper(3))
