"""Completion in fish, from version 3.0 on. It offers files where nothing else is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperview.commands.completion.calls import READER, Call, Option, Values

_HEAD = """\
# Completion of paperview in fish. Made by: paperview completion fish

function __paperview_call --description 'Whether the line is a call of a command'
    set -l words (commandline -opc)
    set -l call @READER@
    if set -q words[2]; and contains -- $words[2] @NAMES@
        set call $words[2]
    end
    test $call = $argv[1]
end

function __paperview_first --description 'Whether the first word of the line is typed'
    test (count (commandline -opc)) -eq 1
end

function __paperview_word --description 'Whether the first word of a command is typed'
    __paperview_call $argv[1]; or return
    set -l words (commandline -opc)
    set -e words[1..2]
    set -l is_value
    for word in $words
        if test -n "$is_value"
            set is_value
        else if contains -- $word @VALUED@
            set is_value yes
        else if not string match -q -- '-*' $word
            return 1
        end
    end
end

function __paperview_list --description 'Names with commas between them'
    set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*,')
    printf "$before%s\\n" $argv
end

complete -c paperview -e
"""


def script(calls: Sequence[Call]) -> str:
    """Return the script for fish."""
    commands = [call for call in calls if call.name != READER]
    head = _HEAD.replace("@READER@", READER)
    head = head.replace("@NAMES@", " ".join(call.name for call in commands))
    valued = dict.fromkeys(flag for call in calls for flag, _ in call.valued)
    lines = [head.replace("@VALUED@", " ".join(valued))]
    lines += [
        _line("__paperview_first", f"-a {call.name}", f"-d {_quoted(call.summary)}")
        for call in commands
    ]
    for call in calls:
        lines.append("")
        lines += [_option(call, option) for option in call.options]
        lines += _words(call)
    return "\n".join(lines) + "\n"


def _line(condition: str, *parts: str) -> str:
    return " ".join(filter(None, (f"complete -c paperview -n '{condition}'", *parts)))


def _option(call: Call, option: Option) -> str:
    flags = [
        f"-l {flag.removeprefix('--')}" if flag.startswith("--") else f"-s {flag[1:]}"
        for flag in option.flags
        if flag.startswith("-")
    ]
    takes = "" if option.values is None else _values(option.values)
    about = f"-d {_quoted(option.help)}"
    return _line(f"__paperview_call {call.name}", *flags, takes, about)


def _values(values: Values) -> str:
    """Return what says that an option takes a value, and which."""
    if values.are_files:
        return "-r -F"
    if values.are_folders:
        return "-x -a '(__fish_complete_directories)'"
    return f"-x {_offer(values)}".rstrip()


def _offer(values: Values) -> str:
    names = " ".join(values.names)
    if values.are_several:
        return f"-a '(__paperview_list {names})'"
    return f"-a {_quoted(names)}" if names else ""


def _words(call: Call) -> Iterable[str]:
    if not call.further.are_files:
        yield _line(f"__paperview_call {call.name}", "-f")
    elif not call.first.are_files:
        yield _line(f"__paperview_word {call.name}", "-f")
    if call.first.names:
        yield _line(f"__paperview_word {call.name}", _offer(call.first))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
