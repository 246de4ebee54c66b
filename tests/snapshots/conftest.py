"""Pictures must come out the same on every machine and at every time."""

import pytest
from textual._compositor import Compositor

from tests.ui.conftest import copied, forget, opened, still, styled_once

__all__ = ["copied", "opened", "still", "styled_once"]


@pytest.fixture(autouse=True)
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer take no time, every machine have all colours, and draw pictures alone."""
    monkeypatch.setattr(Compositor, "render_partial_update", forget)  # a picture is a full one
    monkeypatch.setattr("paperview.index.searcher.perf_counter", lambda: 0.0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
