"""Forms in which people write fields, dates and names, from wherever they know them."""

from __future__ import annotations

from paperview.index.fields import ALIASES, FIELDS, FILTERS, UNSEARCHED
from paperview.index.query.parser import parse
from tests.cases import for_each
from tests.index.support import found, order, paper

PAPERS = [
    paper("deep nets", "of seas", authors=["Yann LeCun"], created="2015-03-01"),
    paper("seas", "deep", authors=["Ann Lee"], categories=["math.AG", "cs.LG"], created="2016"),
    paper("tides", comments="deep", categories=["math.NT"], created="2018-12-31", doi="10.1/a"),
    paper("moon", arxiv_id="2401.00001", created="2020-06-05", authors=["Deep Lund"]),
]


@for_each(
    ("text", "numbers"),
    [
        ('year:"2015"', {0}),
        ("year: 2015", {0}),
        ("year : 2015", {0}),
        ("year=2015", {0}),
        ("year==2015", {0}),
        ("year = 2015", {0}),
        ("Year:2015", {0}),
        ("date:2015", {0}),
        ("published:2015", {0}),
        ("year>=2018", {2, 3}),
        ("year >= 2018", {2, 3}),
        ("year≥2018", {2, 3}),
        ("year>2018", {3}),
        ("year<2018", {0, 1}),
        ("year<=2018", {0, 1, 2}),
        ("year:>2016", {2, 3}),
        ("year:>=2016", {1, 2, 3}),
        ("year: < 2016", {0}),
        ("year!=2015", {1, 2, 3}),
        ("year>2018-12-30", {2, 3}),
        ("year:2015-2016", {0, 1}),
        ("year:2015–2016", {0, 1}),
        ("year:2015..2016", {0, 1}),
        ("year:2015...2016", {0, 1}),
        ("year:2016..", {1, 2, 3}),
        ("year:..2016", {0, 1}),
        ("year:[2015 TO 2016]", {0, 1}),
        ("year:[2016 TO *]", {1, 2, 3}),
        ("submittedDate:[201501010000 TO 201612312359]", {0, 1}),
        ("year:2015,2020", {0, 3}),
        ("year:(2015 | 2020)", {0, 3}),
        ("-year:(2015 | 2020)", {1, 2}),
        ("since:2018", {2, 3}),
        ("after=2018", {2, 3}),
        ("author=lecun", {0}),
        ("author = lecun", {0}),
        ("author: lecun", {0}),
        ("author!=lecun", {1, 2, 3}),
        ("author:-lecun", {1, 2, 3}),
        ("authors:lecun", {0}),
        ("au:lecun", {0}),
        ("ti:deep", {0}),
        ("abs:deep", {1}),
        ("co:deep", {2}),
        ("all:deep", {0, 1, 2, 3}),
        ("title: deep", {0}),
        ("author:(all:seas lecun)", {0}),
        ("cat:math.AG,math.NT", {1, 2}),
        ("cat:math.AG;math.NT", {1, 2}),
        ("category:math.NT", {2}),
        ("categories:math.NT", {2}),
        ("subject:math.NT", {2}),
        ('cat:"math.NT"', {2}),
        ("cat:math.*", {1, 2}),
        ("cat:(math.AG cs.LG)", {1}),
        ('doi:"10.1/a"', {2}),
        ('id:"2401.00001"', {3}),
        ("eprint:2401.00001", {3}),
        ("url:https://arxiv.org/abs/2401.00001", {3}),
        ("has:abs", {0, 1}),
        ("has:(doi | abstract)", {0, 1, 2}),
        ("“deep nets”", {0}),
    ],
)
def test_a_form_is_read_as_it_is_meant(text: str, numbers: set[int]) -> None:
    assert found(PAPERS, text) == numbers
    assert parse(text).mistakes == ()


@for_each("text", ["year:2015-2016", "year>=2018", "year: 2015", "year:<2015"])
def test_nothing_is_told_while_a_form_is_typed(text: str) -> None:
    for end in range(text.index("r") + 1, len(text) + 1):
        mistakes = parse(text[:end]).mistakes
        assert mistakes == () or text[:end] == "year:2015-20", text[:end]


