"""arXiv's daily feeds."""

from __future__ import annotations

import re

from hypothesis import given, settings

from paperview.model.dates import PartialDate
from paperview.model.paper import ArxivId, Doi, Paper
from paperview.sources.formats import rss
from paperview.sources.problem import Problem
from tests.cases import for_each
from tests.sources.formats.xmlsupport import (
    damaged,
    papers_in,
    problems_in,
)

FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 version="2.0">
  <channel>
    <title>cs.AI updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.AI</link>
    <description>cs.AI updates on the arXiv.org e-print archive.</description>
    <pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>
{}  </channel>
</rss>
"""
ITEM = """\
    <item>
      <title>A Title &lt; over</title>
      <link>https://arxiv.org/abs/2604.12345</link>
      <description>arXiv:2604.12345v3 Announce Type: replace-cross 
Abstract: We show $a &lt; b$.</description>
      <guid isPermaLink="false">oai:arXiv.org:2604.12345v3</guid>
      <category>cs.AI</category>
      <category>math.OC</category>
      <pubDate>Fri, 24 Apr 2026 00:00:00 -0400</pubDate>
      <arxiv:announce_type>replace-cross</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <arxiv:DOI>10.5802/jep.257</arxiv:DOI>
      <arxiv:journal_reference>J. Tests, Tome 11 (2024), pp. 431-472</arxiv:journal_reference>
      <dc:creator>Ann One (A House), Bob Two, Cy Three, Jr</dc:creator>
    </item>
"""  # noqa: W291 - the feeds have a blank there
ATOM = """\
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2005/Atom">
  <id>http://rss.arxiv.org/atom/cs.AI</id>
  <title>cs.AI updates on arXiv.org</title>
  <entry>
    <id>oai:arXiv.org:2604.12345v1</id>
    <title>A Title</title>
    <updated>2026-04-27T04:00:06.123456+00:00</updated>
    <link href="https://arxiv.org/abs/2604.12345" rel="alternate" type="text/html"/>
    <summary>arXiv:2604.12345v1 Announce Type: new
Abstract: We show.</summary>
    <category term="cs.AI"/>
    <published>2026-04-27T00:00:00-04:00</published>
    <arxiv:announce_type>new</arxiv:announce_type>
    <dc:creator>Ann One, Bob Two</dc:creator>
  </entry>
</feed>
"""
RDF = """\
<?xml version="1.0" encoding="UTF-8"?>

<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://arxiv.org/">
<title>hep-ex updates on arXiv.org</title>
<link>http://arxiv.org/</link>
<dc:date>2018-05-23T20:30:00-05:00</dc:date>
<items>
 <rdf:Seq>
  <rdf:li rdf:resource="http://arxiv.org/abs/1805.06430" />
 </rdf:Seq>
