"""Pictures must come out the same on every machine and at every time."""

import pytest

from tests.ui.conftest import copied, opened, parsed_once, still

__all__ = ["copied", "opened", "parsed_once", "still"]


@pytest.fixture(autouse=True)
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer take no time, and every machine have all colours."""
    monkeypatch.setattr("paperview.index.searcher.perf_counter", lambda: 0.0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
