"""Small sources of papers, in the seeds' format."""

from datetime import date, timedelta

BEES = "2301.00001"
TIDES = "2212.00002"
GLASS = "2211.00003"
KNOTS = "10.1000/knots"
OLD = "math/0309136"

FIVE = """\
How bees dance
Ada Lund, Bo Ek

Honey bees tell each other by a dance where the flowers are. Compare arXiv:2212.00002 for
the sea, https://example.org/bees for films, and arXiv:1207.7214 for something else.

3 pages, 2 figures

arXiv:2301.00001 - doi: 10.1000/bees
Created: 2023-01-05

Tides in narrow bays
Cy Okafor

The moon pulls the water. In narrow bays it rises high.

arXiv:2212.00002
Created: 2022-12-04

Window glass flows so slowly that a bee would never notice. This paper has no title in its source.

arXiv:2211.00003v2
Created: 2022-11-03

Knots for sailors
Dee Ito, Cy Okafor

Eleven knots, drawn step by step.

doi: 10.1000/knots
Created: 2022-10-02

On $O(n^2)$ sorting of {\\em heaps}
Al Fox

We sort heaps of $\\alpha$-beads, \\ie by hand.

arXiv:math/0309136
Created: 2003-09-07
"""
"""Five papers, newest first; one has no title, one no arXiv id, one is full of TeX."""

IN_PILE = [BEES, TIDES, GLASS, KNOTS, OLD]

CROWD = """\
A paper by a crowd
{authors}

Everybody helped.

arXiv:2401.00001
Created: 2024-01-01
""".format(authors=", ".join(f"Person N{n:03}" for n in range(1, 531)))
"""One paper of 530 authors."""


def numbered(count: int, start: int = 1) -> str:
    """Return papers "Study 1", "Study 2" and so on, each a day older than the one before."""
    days = ((n, date(2023, 6, 1) - timedelta(days=n)) for n in range(start, start + count))
    return "\n".join(
        f"Study {n}\nEva Berg\n\nWe count to {n} here.\n\narXiv:{number(n)}\nCreated: {day}\n"
        for n, day in days
    )


def number(n: int) -> str:
    """Return the arXiv id of a numbered paper."""
    return f"2305.{n:05}"
