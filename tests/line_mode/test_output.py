"""What the line mode prints."""

from __future__ import annotations

import pytest

from paperview.line_mode.output import say, say_verbatim
from paperview.system import streams


def test_nothing_that_is_printed_controls_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "columns", lambda: 20)
    say("a\x1b[2J\x07\x9bb\u202e\nsecond")
    say_verbatim("c\x1b]0;t\x07\td")
    assert capsys.readouterr().out == "a␛[2J␇\ufffdb\ufffd\nsecond\nc␛]0;t␇ d\n"


def test_lines_are_wrapped_but_not_those_to_copy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "columns", lambda: 5)  # 20 at least
    say("3. word word word word word", further="   ")
    say_verbatim("word word word word word")
    assert capsys.readouterr().out == "3. word word word\n   word word\n" + "word " * 4 + "word\n"
