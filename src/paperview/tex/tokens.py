r"""TeX tokenizer, which also finds the partners of delimiters.

``tokenize`` returns a list in which plain text (even indexes, possibly empty) and tokens (odd
indexes) take turns; joined, it is the source. ``find_partners`` then pairs braces, dollars,
``\(...\)``, ``\[...\]`` and ``\begin...\end``. A delimiter without a partner is ordinary text:
authors write of $5, of the set {1, 2} and forget a closing brace. Both take linear time.
"""

from __future__ import annotations

import re

# Every alternative begins with a plain character: then splitting looks for those alone between the
# tokens, and takes a fifth of the time.
_URL_REST = r"://(?:[^\s\\${}<>]|\\[_%&#~](?:\{\})?|\$\\sim\$)+"
_SYNTAX = (
    r"\\verb\*?(?:\|[^|\n]{0,200}\||\+[^+\n]{0,200}\+|![^!\n]{0,200}!)"
    r"|\\(?:begin|end)\{[^{}\\$\s]{1,40}\}"
    r"|\\(?:[A-Za-z]+|.)"
    r"|\$|\{|\}|\^|_|~|```*|''(?!')|---*"
)
_TOKENS = re.compile(f"({_SYNTAX})", re.DOTALL)
_TOKENS_AND_URLS = re.compile(f"(https?{_URL_REST}|ftp{_URL_REST}|{_SYNTAX})", re.DOTALL)

# Signs that a text between two dollars is a formula.
_EVIDENCE = re.compile(r"\\[^%$&#]|[_^=]")
# Groups that hold words inside a formula: \text{if}, {\rm otherwise}.
_WORDS_IN_FORMULA = re.compile(
    r"\\(?:text\w*|mbox|hbox|mathrm|mathit|mathsf|operatorname)\s*\{[^{}]*\}"
    r"|\{\s*\\(?:rm|it|bf|sf|tt|em)\b[^{}]*\}"
)
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}[,;]?\s+[A-Za-z]{2,}[,;]?\s+[a-z]{2,}")
_WORD = re.compile(r"(?:^|\s)[A-Za-z]?[a-z]{2,}(?=[\s,.;]|$)")
_QUANTITY = re.compile(r"\d+(?:[.,]\d+)*\s*[A-Za-z]{1,3}")
_OPEN_TEXT_GROUP = re.compile(r"\\(?:mbox|hbox|cases|text[a-z]*)\s*\{[^{}]*$")

_CLOSERS = {"{": "}", "\\(": "\\)", "\\[": "\\]"}
_ENDS_OF_DELIMITERS = frozenset("{}()[]$")
_SEARCHED_LEVELS = 8
"""How many unclosed delimiters of other kinds a closing one may look past."""

_INNER_FORMULAS = 4
"""Most formulas in the text groups of one formula."""


def tokenize(source: str) -> list[str]:
    """Cut ``source`` into text and tokens, in turns, beginning and ending with text."""
    return (_TOKENS_AND_URLS if "://" in source else _TOKENS).split(source)


def is_prose(text: str) -> bool:
    """Return whether ``text`` has three words in a row, so that it is a sentence and no formula."""
    if len(text.split(None, 2)) < 3:
        return False
    match = _PROSE.search(text)
    return match is not None and _PROSE.search(_WORDS_IN_FORMULA.sub(" ", text)) is not None


def _is_formula(body: str, following: str) -> bool:
    r"""Return whether dollars around ``body`` are mathematics rather than money or a stray sign.

    The rule is that of Pandoc's Markdown: no blank comes right after the opening dollar or right
    before the closing one, and no digit follows the latter. Abstracts break it often, with
    ``$ x $`` and ``$\sim$10``, so TeX inside or the lack of words outweighs it.
    """
    if len(body) < 3 and body.isalpha():
        return True
    if body.isspace() or is_prose(body):
        return False
    if body[0].isspace() or body[-1].isspace():
        words = [word.strip() for word in _WORD.findall(_WORDS_IN_FORMULA.sub(" ", body))]
        return sum(len(word) > 2 for word in words) <= 1 if _is_evident(body) else not words
    if body[0].isdigit() and not _is_evident(body):
        quantity = _QUANTITY.fullmatch(body) is not None and not following.isalpha()
        return not following.isdigit() and (quantity or _WORD.search(body) is None)
    return True


def _is_evident(body: str) -> bool:
    return _EVIDENCE.search(body) is not None


