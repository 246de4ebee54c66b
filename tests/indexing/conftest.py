"""What is opened in a test is closed behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.indexing import support


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while support.OPEN:
        support.OPEN.pop().close()
