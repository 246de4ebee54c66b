"""Many cases of one rule in one test."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

_Test = TypeVar("_Test", bound=Callable[..., None])


def for_each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[_Test], _Test]:
    """Try a test with one case after the other.

    As `pytest.mark.parametrize`, but in one test: what pytest does around a test takes longer than
    most cases. For tests that leave nothing behind and take no time.

    Args:
        names: the parameter or, in a tuple, the parameters that each case has values for.
        cases: a value, or one for each name.
    """
    named = (names,) if isinstance(names, str) else names
    every = [(case,) if isinstance(names, str) else tuple(case) for case in cases]

    def decorate(test: _Test) -> _Test:
        @wraps(test)
        def try_each(**others: object) -> None:
            for case in every:
                given = dict(zip(named, case, strict=True))
                try:
                    test(**others, **given)
                except BaseException as error:
                    error.add_note(f"with {given!r}"[:1000])
                    raise

        signature = inspect.signature(test)
        left = [one for name, one in signature.parameters.items() if name not in named]
        try_each.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return cast("_Test", try_each)

    return decorate
