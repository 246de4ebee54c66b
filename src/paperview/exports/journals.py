"""Journal references in their parts: `Phys.Rev. D50 (1994) 4807-4820`, `Nature 12(3), 45 (2019)`.

Only references that are certainly of one of these forms are taken apart.
"""

from __future__ import annotations

import re

_JOURNAL = r"(?P<journal>[^\W\d_][^\d():;]*?[^\W\d_]\.?)"
_VOLUME = r"[ .,]*(?:[Vv]ol(?:ume)?\.? ?|\bV\. )?(?P<volume>[A-Z]?[0-9]{1,4}[A-Z]?)"
_NUMBER = (
    r"(?: ?\((?P<number>[0-9]{1,3}(?:-[0-9]{1,3})?)\)"
    r"|, ?(?:[Nn]o\.? ?|[Ii]ssue |[Nn]umber )(?P<issue>[0-9]{1,4}))?"
)
_PAGE = r"[A-Z]{0,2}[0-9]+[A-Z]?"
_PAGES = rf"(?:pp?\.? ?)?(?P<pages>{_PAGE}(?: ?-{{1,2}} ?{_PAGE})?)"
_FORMS = (
    re.compile(
        rf"{_JOURNAL}{_VOLUME}{_NUMBER} ?\((?P<year>(?:19|20)[0-9][0-9])\)[,:]? ?{_PAGES}\.?"
    ),
    re.compile(
        rf"{_JOURNAL}{_VOLUME}{_NUMBER} ?[,:] ?{_PAGES},? ?\(?(?P<year>(?:19|20)[0-9][0-9])\)?\.?"
    ),
)
_YEAR = re.compile(r"\((?P<year>(?:19|20)[0-9][0-9])\)|, (?P<last>(?:19|20)[0-9][0-9])\.?$")
_YEAR_AT_END = re.compile(r"\s*\([0-9]{4}\)$")
_LONGEST = 200
"""Characters of a reference that may have a known form."""


def parts(journal_ref: str) -> dict[str, str]:
    """Return journal, volume, number, pages and year by the names of BibLaTeX's fields.

    A reference of another form is the journal's name as a whole, apart from the year.
    """
    text = journal_ref.strip()
    found = None
    if len(text) <= _LONGEST:
        found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        year = _YEAR.search(text)
        return {
            "journaltitle": _YEAR_AT_END.sub("", text),
            "date": (year["year"] or year["last"]) if year else "",
        }
    return {
        "journaltitle": found["journal"],
        "volume": found["volume"],
        "number": found["number"] or found["issue"] or "",
        "pages": re.sub(" ?-{1,2} ?", "--", found["pages"]),
        "date": found["year"],
    }
