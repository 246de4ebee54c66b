"""Keyboard input: bytes read as Textual's events, one key or sequence at a time.

Textual's parser takes all input at once: a sequence that it can't read ends it, or swallows the
keys behind it. Here the input is split into sequences first, and a bad one costs only itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator
from contextlib import suppress

from textual import constants, events
from textual._xterm_parser import XTermParser  # Textual's own; there is no public way to read keys
from textual.message import Message

from paperview.lazy import lazy_pattern
from paperview.ui.terminal.background import background_in

_PART_LIMIT = 0.5
"""Seconds without input after which the rest of a sequence is not waited for any more."""
_PASTE_LIMIT = 1.0
"""The same for a paste."""
_LONGEST = 4096
"""Characters of a sequence, at most."""
_LONGEST_PARSED = 32
"""The parser takes anything longer for single keys."""
_MOST_CELLS = 1_000_000
"""Size of a terminal, at most, that a sequence may tell of."""

_OLD_MOUSE = lazy_pattern(rb"(?<=\x1b\[M).{1,3}", re.DOTALL)
"""Button, column and row of an old mouse report, which are no text."""
_OLD_MOUSE_LENGTH = 6
_HARMLESS = bytes(byte if byte < 0x80 else 0x20 for byte in range(256))

_SEQUENCE = lazy_pattern(
    r"""
    \x1b\[(?:
        \[[A-E]                         # function keys of the Linux console
      | M.{3}                           # old mouse report
      | <[-0-9;:.NaInfity]*[Mm]         # mouse report; some have NaN for a column
      | \d+\$                           # rxvt's keys with shift
      | (?![\[M<])[0-?]*[ -/]*[@-~]     # any other control sequence
    )
  | \x1bO[0-9;]*[@-~]                   # keys of the application mode
  | \x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)  # strings, such as answers of the terminal
  | \x1b[^\[O\]PX^_\x1b]                # a key with alt
  | [^\x1b]
    """,
    re.VERBOSE | re.DOTALL,
)
_BEGINNING = lazy_pattern(
    r"""
    \x1b(?:
        \[(?: \[ | M.{0,2} | <[-0-9;:.NaInfity]* | (?![\[M<])[0-?]*[ -/]* )?
      | O[0-9;]*
      | [\]PX^_][^\x07\x1b]*\x1b?
    )?
    """,
    re.VERBOSE | re.DOTALL,
)
"""Incomplete sequences, which may still be completed."""
_BROKEN = lazy_pattern(
    r"""
    \x1b(?:
        \[(?: <[-0-9;:.NaInfity]* | [0-?]*[ -/]* )
      | O[0-9;]*
      | [\]PX^_][^\x07\x1b]*
    )?
    """,
    re.VERBOSE | re.DOTALL,
)
"""Interrupted sequences, which are left out."""

_ESC = "\x1b"
_PASTE_BEGIN, _PASTE_END = "\x1b[200~", "\x1b[201~"
_OLD_MOUSE_BEGIN = "\x1b[M"
_RESIZE = lazy_pattern(r"\x1b\[48;(\d+)(?::[\d:]*)?;(\d+)(?::[\d:]*)?;[\d:]+;[\d:]+t")
_KITTY = lazy_pattern(r"\x1b\[([\d:]*)(?:;([\d:]*)(?:;([\d:]*))?)?([u~A-FHPQRS])")
_RELEASED = "3"
_WORD_KEYS = "bf"
"""Letters that terminals send with alt for the arrows."""


class Keyboard:
    """Reads what comes from the keyboard."""

    def __init__(self, encoding: str) -> None:
        """Take the terminal's encoding; what is not written in it is replaced."""
        self.takes_sizes = False
        """Whether the terminal was asked to tell its size in sequences."""
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._before = b""
        """The last bytes read, in which an old mouse report may have begun."""
        self._rest = ""
        """The beginning of a sequence."""
        self._paste: list[str] | None = None
        """The text pasted so far; None while nothing is."""
        self._parser = XTermParser()

    @property
    def is_waiting(self) -> bool:
        """Whether the input ends in the beginning of a sequence, which may be incomplete."""
        undecoded, _ = self._decoder.getstate()
        return bool(undecoded or self._rest) or self._paste is not None

    def read(self, data: bytes) -> Iterator[Message]:
        """Give the events of some bytes."""
        text = self._rest + self._decoder.decode(self._without_old_mouse(data))
        self._rest = ""
        position = 0
        while position < len(text):
            if self._paste is not None:
                position = yield from self._read_paste(self._paste, text, position)
            elif match := _SEQUENCE.match(text, position):
                position = match.end()
                yield from self._events(match[0])
            elif _BEGINNING.fullmatch(text, position) and len(text) - position < _LONGEST:
                self._rest = text[position:]
                break
            else:
                broken = _BROKEN.match(text, position)
                if broken and broken[0] == _ESC:
                    yield from self._events(_ESC)
                position = broken.end() if broken else position + 1

    def expire(self, idle: float) -> Iterator[Message]:
        """Return the events of a sequence that was begun and not continued.

        Args:
            idle: for how many seconds nothing has come.
        """
        is_late = idle >= _PART_LIMIT
        if is_late:
            self._rest += self._decoder.decode(b"", final=True)
        if self._paste is not None:
            if idle >= _PASTE_LIMIT:
                self._paste.append(self._rest)
                self._rest = ""
                yield self._pasted(self._paste)
        elif len(self._rest) in {1, 2} and idle >= constants.ESCAPE_DELAY:
            rest, self._rest = self._rest, ""
            yield from self._events(rest)
        elif is_late:
            self._rest = ""

    def _read_paste(self, parts: list[str], text: str, start: int) -> Generator[Message, None, int]:
        """Add a text to what is pasted; return where the paste ends in it."""
        end = text.find(_PASTE_END, start)
        if end >= 0:
            parts.append(text[start:end])
            yield self._pasted(parts)
            return end + len(_PASTE_END)
        escape = text.rfind("\x1b", max(start, len(text) - len(_PASTE_END) + 1))
        end = escape if escape >= 0 and _PASTE_END.startswith(text[escape:]) else len(text)
        parts.append(text[start:end])
        self._rest = text[end:]
        return len(text)

    def _pasted(self, parts: list[str]) -> events.Paste:
        self._paste = None
        return events.Paste("".join(parts).replace("\0", ""))

    def _without_old_mouse(self, data: bytes) -> bytes:
        """Replace the numbers of old mouse reports by blanks where they are no ASCII."""
        both = self._before + data
        harmless = _OLD_MOUSE.sub(lambda match: match[0].translate(_HARMLESS), both)
        start = len(self._before)
        self._before = both[1 - _OLD_MOUSE_LENGTH :]
        return harmless[start:]

    def _events(self, sequence: str) -> Iterator[Message]:
        """Give the events of one key or sequence."""
        if sequence == _PASTE_BEGIN:
            self._paste = []
        elif sequence == _ESC:
            yield events.Key("escape", _ESC)
        elif not sequence.startswith(_ESC):
            yield from self._parsed(sequence)
        elif len(sequence) == len("\x1ba"):
            yield from self._with_alt(sequence)
        elif sequence.startswith(_OLD_MOUSE_BEGIN):
            return
        elif sequence[1] == "[" and (normal := self._normal(sequence)):
            yield from self._parsed(normal)
        elif sequence[1] == "O":
            yield from self._parsed(sequence)
        elif reply := background_in(sequence):
            yield reply

    def _with_alt(self, sequence: str) -> Iterator[Message]:
        """Return the events of a key with alt, without a character."""
        key = sequence[1]
        if key.isprintable() and key not in _WORD_KEYS:
            for event in self._parsed(key):
                if isinstance(event, events.Key):
                    name = f"shift+{event.key.lower()}" if key.isupper() else event.key
                    yield events.Key(f"alt+{name}", None)
        else:
            yield from list(self._parsed(sequence)) or self._parsed(key)

    def _normal(self, sequence: str) -> str:
        """Return a control sequence as Textual's parser knows it, or nothing if it says nothing."""
        if match := _RESIZE.fullmatch(sequence):
            height, width = int(match[1][:9]), int(match[2][:9])
            is_size = self.takes_sizes and 0 < height * width <= _MOST_CELLS
            return sequence if is_size else ""
        match = _KITTY.fullmatch(sequence)
        if match is None or match[2] is None:
            return sequence
        code, _, _ = match[1].partition(":")
        modifiers, _, kind = match[2].partition(":")
        text = match[3] or ""
        if kind == _RELEASED:
            return ""
        if match[4] == "u" and not text and modifiers in {"", "1"}:
            text = code
        return (
            f"\x1b[{code};{modifiers};{text}{match[4]}"
            if text
            else f"\x1b[{code};{modifiers}{match[4]}"
        )

    def _parsed(self, sequence: str) -> list[Message]:
        """Have a sequence parsed; what says nothing to the parser leaves nothing in it."""
        found: list[Message] = []
        if len(sequence) <= _LONGEST_PARSED:
            # The parser fails at numbers it can't convert and at letters that don't exist.
            with suppress(Exception):
                found = list(self._parser.feed(sequence))
        if not found:
            self._renew_parser()
        return [event for event in found if not _is_half_letter(event)]

    def _renew_parser(self) -> None:
        old, self._parser = self._parser, XTermParser()
        self._parser.last_x, self._parser.last_y = old.last_x, old.last_y
        self._parser.mouse_pixels = old.mouse_pixels
        self._parser.terminal_size = old.terminal_size
        self._parser.terminal_pixel_size = old.terminal_pixel_size


def _is_half_letter(event: Message) -> bool:
    """Return whether the text of an event contains a surrogate, which is not valid text."""
    if not isinstance(event, events.Key):
        return False
    return any("\ud800" <= letter <= "\udfff" for letter in event.character or "")
