"""Completion in zsh, by its own function `_arguments`."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from paperview.commands.completion.calls import READER, Call, Option, Values
from paperview.lazy import lazy_pattern

_SPECIAL = lazy_pattern(r"([\[\]:\\])")

_TEXT = """\
#compdef paperview
# Completion of paperview in zsh. Made by: paperview completion zsh

_paperview_commands() {
    local -a commands=(
@COMMANDS@
    )
    _describe -t commands command commands
}

_paperview_first() {
    _alternative 'commands:command:_paperview_commands' 'files:file:_files'
}

_paperview() {
    local call=@READER@
    if (( CURRENT > 2 )); then
        case $words[2] in
            (@NAMES@)
                call=$words[2]
                shift words
                (( CURRENT-- ))
                ;;
        esac
    fi
    case $call in
@CALLS@
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _paperview "$@"
else
    compdef _paperview paperview
fi
"""


def script(calls: Sequence[Call]) -> str:
    """Return the script for zsh."""
    commands = [call for call in calls if call.name != READER]
    texts = {
        "READER": READER,
        "COMMANDS": "\n".join(
            f"        {quote(f'{call.name}:{_escaped(call.summary)}')}" for call in commands
        ),
        "NAMES": "|".join(call.name for call in commands),
        "CALLS": "\n".join(map(_call, calls)),
    }
    text = _TEXT
    for name, part in texts.items():
        text = text.replace(f"@{name}@", part)
    return text


def _call(call: Call) -> str:
    first = "_paperview_first" if call.name == READER else _action(call.first)
    specs = [spec for option in call.options for spec in _specs(option)]
    specs.append(f"1:{_said(call.first)}:{first}")
    specs.append(f"*:{_said(call.further)}:{_action(call.further)}")
    lines = " \\\n".join(f"                {quote(spec)}" for spec in specs)
    return f"        ({call.name})\n            _arguments -s -S \\\n{lines}\n            ;;"


def _specs(option: Option) -> list[str]:
    """Return the specifications of an option, one for each way to write it."""
    others = "" if option.is_repeated else f"({' '.join(option.flags)})"
    star = "*" if option.is_repeated else ""
    specs = []
    for flag in option.flags:
        takes = ""
        sign = ""
        if option.values is not None:
            sign = "=" if flag.startswith("--") else ""
            takes = f":{_said(option.values)}:{_action(option.values)}"
        specs.append(f"{others}{star}{flag}{sign}[{_escaped(option.help)}]{takes}")
    return specs


def _said(values: Values) -> str:
    return _escaped(values.placeholder) or " "


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _action(values: Values) -> str:
    if values.are_files:
        return "_files"
    if values.are_folders:
        return "_files -/"
    if not values.are_whole:
        return f"compadd -S '' - {' '.join(values.names)}"
    if values.are_several:
        return f"_sequence compadd - {' '.join(values.names)}"
    return f"({' '.join(values.names)})" if values.names else ""