def _ends_in_open_text(body: str) -> bool:
    r"""Return whether ``body`` stops inside a text group, as in ``\mbox{if $x$}``."""
    return _OPEN_TEXT_GROUP.search(body) is not None


def _pair_dollars(parts: list[str], dollars: list[int], partners: list[int]) -> None:
    """Pair the ``dollars`` that enclose formulas, each with the next one that fits."""
    dollars += [len(parts)] * 3  # so that looking ahead needs no test for the end

    def pair(left: int, right: int) -> None:
        partners[left], partners[right] = right, left

    def adjacent(number: int) -> bool:
        left, right = dollars[number], dollars[number + 1]
        return right == left + 2 and not parts[left + 1]

    def text_end(number: int) -> int:
        """Return the number of the dollar that ends a formula, past those in its text groups."""
        for end in range(number + 1, min(number + 2 * _INNER_FORMULAS, count), 2):
            if not _ends_in_open_text("".join(parts[dollars[number] + 1 : dollars[end]])):
                return end
        return 0

    def display_end(number: int) -> int:
        """Return the number of the ``$$`` that ends a display, past up to two inner formulas."""
        ends = (end for end in (number, number + 2, number + 4) if end + 1 < count)
        return next((end for end in ends if adjacent(end)), 0)

    number, count = 0, len(dollars) - 3
    while number + 1 < count:
        first, second = dollars[number], dollars[number + 1]
        body = parts[first + 1]
        if second > first + 2:
            body = "".join(parts[first + 1 : second])
        if not body:
            end = display_end(number + 2)
            if end:
                parts[first] = parts[dollars[end + 1]] = ""  # the outer halves of $$...$$
                pair(second, dollars[end])
                for inner in range(number + 2, end, 2):
                    pair(dollars[inner], dollars[inner + 1])
            number = end + 2 if end else number + 2
        elif "{" in body and _ends_in_open_text(body) and (end := text_end(number)):
            pair(first, dollars[end])
            for inner in range(number + 1, end, 2):
                pair(dollars[inner], dollars[inner + 1])
            number = end + 1
        elif _is_formula(body, parts[second + 1][:1]):
            pair(first, second)
            number += 2
        else:
            number += 1


def find_partners(parts: list[str]) -> list[int]:
    r"""Find the partner of every delimiter.

    Args:
        parts: What ``tokenize`` returned. The outer dollars of ``$$...$$`` are emptied, and
            ``\{`` that a plain brace closes is made text (``B\{0}`` is a difference of sets).

    Returns:
        For each index that of its partner, or 0. Pairs are properly nested, and none crosses the
        border of a formula.
    """
    partners = [0] * len(parts)
    tokens = enumerate(parts[1::2])
    delimiters = [2 * i + 1 for i, token in tokens if token[-1] in _ENDS_OF_DELIMITERS]
    _pair_dollars(parts, [index for index in delimiters if parts[index] == "$"], partners)
    outer: list[list[int]] = []
    opened: list[int] = []
    escaped: list[int] = []
    for index in delimiters:
        part = parts[index]
        if part == "$":
            if partners[index] > index:
                outer.append(opened)
                opened = []
            elif partners[index]:
                opened = outer.pop()
        elif part in _CLOSERS:
            opened.append(index)
        elif part == "}" and opened and parts[opened[-1]] == "{":  # nearly all
            left = opened.pop()
            partners[left], partners[index] = index, left
        elif part.startswith("\\begin{"):
            opened.append(index)
        elif part == "\\{":
            escaped.append(index)
        elif part == "\\}":
            del escaped[-1:]
        elif part in {"}", "\\)", "\\]"} or part.startswith("\\end{"):
            left = _pop_opener(opened, parts, part)
            if left:
                partners[left], partners[index] = index, left
            elif part == "}" and escaped and not outer:
                _make_text(parts, escaped.pop())
    return partners


def _pop_opener(opened: list[int], parts: list[str], closer: str) -> int:
    """Take the nearest opener for ``closer`` off the stack; those above it remain unpaired."""
    for height in range(len(opened) - 1, max(-1, len(opened) - 1 - _SEARCHED_LEVELS), -1):
        opener = parts[opened[height]]
        if _CLOSERS.get(opener) == closer or opener.replace("\\begin{", "\\end{") == closer:
            index = opened[height]
            del opened[height:]
            return index
    return 0


def _make_text(parts: list[str], index: int) -> None:
    """Turn a token into text, so that it is shown as it was written."""
    parts[index + 1] = parts[index] + parts[index + 1]
    parts[index] = ""
