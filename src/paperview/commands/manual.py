"""The manual page `paperview(1)`, from the same parsers as `--help`.

Source of the form: man-pages(7), groff_man(7). The package installs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import paperview
from paperview.commands.arguments import Parser, parsers
from paperview.lazy import lazy_pattern
from paperview.settings.table import SETTINGS

_PLACEHOLDER = lazy_pattern(r"\b[A-Z]+\b")
_DASHES = lazy_pattern(r"(?<!\w)-+")
"""The beginning of an option, unlike a hyphen."""
_SIGNS = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}


def page() -> str:
    """Return the page as roff."""
    reader, *commands = parsers()
    lines = [
        f'.TH PAPERVIEW 1 "" "paperview {paperview.__version__}" "User Commands"',
        *(".nh", ".ad l"),  # words stay whole, and blanks single
        *(".SH NAME", f"paperview \\- {_prose(_uncapitalized(reader.summary))}"),
        *(".SH SYNOPSIS", *_calls(reader)),
        *(".SH DESCRIPTION", _prose(reader.summary), *_notes(reader)),
        *(".SH OPTIONS", *_arguments(reader)),
        *(".SH COMMANDS", *(line for command in commands for line in _section(command))),
        *(".SH ENVIRONMENT", *_environment()),
        *(".SH EXAMPLES", *_examples(reader)),
    ]
    return "\n".join(lines) + "\n"


def _section(command: Parser) -> Iterator[str]:
    yield f".SS {_code(command.prog)}"
    yield from _calls(command)
    yield ".PP"
    yield _prose(command.summary)
    yield from _notes(command)
    yield from _arguments(command)
    if command.text.examples:
        yield ".PP"
        yield "Examples:"
        yield from _examples(command)


def _calls(parser: Parser) -> Iterator[str]:
    for index, call in enumerate(parser.text.usage):
        if index:
            yield ".br"
        yield _PLACEHOLDER.sub(r"\\fI\g<0>\\fR", _code(call))


def _notes(parser: Parser) -> Iterator[str]:
    for note in parser.text.notes:
        yield ".PP"
        yield _prose(note)


def _arguments(parser: Parser) -> Iterator[str]:
    for action in parser.arguments:
        if action.help == argparse.SUPPRESS:
            continue
        value = action.metavar if isinstance(action.metavar, str) else action.dest
        flags = ", ".join(f"\\fB{_code(flag)}\\fR" for flag in action.option_strings)
        takes = f"\\fI{_code(value)}\\fR" if action.nargs != 0 else ""
        yield ".TP"
        yield " ".join(filter(None, (flags, takes)))
        yield _prose(action.help or "")


def _examples(parser: Parser) -> Iterator[str]:
    for example in parser.text.examples:
        yield ".TP"
        yield f"\\fB{_code(example.call)}\\fR"
        yield _prose(example.what)


def _environment() -> Iterator[str]:
    variables = [(one.variable, one.help) for one in SETTINGS]
    for name, what in (*variables, ("NO_COLOR", "no colours, if it is not empty")):
        yield ".TP"
        yield f"\\fB{name}\\fR"
        yield _prose(what)


def _prose(text: str) -> str:
    """Return a paragraph of text."""
    text = text.replace("\\", r"\e")
    return _harmless(_DASHES.sub(lambda match: r"\-" * len(match[0]), text))


def _code(text: str) -> str:
    """Return what is typed, in signs that can be copied as they stand."""
    return _harmless("".join(_SIGNS.get(char, char) for char in text))


def _harmless(text: str) -> str:
    """Return a line that is no request of roff, in ASCII."""
    text = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _uncapitalized(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
