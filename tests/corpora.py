"""A small file in each format: a paper, the same paper again, and an unreadable record.

Tests count the starts of records themselves, independently of the readers.
"""

from __future__ import annotations

PLAIN = b"""\
How bees dance
Ann Lund

We show.

arXiv:2301.00001

How bees dance
Ann Lund

We show.

arXiv:2301.00001

Nobody shows.

arXiv:none
"""

JSON_LINES = b"""\
{"id": "2301.00001", "title": "How bees dance", "authors": "Ann Lund"}
{"id": "2301.00001v2", "title": "How bees dance"}
{"id": "none"}
"""

BIBTEX = b"""\
@string{j = "J. Bees"}
@article{lund2023, title = {How bees dance}, author = {Lund, Ann}, eprint = {2301.00001}}
@misc{lund2023a, title = {How {B}ees Dance}, author = {Lund, A.}}
@article{nothing, author = {Lund, Ann}}
"""

RIS = b"""\
TY  - JOUR
TI  - How bees dance
AU  - Lund, Ann
DO  - 10.1000/bees
ER  -

TY  - JOUR
TI  - How Bees Dance
AU  - Lund, A.
ER  -

TY  - JOUR
AU  - Lund, Ann
ER  -
"""

NBIB = b"""\
PMID- 1
TI  - How bees dance
FAU - Lund, Ann
LID - 10.1000/bees [doi]

PMID- 2
TI  - How bees dance.
FAU - Lund, Ann

PMID- 3
FAU - Lund, Ann
"""

CSL = b"""[
{"type": "book", "id": "a", "title": "How bees dance", "DOI": "10.1000/bees",
 "author": [{"family": "Lund", "given": "Ann"}]},
{"type": "book", "id": "b", "title": "How Bees Dance",
 "author": [{"family": "Lund", "given": "A."}]},
{"type": "book", "id": "c", "author": [{"family": "Lund", "given": "Ann"}]}
]"""

ZOTERO = b"""[
{"itemType": "book", "key": "A", "title": "How bees dance", "DOI": "10.1000/bees",
 "creators": [{"creatorType": "author", "lastName": "Lund", "firstName": "Ann"}]},
{"itemType": "book", "key": "B", "title": "How Bees Dance",
 "creators": [{"creatorType": "author", "lastName": "Lund", "firstName": "A."}]},
{"itemType": "book", "key": "C",
 "creators": [{"creatorType": "author", "lastName": "Lund", "firstName": "Ann"}]}
]"""

ADS = b"""{"responseHeader": {}, "response": {"docs": [
{"bibcode": "2023A", "title": ["How bees dance"], "author": ["Lund, Ann"],
 "doi": ["10.1000/bees"]},
{"bibcode": "2023B", "title": ["How Bees Dance"], "author": ["Lund, A."]},
{"bibcode": "2023C", "author": ["Lund, Ann"]}
]}}"""

INSPIRE = b"""{"hits": {"hits": [
{"metadata": {"control_number": 1, "titles": [{"title": "How bees dance"}],
 "authors": [{"full_name": "Lund, Ann"}], "arxiv_eprints": [{"value": "2301.00001"}]}},
{"metadata": {"control_number": 2, "titles": [{"title": "How Bees Dance"}],
 "authors": [{"full_name": "Lund, A."}]}},
{"metadata": {"control_number": 3, "authors": [{"full_name": "Lund, Ann"}]}}
]}}"""

LISTING = rb"""\\
arXiv:2301.00001
Date: Wed, 4 Jan 2023 18:23:40 GMT   (14kb)

Title: How bees dance
Authors: Ann Lund
Categories: q-bio.PE
\\
  We show.
\\ ( https://arxiv.org/abs/2301.00001 ,  14kb)
------------------------------------------------------------------------------
\\
arXiv:2301.00001
replaced with revised version Thu, 5 Jan 2023 08:03:26 GMT   (25kb,D)

Title: How bees dance
Authors: Ann Lund
Categories: q-bio.PE
\\ ( https://arxiv.org/abs/2301.00001 ,  25kb)
------------------------------------------------------------------------------
\\
arXiv:none
Date: Wed, 4 Jan 2023 18:23:40 GMT   (14kb)

Categories: q-bio.PE
\\
"""