@for_each(
    ("text", "told"),
    [
        ("auhtor:lecun", "no field auhtor: (author:?)"),
        ("auhtor: lecun", "no field auhtor: (author:?)"),
        ("auhtor=lecun", "no field auhtor: (author:?)"),
        ("abstarct:seas", "no field abstarct: (abstract:?)"),
        ("mars:rover", "no field mars:"),
        ("mars:(rover | lander)", "no field mars:"),
        ("publisher:nature", "publisher: can't be searched"),
        ("rn:nature", "rn: can't be searched"),
        ("volume:12", "volume: can't be searched"),
        ("year>soon", "year: needs"),
        ("year:2015-13", "year: needs"),
        ("cat:", None),
        ("Networks: a survey", None),
        ("C::D", None),
        ("ratio 1:2", None),
        ("http://example.org", None),
        ("k=3", None),
        ("p<0.05", None),
        ("CO: a gas", None),
        (r"M\"uller", None),
    ],
)
def test_what_is_no_field_is_told_where_it_looks_like_one(text: str, told: str | None) -> None:
    mistakes = parse(text).mistakes
    if told is None:
        assert mistakes == ()
    else:
        assert any(mistake.startswith(told) for mistake in mistakes)


def test_the_words_behind_a_misspelt_field_are_found_anywhere() -> None:
    assert found(PAPERS, "auhtor:lecun") == {0}
    assert found(PAPERS, "publisher:lecun") == {0}


def test_each_other_name_stands_for_a_field_there_is() -> None:
    assert set(ALIASES.values()) <= {"", *FIELDS, *FILTERS}
    assert not set(ALIASES) & {*FIELDS, *FILTERS, *UNSEARCHED}
    for name, meant in ALIASES.items():
        value = "2015" if meant in FILTERS else "deep"
        plain = f"{meant}:{value}" if meant else value
        assert found(PAPERS, f"{name}:{value}") == found(PAPERS, plain), name


# Years as words

DATED = [
    paper("federated", created="2022-06-01"),
    paper("federated since 2022", created="2024-01-01"),
    paper("federated", created="2021"),
    paper("other", created="2022"),
    paper("federated", created="2018-05-17"),
]


@for_each(
    ("text", "numbers"),
    [
        ("federated 2022", {0, 1, 2}),
        ("federated, 2022.", {0, 1, 2}),
        ("federated (2022)", {0, 1, 2}),
        ("federated 2020", {2}),
        ("federated 2020-2021", {2, 0}),
        ("federated 2020..2021", {2, 0}),
        ("federated may 2018", {4}),
        ("federated 17 May 2018", {4}),
        ("federated May 17, 2018", {4}),
        ("federated 2018-05", {4}),
        ("federated 2018/05/17", {4}),
        ("federated -2022", {2, 4}),
        ("federated -2021", {0, 1, 4}),
        ("federated -(2022 | 2018)", {2}),
        ("'2022", {1}),
        ("title:2022", {1}),
        ('"since 2022"', {1}),
        ("2018 2022", set()),
    ],
)
def test_a_year_is_the_word_or_a_date_in_it_or_then_near_it(text: str, numbers: set[int]) -> None:
    assert found(DATED, text) == numbers


def test_papers_of_a_month_come_before_those_of_its_year_and_then_of_the_next() -> None:
    papers = [
        paper("zebra", created=day) for day in ("2023-05-17", "2023-07", "2021-11", "2022-07")
    ]
    assert order(papers, "zebra may 2023") == [0, 1, 3]
    assert order(papers, "zebra 2022") == [3, 1, 0, 2]
    assert order(papers, "zebra 2023") == [1, 0, 3]


def test_a_star_after_a_category_asks_for_its_beginning() -> None:
    categories = [("cs.LG",), ("physics.optics",), ("cs.CL", "stat.ML")]
    papers = [paper("Gnus", categories=some) for some in categories]
    assert found(papers, "cat:cs.*") == {0, 2}
    assert found(papers, "cat:cs*") == {0, 2}
