"""Completion in bash, from version 3.2 on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote

from paperview.commands.completion.calls import READER, Call, Values

_HEAD = """\
# Completion of paperview in bash. Made by: paperview completion bash

_paperview_add() {
    local line
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$@")
}

_paperview_names() {
    _paperview_add -W "${*:2}" -- "$1"
}

_paperview_assignments() {  # bash takes list.order=newest apart
    _paperview_names "$given$1" "${@:2}"
    [[ ${COMPREPLY[*]} == *= ]] && compopt -o nospace 2>/dev/null
    COMPREPLY=("${COMPREPLY[@]#"$given"}")
}

_paperview_list() {  # names with commas between them
    local before=
    [[ $1 == *,* ]] && before=${1%,*},
    _paperview_add -P "$before" -W "${*:2}" -- "${1##*,}"
    compopt -o nospace 2>/dev/null
}

_paperview_paths() {
    _paperview_add "$1" -- "${2/#\\~\\//$HOME/}"
    compopt -o filenames 2>/dev/null
}

"""
_BODY = """\
_paperview() {
    local IFS=$' \\t\\n'
    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local call=@READER@ option= valued=' ' options= first=1 number=0 is_end= index word
    local is_apart= given=
    COMPREPLY=()
    if (( COMP_CWORD > 1 )); then
        case ${COMP_WORDS[1]} in
            @COMMANDS@) call=${COMP_WORDS[1]} first=2 ;;
        esac
    fi
    case $call in
@OPTIONS@
    esac
    for (( index = first; index < COMP_CWORD; index++ )); do
        word=${COMP_WORDS[index]}
        if [[ $word == = ]]; then (( index++ ))
        elif [[ $is_end ]]; then (( number++ ))
        elif [[ $word == -- ]]; then is_end=1
        elif [[ $valued == *" $word "* ]]; then
            [[ ${COMP_WORDS[index+1]} == = ]] || (( index++ ))
        elif [[ $word != -?* ]]; then (( number++ ))
        fi
    done
    # bash takes --format=ids apart, and --set theme=nord
    index=$(( COMP_CWORD - 1 ))
    if [[ $cur == = ]]; then cur= is_apart=1
    elif [[ $before == = ]]; then index=$(( index - 1 )) is_apart=1
    fi
    option=${COMP_WORDS[index]}
    if [[ $is_apart && $option != -* ]]; then
        word=${COMP_WORDS[index-1]}
        [[ $word == = ]] && word=${COMP_WORDS[index-2]}
        [[ $valued == *" $word "* ]] && given=$option= option=$word
    fi
    if [[ ! $is_end && $valued == *" $option "* ]]; then
        case $call$option in
@VALUES@
        esac
        return
    fi
    if [[ ! $is_end && $cur == -* ]]; then
        _paperview_names "$cur" $options
        return
    fi
    if (( COMP_CWORD == 1 )); then
        _paperview_names "$cur" @NAMES@
    fi
    case $call$(( number > 0 )) in
@WORDS@
    esac
}

complete -F _paperview paperview
"""


def script(calls: Sequence[Call]) -> str:
    """Return the script for bash."""
    commands = [call.name for call in calls if call.name != READER]
    texts = {
        "READER": READER,
        "COMMANDS": "|".join(commands),
        "NAMES": " ".join(commands),
        "OPTIONS": "\n".join(map(_options, calls)),
        "VALUES": _cases(
            "            ",
            ((call.name + flag, values) for call in calls for flag, values in call.valued),
        ),
        "WORDS": _cases(
            "        ",
            (
                (f"{call.name}{which}", values)
                for call in calls
                for which, values in enumerate((call.first, call.further))
            ),
        ),
    }
    body = _BODY
    for name, text in texts.items():
        body = body.replace(f"@{name}@", text)
    return _HEAD + body


def _options(call: Call) -> str:
    flags = _quoted(flag for option in call.options for flag in option.flags)
    valued = " ".join(flag for flag, _ in call.valued)
    lines = (f"{call.name})", f"    options={quote(flags)}", f"    valued=' {valued} ' ;;")
    return "\n".join(f"        {line}" for line in lines)


def _cases(indent: str, wanted: Iterable[tuple[str, Values]]) -> str:
    """Return the branches of a `case` that offer values, one for all that offer the same."""
    patterns: dict[str, list[str]] = {}
    for pattern, values in wanted:
        patterns.setdefault(_filled(values), []).append(pattern)
    patterns.pop("", None)
    return "\n".join(f"{indent}{'|'.join(some)}) {fill} ;;" for fill, some in patterns.items())


def _filled(values: Values) -> str:
    """Return the command that offers values; nothing where there are none to offer."""
    if values.are_files:
        return '_paperview_paths -f "$cur"'
    if values.are_folders:
        return '_paperview_paths -d "$cur"'
    if values.names:
        fill = "_paperview_names" if values.are_whole else "_paperview_assignments"
        fill = "_paperview_list" if values.are_several else fill
        return f'{fill} "$cur" {_quoted(values.names)}'
    return ""


def _quoted(words: Iterable[str]) -> str:
    return " ".join(map(quote, words))