ATOM = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>
<entry><id>http://arxiv.org/abs/2301.00001v1</id><title>How bees dance</title>
<author><name>Ann Lund</name></author><summary>We show.</summary></entry>
<entry><id>http://arxiv.org/abs/2301.00001v2</id><title>How bees dance</title></entry>
<entry><author><name>Ann Lund</name></author></entry>
</feed>"""

OAI = b"""<?xml version="1.0"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:arXiv.org:2301.00001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2301.00001</id><title>How bees dance</title></arXiv>
</metadata></record>
<record><header><identifier>oai:arXiv.org:2301.00001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2301.00001</id><title>How bees dance</title></arXiv>
</metadata></record>
<record><header><identifier>oai:x:none</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><authors/></arXiv></metadata></record>
</ListRecords></OAI-PMH>"""

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"><channel>
<title>q-bio updates on arXiv.org</title><link>http://rss.arxiv.org/rss/q-bio</link>
<item><title>How bees dance</title><link>https://arxiv.org/abs/2301.00001</link>
<description>arXiv:2301.00001v1 Announce Type: new
Abstract: We show.</description></item>
<item><title>How bees dance</title><link>https://arxiv.org/abs/2301.00001</link></item>
<item><link>https://example.org/</link></item>
</channel></rss>"""

OPENALEX = b"""[
{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.1145/1", "title": "Bees"},
{"id": "https://openalex.org/W2", "doi": "https://doi.org/10.1145/1", "title": "Bees"},
{"id": "https://openalex.org/W3", "authorships": [{"author": {"display_name": "Cy"}}]}
]
"""

SEMANTIC_SCHOLAR = b"""{"total": 3, "data": [
{"paperId": "a", "title": "Bees", "externalIds": {"ArXiv": "2304.10190"}},
{"paperId": "b", "title": "Bees", "externalIds": {"ArXiv": "2304.10190"}},
{"paperId": "c", "authors": [{"name": "Cy Three"}]}
]}
"""

DATACITE = b"""{"data": [
{"id": "x", "attributes": {"doi": "10.1145/1", "titles": [{"title": "Bees"}], "creators": []}},
{"id": "y", "attributes": {"doi": "10.1145/1", "titles": [{"title": "Bees"}], "creators": []}},
{"id": "z", "attributes": {"creators": [{"name": "Three, Cy"}]}}
]}
"""

HUGGING_FACE = b"""[
{"paper": {"id": "2304.10190", "title": "Bees", "summary": "Hum.", "publishedAt": "2023-04-20"}},
{"paper": {"id": "2304.10190", "title": "Bees", "summary": "Hum.", "publishedAt": "2023-04-20"}},
{"paper": {"authors": [{"name": "Cy Three"}]}}
]
"""

JSON_RECORDS = b"""[
{"id": "2304.10190", "title": "Bees", "authors": "Ann One"},
{"id": "2304.10190", "title": "Bees", "authors": "Ann One"},
{"id": "none", "authors": "Cy Three"}
]
"""

FILES = {
    "plain": (PLAIN, b"arXiv:"),
    "jsonl": (JSON_LINES, b'{"id"'),
    "bibtex": (BIBTEX, b"author"),
    "ris": (RIS, b"TY  -"),
    "nbib": (NBIB, b"PMID-"),
    "csl": (CSL, b'"type"'),
    "zotero": (ZOTERO, b'"itemType"'),
    "ads": (ADS, b'"bibcode"'),
    "inspire": (INSPIRE, b'"metadata"'),
    "openalex": (OPENALEX, b'{"id"'),
    "semanticscholar": (SEMANTIC_SCHOLAR, b'"paperId"'),
    "datacite": (DATACITE, b'"attributes"'),
    "huggingface": (HUGGING_FACE, b'"paper"'),
    "json": (JSON_RECORDS, b'{"id"'),
    "listing": (LISTING, b"\narXiv:"),
    "atom": (ATOM, b"<entry>"),
    "oai": (OAI, b"<record>"),
    "rss": (RSS, b"<item>"),
}
"""By the name of the format: the text, and what stands once in each record."""
