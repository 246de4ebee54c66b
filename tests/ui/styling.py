"""Textual's style sheets, asked once what they say of a widget, for all tests.

Textual compares all rules with each widget whenever the focus or the size changes, and in each
reader that starts. That took an eighth of the time of the screen's tests. The answer depends on
types, ids, classes and pseudo-classes of the widget and of what it is in, and on nothing else.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import cast

import pytest
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_State = tuple[Hashable, ...]
_FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


class _Answers:
    """What the rules of a style sheet say, as it is with one theme and some screens."""

    def __init__(self) -> None:
        self.pseudo_classes: dict[_State, frozenset[str]] = {}
        """Those on which it depends what is said of a widget of a type, id and classes."""
        self.of_parts: dict[type[DOMNode], frozenset[str]] = {}
        """Those on which the styles of a widget's parts depend."""
        self.styles: dict[_State, tuple[RulesMap, list[bool]]] = {}


_parse = cast("Callable[..., list[RuleSet]]", Stylesheet._parse_rules)
apply = Stylesheet.apply
apply_to_parts = Stylesheet._process_component_classes

_PARSED: dict[tuple[object, ...], list[RuleSet]] = {}
_ANSWERS: dict[tuple[int, ...], _Answers] = {}


def ask_once(patch: pytest.MonkeyPatch) -> None:
    """Let all readers share what is found out about their style sheets."""
    patch.setattr(Stylesheet, "_parse_rules", _parse_once)
    patch.setattr(Stylesheet, "apply", _apply_known)
    patch.setattr(Stylesheet, "_process_component_classes", _apply_to_changed_parts)


def _parse_once(sheet: Stylesheet, *args: object, **kwargs: object) -> list[RuleSet]:
    key = (*sheet._variables.items(), *args, *kwargs.items())
    if key not in _PARSED:
        _PARSED[key] = _parse(sheet, *args, **kwargs)
    return _PARSED[key]


def _apply_known(
    sheet: Stylesheet,
    node: DOMNode,
    *,
    animate: bool = False,
    cache: dict[tuple[object, ...], RulesMap] | None = None,  # noqa: ARG001 - this one is larger
) -> None:
    answers = _answers(sheet)
    state = _state(node, _pseudo_classes(sheet, answers, node))
    if state in answers.styles:
        rules, flags = answers.styles[state]
        for name, value in zip(_FLAGS, flags, strict=True):
            setattr(node, name, value)
        if animate or node.styles.base._rules != rules:
            sheet.replace_rules(node, rules, animate=animate)
        else:
            node.notify_style_update()
        sheet._process_component_classes(node)
        return
    found: dict[tuple[object, ...], RulesMap] = {}
    apply(sheet, node, animate=animate, cache=found)
    for rules in found.values():
        answers.styles[state] = rules, [getattr(node, name) for name in _FLAGS]


def _apply_to_changed_parts(sheet: Stylesheet, node: DOMNode) -> None:
    answers, kind = _answers(sheet), type(node)
    if kind not in answers.of_parts:
        parts = [DOMNode(classes=part) for part in node._get_component_classes()]
        names = [_pseudo_classes(sheet, answers, part) for part in parts]
        answers.of_parts[kind] = frozenset().union(*names)
    state = (id(answers), _state(node, answers.of_parts[kind]))
    if node.__dict__.get("_state_of_parts") != state:
        apply_to_parts(sheet, node)
        node.__dict__["_state_of_parts"] = state


def _answers(sheet: Stylesheet) -> _Answers:
    asked, answers = sheet.__dict__.get("_answers", (None, None))
    if asked is not sheet.rules:
        answers = _ANSWERS.setdefault(tuple(map(id, sheet.rules)), _Answers())
        sheet.__dict__["_answers"] = sheet.rules, answers
    return cast("_Answers", answers)


def _pseudo_classes(sheet: Stylesheet, answers: _Answers, node: DOMNode) -> frozenset[str]:
    own = _own(node)
    if own not in answers.pseudo_classes:
        by_name = sheet.rules_map
        rules = [rule for name in by_name.keys() & node._selector_names for rule in by_name[name]]
        answers.pseudo_classes[own] = frozenset().union(*[rule.pseudo_classes for rule in rules])
    return answers.pseudo_classes[own]


def _state(node: DOMNode, pseudo_classes: frozenset[str]) -> _State:
    """Return all of a widget, and of what it is in, on which its styles may depend."""
    state: list[Hashable] = []
    for one in node.css_path_nodes:
        state += _own(one)
        known = cast("Mapping[str, Callable[[DOMNode], bool]]", one._PSEUDO_CLASSES)
        state += [name for name in pseudo_classes if name in known and known[name](one)]
    return tuple(state)


def _own(node: DOMNode) -> _State:
    return type(node), node._id, frozenset(node._classes)