</items>
</channel>
<item rdf:about="http://arxiv.org/abs/1805.06430">
<title>A (new) Title. (arXiv:1805.06430v2 [nucl-th] {})</title>
<link>http://arxiv.org/abs/1805.06430</link>
<description rdf:parseType="Literal">&lt;p&gt;It is thought that $2.6&amp;lt;x$
and more.
&lt;/p&gt;
</description>
<dc:creator> &lt;a href=&quot;http://arxiv.org/find/x&quot;&gt;Ann One&lt;/a&gt; (X
Collaboration), &lt;a href=&quot;http://arxiv.org/find/y&quot;&gt;Bob Two&lt;/a&gt;</dc:creator>
</item>
</rdf:RDF>
"""


def read(data: str) -> list[Paper | Problem]:
    return list(rss.read(data.encode(), "feed.xml"))


def paper(data: str) -> Paper:
    (found,) = read(data)
    assert isinstance(found, Paper)
    return found


def test_every_field_of_an_item_is_read() -> None:
    assert paper(FEED.format(ITEM)) == Paper(
        arxiv_id=ArxivId("2604.12345", 3),
        doi=Doi("10.5802/jep.257"),
        title="A Title < over",
        authors=("Ann One", "Bob Two", "Cy Three, Jr"),
        abstract="We show $a < b$.",
        categories=("cs.AI", "math.OC"),
        journal_ref="J. Tests, Tome 11 (2024), pp. 431-472",
        updated=PartialDate(2026, 4, 24),
        extra=(("announced", "2026-04-24 (replace-cross)"),),
    )


@for_each(
    ("kind", "created", "updated"),
    [
        ("new", PartialDate(2026, 4, 24), None),
        ("replace", None, PartialDate(2026, 4, 24)),
        ("cross", None, None),
    ],
)
def test_the_date_of_an_announcement_is_taken_for_what_it_is(
    kind: str, created: PartialDate | None, updated: PartialDate | None
) -> None:
    found = paper(FEED.format(ITEM.replace("replace-cross", kind)))
    assert (found.created, found.updated) == (created, updated)
    assert found.extra == (("announced", f"2026-04-24 ({kind})"),)


def test_the_id_is_found_without_the_description() -> None:
    item = re.sub("<description>(?s:.*)</description>", "", ITEM)
    assert paper(FEED.format(item)).arxiv_id == ArxivId("2604.12345", 3)
    item = re.sub("<guid.*</guid>", "", item)
    assert paper(FEED.format(item)).arxiv_id == ArxivId("2604.12345")


def test_the_feed_in_atom_says_the_same() -> None:
    assert rss.looks_like(ATOM.encode())
    assert paper(ATOM) == Paper(
        arxiv_id=ArxivId("2604.12345", 1),
        title="A Title",
        authors=("Ann One", "Bob Two"),
        abstract="We show.",
        categories=("cs.AI",),
        created=PartialDate(2026, 4, 27),
        extra=(("announced", "2026-04-27 (new)"),),
    )


def test_the_old_feed_has_the_id_behind_the_title_and_texts_in_html() -> None:
    old = RDF.format("UPDATED")
    assert rss.looks_like(old.encode())
    assert paper(old) == Paper(
        arxiv_id=ArxivId("1805.06430", 2),
        title="A (new) Title",
        authors=("Ann One", "Bob Two"),
        abstract="It is thought that $2.6<x$ and more.",
        categories=("nucl-th",),
        updated=PartialDate(2018, 5, 23),
        extra=(("announced", "2018-05-23 (replace)"),),
    )


@for_each(
    ("mark", "kind", "created"),
    [("", "new", PartialDate(2018, 5, 23)), (" CROSS LISTED", "cross", None)],
)
def test_the_old_feed_says_behind_the_title_what_is_new(
    mark: str, kind: str, created: PartialDate | None
) -> None:
    found = paper(RDF.replace(" {})", f"{mark})"))
    assert found.created == created
    assert found.extra == (("announced", f"2018-05-23 ({kind})"),)


def test_an_empty_feed_has_no_papers_and_no_problems() -> None:
    assert read(FEED.format("")) == []


def test_a_feed_that_is_an_error_is_one_problem() -> None:
    data = FEED.format("").replace("cs.AI updates on arXiv.org", "Feed error for query: cs.XY")
    data = data.replace("cs.AI updates on the arXiv.org e-print archive.", "bad archive &amp; so")
    (found,) = read(data)
    assert isinstance(found, Problem)
    assert (found.line, found.lost) == (5, True)
    assert found.reason == (
        "arXiv answered with an error: Feed error for query: cs.XY: bad archive & so"
    )


def test_half_an_item_is_reported_and_the_others_are_read() -> None:
    data = FEED.format(ITEM * 3).encode()
    for end in range(data.index(b"<item>") + 6, data.index(b"</rss>"), 41):
        found = list(rss.read(data[:end], "x"))
        assert len(papers_in(found)) == data[:end].count(b"</item>")
        assert len(problems_in(found)) == 1


@settings(max_examples=60)
@given(damaged((FEED.format(ITEM * 2) + ATOM + RDF).encode()))
def test_nothing_raises(data: bytes) -> None:
    list(rss.read(data, "x"))
    rss.looks_like(data)


@for_each(
    "head",
    [
        b"",
        b"<rss><channel><title>A diary</title><link>https://example.org</link>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/x</id>",
        b"a text about <rss> with <link>https://arxiv.org/abs/2604.12345</link>",
        b"<html><link>http://arxiv.org/</link>",
    ],
)
def test_other_files_are_not_taken_for_a_feed(head: bytes) -> None:
    assert not rss.looks_like(head)
