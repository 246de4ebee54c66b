"""Actions for signs of running text: quotes, dashes, ties, blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperview.tex.symbols import SPACES, TEXT_SIGNS

if TYPE_CHECKING:
    from paperview.tex.reader import Action, Reader


def _sign(reader: Reader, command: str) -> None:
    r"""Write a sign without the blank that ends its name (``GPU\slash CPU``)."""
    reader.out.write(TEXT_SIGNS[command])
    if not reader.math:
        reader.skip_blanks()


def _less(reader: Reader, _command: str) -> None:
    r"""Write a sign with which a tag may begin: ``\textless i\textgreater``."""
    reader.has_tags = True
    reader.out.write("<")
    if not reader.math:
        reader.skip_blanks()


def _opening_quote(reader: Reader, command: str) -> None:
    if reader.math or reader.code:
        reader.out.write(command)
    else:
        reader.quotes.doubles += 1
        reader.out.write("“")


def _closing_quote(reader: Reader, command: str) -> None:
    """Write a closing quote, an opening one at the start of a word, or else two primes."""
    last, following = reader.out.last_char(), reader.next_text()[:1]
    if reader.math:
        _double_prime(reader)
    elif reader.code:
        reader.out.write(command)
    elif reader.quotes.doubles:
        reader.quotes.doubles -= 1
        reader.out.write("”")
    elif (not last or last in " \n(") and following and not following.isspace():
        reader.quotes.doubles += 1
        reader.out.write("“")
    elif last.isdigit() or following == "(":
        reader.out.write(command)
    else:
        reader.out.write("”")


def _double_prime(reader: Reader) -> None:
    """Write two primes, as one sign with a prime before them."""
    if reader.out.last_char() == "′":
        reader.out.fragments[-1] = reader.out.fragments[-1][:-1] + "‴"
    else:
        reader.out.write("″")


def _dashes(reader: Reader, command: str) -> None:
    """Write an en or em dash, but keep arrows (``-->``), formulas and code."""
    is_arrow = reader.out.last_char() == "<" or reader.next_text().startswith(">")
    if reader.math or reader.code or is_arrow:
        reader.out.write(command)
    else:
        reader.out.write("–" if len(command) == 2 else "—")


def _tilde(reader: Reader, command: str) -> None:
    """Write a tie as a blank, but keep a tilde that means "about" or is part of an address."""
    if reader.code or (not reader.math and _means_about(reader)):
        reader.out.write(command)
    else:
        reader.space()


def _means_about(reader: Reader) -> bool:
    """Return whether a tilde in running text is no tie.

    A tie joins words, so it has no blank before it, is not between digits (``3~5 times``),
    nor between a lone letter or the sign of a quantity and a number (``z~0.1``); "a" is an article.
    """
    before = reader.out.last_char()
    if not before or before in " \n(</>=":
        return True
    if not reader.next_text()[:1].isdigit():
        return False
    if before.isdigit() or before in "⊥∥∞⊙⊕":
        return True
    last_two = "".join(reader.out.fragments[-2:])[-2:]
    return before.isalpha() and before not in "aA" and not last_two[:-1].isalnum()


def _space(reader: Reader, command: str) -> None:
    r"""Write a blank; in running text ``A \ {0}`` is a difference of sets."""
    text = reader.next_text()
    operand = (text[:1].isupper() and not text[1:2].islower()) or reader.next_token() == "{"
    if command == "\\ " and operand and not reader.math and reader.out.ends_in_blank():
        reader.out.write(command)
    else:
        reader.space()


ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(TEXT_SIGNS, _sign),
    **dict.fromkeys(SPACES, _space),
    "\\textless": _less,
    "\\less": _less,
    "``": _opening_quote,
    "''": _closing_quote,
    "--": _dashes,
    "---": _dashes,
    "~": _tilde,
}
