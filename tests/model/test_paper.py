"""Papers and what identifies them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperview.model.dates import PartialDate
from paperview.model.paper import ALSO, ArxivId, Doi, Paper, arxiv_ids_in
from tests.cases import for_each
from tests.strategies import arxiv_ids, papers


@for_each(
    ("text", "expected"),
    [
        ("2304.10190", "2304.10190"),
        (" 2304.10190\n", "2304.10190"),
        ("2304.10190v2", "2304.10190v2"),
        ("2304.10190v12", "2304.10190v12"),
        ("0704.0001", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("1501.00001", "1501.00001"),
        ("2606.32040", "2606.32040"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("hep-th/9901001v3", "hep-th/9901001v3"),
        ("HEP-TH/9901001", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("math.GT/0309136v2", "math/0309136v2"),
        ("acc-phys/9411001", "acc-phys/9411001"),
        ("hep-th/9107001", "hep-th/9107001"),
        ("math/0703999", "math/0703999"),
        ("arXiv:2304.10190", "2304.10190"),
        ("arxiv:2304.10190", "2304.10190"),
        ("ARXIV: 2304.10190v1", "2304.10190v1"),
        ("arXiv:hep-th/9901001", "hep-th/9901001"),
        ("oai:arXiv.org:2304.10190", "2304.10190"),
        ("oai:arXiv.org:hep-th/9901001", "hep-th/9901001"),
        ("10.48550/arXiv.2304.10190", "2304.10190"),
        ("doi:10.48550/arXiv.2304.10190", "2304.10190"),
        ("doi: 10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2304.10190", "2304.10190"),
        ("doi.org/10.48550/arXiv.2304.10190", "2304.10190"),
        ("https://arxiv.org/abs/2304.10190", "2304.10190"),
        ("http://www.arxiv.org/abs/2304.10190v2", "2304.10190v2"),
        ("arxiv.org/abs/2304.10190/", "2304.10190"),
        ("https://arxiv.org/abs/2304.10190?context=cs.NI", "2304.10190"),
        ("https://arxiv.org/pdf/2304.10190", "2304.10190"),
        ("https://arxiv.org/pdf/2304.10190v2.pdf", "2304.10190v2"),
        ("https://arxiv.org/pdf/2304.10190#page=7", "2304.10190"),
        ("https://arxiv.org/html/2304.10190v1", "2304.10190v1"),
        ("https://export.arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001v3"),
    ],
)
def test_ids_are_read_in_every_form_in_use(text: str, expected: str) -> None:
    assert str(ArxivId.parse(text)) == expected


@for_each(
    "text",
    [
        "",
        "arXiv:",
        "2304.1019",  # four digits since 2015
        "1412.00001",  # five before
        "2304.101900",
        "2304.00000",
        "0703.0001",  # before the new form
        "2313.10190",
        "2300.10190",
        "2304.10190v0",
        "2304.10190v",
        "2304.10190 v2",
        "2304.10190x",
        "2304-10190",
        "2304.10190?context=cs",
        "٢٣٠٤.١٠١٩٠",
        "x2304.10190",
        "hep-th/0704001",  # after the old form
        "hep-th/9106001",  # before it
        "physics.flu-dyn/0309136",
        "hep-th/9901000",
        "hep-th/9913001",
        "hep-th/99010011",
        "hepth/9901001",
        "phyſics/9901001",
        "math.GTX/0309136",
        "https://example.org/abs/2304.10190",
        "https://arxiv.org/list/2304.10190",
        "10.48551/arXiv.2304.10190",
    ],
)
def test_what_is_nearly_an_id_is_none(text: str) -> None:
    assert ArxivId.parse(text) is None


@given(arxiv_ids())
def test_an_id_is_read_back_from_its_string_and_its_addresses(arxiv_id: ArxivId) -> None:
    for text in (str(arxiv_id), arxiv_id.abs_url, arxiv_id.pdf_url, f"arXiv:{arxiv_id}"):
        assert ArxivId.parse(text) == arxiv_id


def test_ids_are_found_in_a_text_with_their_places() -> None:
    text = (
        "As arXiv:2201.01144, hep-th/9901001v2 and (math.GT/0309136) show; see"
        " https://arxiv.org/pdf/2304.10190v1.pdf. Not 3.1412, v2201.01144x, 2201.011445,"
        " 12/2201.01144 or 2201.01144.5; also https://doi.org/10.48550/arXiv.2206.10963."
    )
    found = arxiv_ids_in(text)
    assert [(text[start:end], str(arxiv_id)) for start, end, arxiv_id in found] == [
        ("arXiv:2201.01144", "2201.01144"),
        ("hep-th/9901001v2", "hep-th/9901001v2"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/pdf/2304.10190v1.pdf", "2304.10190v1"),
        ("https://doi.org/10.48550/arXiv.2206.10963", "2206.10963"),
    ]
    assert arxiv_ids_in("no id, 2304.1019 or 0703.0001") == []


@for_each(
    ("text", "name"),
    [
        ("10.1145/3530190.3534809", "10.1145/3530190.3534809"),
        (" doi:10.1145/1 ", "10.1145/1"),
        ("DOI: 10.1145/1", "10.1145/1"),
        ("https://doi.org/10.1145/1", "10.1145/1"),
        ("http://dx.doi.org/10.1145/1", "10.1145/1"),
        ("doi.org/10.1145/1", "10.1145/1"),
        ("10.1000/ABC(1999)5:6<7::A>3.0.CO;2-X", "10.1000/ABC(1999)5:6<7::A>3.0.CO;2-X"),
        ("10.123456789/x", "10.123456789/x"),
        ("10.1109%2F5.771073", "10.1109/5.771073"),
        ("https://doi.org/10.1109%2f5.771073", "10.1109/5.771073"),
        ("https://doi.org/10.1109%252F5.771073", "10.1109/5.771073"),
        ("10.1175/a(1963)020%3C0130:D%3E2.0.CO;2", "10.1175/a(1963)020<0130:D>2.0.CO;2"),
        ("10.1175/a(1963)020&lt;0130:D&gt;2.0.CO;2", "10.1175/a(1963)020<0130:D>2.0.CO;2"),
        ("10.1175/a&amp;lt;b&amp;gt;c&amp;d", "10.1175/a<b>c&d"),
        ("https://doi.org/10.1145/1?nosfx=y", "10.1145/1"),
        ("https://doi.org/doi:10.1145/1", "10.1145/1"),
        ("https://doi.org/https://doi.org/10.1145/1", "10.1145/1"),
        ("10.1000.10/1", "10.1000.10/1"),
        ("10.1145/1.", "10.1145/1"),
        ("10.1145/1).,", "10.1145/1"),
        ("10.1145/1”", "10.1145/1"),
        ("10.1145/1>", "10.1145/1"),
        ("10.1016/0370-2693(80)90212(E)", "10.1016/0370-2693(80)90212(E)"),
        ("10.1016/0370-2693(80)90212(E)).", "10.1016/0370-2693(80)90212(E)"),
        ("10.1002/1-#", "10.1002/1-#"),
        ("10.1145/1\u200b2\xad", "10.1145/12"),
        ("10.1145/a%b", "10.1145/a%b"),
        ("10.1145/1%1B[31m", "10.1145/1%1B[31m"),
        ("10.1145/1%FF", "10.1145/1%FF"),
        ("10.1145/1%20p.", "10.1145/1"),
        ("10.1145/.", None),
        ("10.1145/%2E", None),
        ("10.1/2", None),
        ("11.1145/1", None),
        ("10.1145/", None),
        ("10.1145/a b", None),
        ("10.1145", None),
        ("10.١١٤٥/1", None),
        ("see 10.1145/1", None),
        ("", None),
    ],
)
def test_dois_are_read_in_every_form_in_use(text: str, name: str | None) -> None:
    found = Doi.parse(text)
    assert (found.name if found else None) == name


@given(st.text(alphabet="%25Ff3Ceac/.&amplt;gt()<> x-\u200b", max_size=30))
@example("%" + "25" * 1000)
@example(")" * 100_000)
def test_a_doi_once_read_stays_as_it_is(suffix: str) -> None:
    doi = Doi.parse(f"10.1234/{suffix}")
    assert doi is None or Doi.parse(doi.name) == doi


def test_dois_compare_without_case_but_keep_it() -> None:
    doi = Doi("10.1145/AbC")
    assert (str(doi), doi.key) == ("10.1145/AbC", Doi("10.1145/aBc").key)


def test_the_address_of_a_doi_leads_there_whatever_is_in_it() -> None:
    assert Doi("10.1145/1.2").url == "https://doi.org/10.1145/1.2"
    assert Doi("10.1/a<b>#c%d?e").url == "https://doi.org/10.1/a%3Cb%3E%23c%25d%3Fe"


@for_each(
    ("name", "month"),
    [("0704.0001", "2007-04"), ("hep-th/9108001", "1991-08"), ("math/0309136v2", "2003-09")],
)
def test_an_arxiv_id_has_a_month(name: str, month: str) -> None:
    arxiv_id = ArxivId.parse(name)
    assert arxiv_id is not None
    assert str(arxiv_id.month) == month
    assert Paper(arxiv_id=arxiv_id).date == arxiv_id.month
    assert Paper(arxiv_id=arxiv_id, created=PartialDate(1950)).date == PartialDate(1950)


def test_a_paper_is_named_by_its_arxiv_id_or_else_its_doi() -> None:
    doi = Doi("10.1145/1")
    assert Paper(arxiv_id=ArxivId("2304.10190", 2), doi=doi).identity == "arXiv:2304.10190v2"
    assert Paper(doi=doi).identity == "doi:10.1145/1"


def test_the_label_is_the_start_of_the_abstract_in_one_line_or_the_identity() -> None:
    arxiv_id = ArxivId("2304.10190")
    assert Paper(arxiv_id=arxiv_id, abstract="We.\n\nThey.").label == "We. They."
    assert Paper(arxiv_id=arxiv_id, abstract="x" * 299 + "\n\ny").label == "x" * 299 + " "
    assert Paper(arxiv_id=arxiv_id, abstract="x" * 298 + "\n\ny").label == "x" * 298 + " y"
    assert Paper(arxiv_id=arxiv_id, title="T").label == "arXiv:2304.10190"


@settings(max_examples=30)
@given(papers())
def test_a_label_is_one_short_line(paper: Paper) -> None:
    assert 0 < len(paper.label) <= 300 or not paper.abstract
    assert "\n" not in paper.label


@for_each(
    ("paper", "url"),
    [
        (
            Paper(arxiv_id=ArxivId("2304.10190", 2), doi=Doi("10.1145/1")),
            "https://arxiv.org/abs/2304.10190v2",
        ),
        (Paper(doi=Doi("10.1145/1"), extra=(("url", "https://a.b"),)), "https://doi.org/10.1145/1"),
        (Paper(extra=(("note", "https://a.b"), ("URL", "https://c.d/e x"))), "https://c.d/e"),
        (Paper(extra=(("url", "none"), ("link", "http://c.d"))), "http://c.d"),
        (Paper(extra=(("url", "javascript:alert(1)"), ("url", "file:///etc"))), None),
        (Paper(name="smith2020", title="T"), None),
    ],
)
def test_its_address_is_that_of_its_id_or_what_its_source_gives(
    paper: Paper, url: str | None
) -> None:
    assert paper.url == url


def test_without_ids_it_is_named_as_its_source_does() -> None:
    assert Paper(name="smith2020").identity == "smith2020"
    assert Paper().identity == "no id"
    named = Paper(name="smith2020", extra=(("note", "x"), (ALSO, "PMID 7")))
    assert named.names == ("smith2020", "PMID 7")
    assert Paper().names == ()
    assert not named.has_id
    assert Paper(doi=Doi("10.1145/1")).has_id
    assert Paper(arxiv_id=ArxivId("2304.10190")).has_id


def test_a_version_of_thousands_of_digits_is_no_version() -> None:
    text = "2304.10190v" + "1" * 5000
    assert ArxivId.parse(text) is None
    assert arxiv_ids_in(f"see {text}.") == []


def test_a_paper_without_an_id_is_named_as_its_source_does() -> None:
    assert Paper(name="smith2020", title="A Title").identity == "smith2020"
    assert Paper(title="A Title").identity == "no id"
