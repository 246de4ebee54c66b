r"""Where a paper was published, in one line, from the fields of a BibTeX entry.

Journals may be macros, as in the exports of ADS: `\apj` is The Astrophysical Journal. Source of
their names: ADS, "Journal abbreviations in AASTeX".
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

_MACRO = re.compile(r"\{?\\(?P<name>[a-z]{2,8})(?![A-Za-z])(?:\{\})?\}?")
_JOURNALS = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement",
    "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement",
    "aplett": "Astrophysics Letters",
    "apspr": "Astrophysics Space Physics Research",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the AAS",
    "bain": "Bulletin Astronomical Institute of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamental Cosmic Physics",
    "gca": "Geochimica Cosmochimica Acta",
    "grl": "Geophysics Research Letters",
    "iaucirc": "IAU Circular",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysics Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the RAS of Canada",
    "memras": "Memoirs of the RAS",
    "memsai": "Memorie della Societa Astronomica Italiana",
    "mnras": "Monthly Notices of the RAS",
    "na": "New Astronomy",
    "nar": "New Astronomy Review",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the ASP",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of the SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the RAS",
    "rmxaa": "Revista Mexicana de Astronomia y Astrofisica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift fuer Astrophysik",
}

_PERIODICALS = ("journal", "journaltitle", "shortjournal")
_BOOKS = ("booktitle", "maintitle", "eventtitle")
_SUBTITLES = {"booktitle": "booksubtitle", "maintitle": "mainsubtitle"}
_HOUSES = ("publisher", "school", "institution", "organization", "howpublished", "series")
_SAY = (
    *_PERIODICALS,
    *_BOOKS,
    *_HOUSES,
    *("booksubtitle", "mainsubtitle", "volume", "number", "issue", "pages", "eid"),
)
_RANGE = re.compile(r" ?(?:[-\u2010-\u2015]{2,}|[\u2010-\u2015]|\\textendash\b(?:\{\})?) ?")
_LENGTH = 100  # characters of a number, at most: what is longer is none


def publication(fields: Mapping[str, str], used: Container[str], year: str) -> str:
    """Return where an entry was published: `Nature 12(3), 45-67 (2019)`; empty if it does not say.

    Args:
        fields: those of the entry.
        used: fields that say something else.
        year: when it was published; empty if that is not known.
    """
    said = {name: fields[name] for name in _SAY if name in fields and name not in used}
    name = next((name for name in (*_PERIODICALS, *_BOOKS, *_HOUSES) if said.get(name)), "")
    if not name:
        return ""
    if name in _PERIODICALS:
        place = _in_periodical(said[name], said)
    elif name in _BOOKS:
        place = _in_book(name, said)
    else:
        place = _joined(said[name], _in_series(said, but=said[name]) or _number(said, "number"))
    pages = "" if name in _HOUSES else _number(said, "pages") or _number(said, "eid")
    line = _joined(place, pages)
    return f"{line} ({year})" if year and not line.endswith(f"({year})") else line


def _in_periodical(journal: str, said: Mapping[str, str]) -> str:
    if macro := _MACRO.fullmatch(journal):
        journal = _JOURNALS.get(macro["name"], journal)
    volume, number = _number(said, "volume"), _number(said, "number") or _number(said, "issue")
    if volume:
        return f"{journal} {volume}({number})" if number else f"{journal} {volume}"
    return _joined(journal, f"no. {number}" if number else "")


def _in_book(name: str, said: Mapping[str, str]) -> str:
    book = said[name]
    if subtitle := said.get(_SUBTITLES.get(name, "")):
        book = f"{book}: {subtitle}"
    volume = _number(said, "volume")
    return _joined(book, _in_series(said, but=book) or (f"vol. {volume}" if volume else ""))


def _in_series(said: Mapping[str, str], *, but: str) -> str:
    series, number = said.get("series", ""), _number(said, "volume") or _number(said, "number")
    return f"{series} {number}".strip() if series and series != but else ""


def _number(said: Mapping[str, str], name: str) -> str:
    text = said.get(name, "")
    return _RANGE.sub("-", text).rstrip(",. ") if len(text) <= _LENGTH else ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
