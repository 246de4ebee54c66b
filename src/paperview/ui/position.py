"""A position: the filter, the order and the paper under the cursor, for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from paperview.index.results import Order
from paperview.library.store.fingerprint import Fingerprint
from paperview.model.paper import ArxivId, Doi


class Position(NamedTuple):
    """The filter, the order, and the paper under the cursor."""

    text: str = ""
    order: Order = Order.BEST
    paper: Fingerprint | None = None
    """None for the first one."""

    def as_json(self) -> dict[str, Any]:
        """Return it in a form that JSON can hold."""
        fields: dict[str, Any] = {"filter": self.text, "order": self.order.name.lower()}
        if self.paper is not None:
            ids = [str(one) for one in self.paper.identities]
            fields["paper"] = {"ids": ids, "clues": [list(clue) for clue in self.paper.clues]}
        return fields


def position_of(fields: Mapping[str, Any]) -> Position:
    """Return a position as it was kept; what can't be read of it is left out."""
    name = str(fields.get("order", "")).upper()
    order = Order[name] if name in Order.__members__ else Order.BEST
    return Position(str(fields.get("filter", "")), order, _fingerprint(fields.get("paper")))


def _fingerprint(field: object) -> Fingerprint | None:
    if not isinstance(field, dict):
        return None
    parsed = (ArxivId.parse(text) or Doi.parse(text) for text in map(str, field.get("ids", ())))
    clues = tuple(tuple(map(str, clue)) for clue in field.get("clues", ()))
    return Fingerprint(tuple(one for one in parsed if one), clues)
