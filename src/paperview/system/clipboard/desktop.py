"""The desktop's clipboard: pyperclip chooses the tool, we run it and read the text back.

pyperclip's own functions ignore the exit code, let the tool write errors on the screen, and wait
for it without a limit. So for every command-line tool that it may choose, the command is repeated
here and run with a time limit. Its ways within the process (Windows, PyObjC, Cygwin) are used as
they are.
"""

import base64
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from paperview.text.sanitize import reason_of

# xsel and xclip go into the background first and take the selection then, so that now and then
# (1 of 60 times on a busy machine) the old text comes back when asked at once, or an error where
# nothing was on the clipboard before.
_PAUSES_S = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)

# Without a UTF-8 locale pbcopy takes its input for MacRoman, and pbpaste undoes the damage on
# reading back, so that the comparison could not reveal it. LC_ALL overrules all other settings.
_UTF8_LOCALE = {"LC_ALL": "en_US.UTF-8"}

_READ_IN_POWERSHELL = (
    "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((Get-Clipboard -Raw)))"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A text that a tool has accepted.

    Attributes:
        tool: The tool's name, for the user.
        verified: Whether the tool gave the text back unchanged; False where it can't be asked.
    """

    tool: str
    verified: bool


@dataclass(frozen=True, slots=True)
class _Tool:
    """The calls of one command-line tool.

    Attributes:
        copy: The command that stores, the first word being the tool's name.
        paste: The command that writes the clipboard's text to its standard output.
        encode: Text to the bytes that `copy` reads.
        decode: Bytes that `paste` writes to text.
        as_argument: Whether `copy` takes the text as its last argument, not on standard input.
        settings: Environment variables to set for both.
        paste_limit_s: Time limit for `paste`, where the usual one does not do.
    """

    copy: tuple[str, ...]
    paste: tuple[str, ...]
    encode: Callable[[str], bytes] = str.encode
    decode: Callable[[bytes], str] = bytes.decode
    as_argument: bool = False
    settings: Mapping[str, str] | None = None
    paste_limit_s: float | None = None


# By the name of the function that pyperclip.determine_clipboard() returns.
_TOOLS = {
    "copy_xclip": _Tool(("xclip", "-selection", "c"), ("xclip", "-selection", "c", "-o")),
    "copy_xsel": _Tool(("xsel", "-b", "-i"), ("xsel", "-b", "-o")),
    # The type is given as wl-copy would guess it from the text, and may guess an image.
    "copy_wl": _Tool(("wl-copy", "--type", "text/plain"), ("wl-paste", "-n", "-t", "text")),
    "copy_osx_pbcopy": _Tool(("pbcopy",), ("pbpaste",), settings=_UTF8_LOCALE),
    "copy_wsl": _Tool(
        ("clip.exe",),
        ("powershell.exe", "-noprofile", "-command", _READ_IN_POWERSHELL),
        encode=lambda text: text.encode("utf-16le"),
        decode=lambda output: base64.b64decode(output.strip()).decode(),
        paste_limit_s=5.0,  # PowerShell alone takes a second or two to start
    ),
    "copy_klipper": _Tool(
        ("qdbus", "org.kde.klipper", "/klipper", "setClipboardContents"),
        ("qdbus", "org.kde.klipper", "/klipper", "getClipboardContents"),
        decode=lambda output: output.decode().removesuffix("\n"),  # qdbus ends its answer so
        as_argument=True,
    ),
}


def store(text: str, env: Mapping[str, str]) -> Stored | None:
    """Put a text on the desktop's clipboard with the tool of pyperclip's choice.

    Returns:
        None where there is no tool, or where it fails, hangs or gives back something else.
    """
    functions = _choice_of_pyperclip()
    if functions is None:
        return None
    tool = _TOOLS.get(functions[0].__name__)
    return _run_tool(tool, text, env) if tool else _call_pyperclip(*functions, text)


def _choice_of_pyperclip() -> tuple[Callable[[str], object], Callable[[], object]] | None:
    # Imported here, because most runs never copy; it has no types.
    import pyperclip  # type: ignore[import-untyped]  # noqa: PLC0415

    # Qt serves a selection only while its event loop runs, which it does not here, and it aborts
    # the whole process when DISPLAY leads nowhere. So pyperclip must not choose it.
    pyperclip.init_qt_clipboard = pyperclip.init_no_clipboard
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they would be written on the screen
        copy, paste = pyperclip.determine_clipboard()
    return (copy, paste) if copy else None


def _run_tool(tool: _Tool, text: str, env: Mapping[str, str]) -> Stored | None:
    env = {**env, **(tool.settings or {})}
    name = tool.copy[0]
    try:
        if tool.as_argument:
            send([*tool.copy, text], b"", env)
        else:
            send(tool.copy, tool.encode(text), env)
        if find(tool.paste[0], env) is None:
            return Stored(name, verified=False)
        if any(_gives_back(tool, text, env, pause) for pause in _PAUSES_S):
            return Stored(name, verified=True)
    except CommandError:
        return None
    return None


def _gives_back(tool: _Tool, text: str, env: Mapping[str, str], pause_s: float) -> bool:
    time.sleep(pause_s)
    try:
        return tool.decode(ask(tool.paste, env, tool.paste_limit_s)) == text
    except CommandHangsError:
        raise
    except (CommandError, ValueError):  # ValueError: what came back is no text
        return False


def _call_pyperclip(
    copy: Callable[[str], object], paste: Callable[[], object], text: str
) -> Stored | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would be written on the screen
            copy(text)
            back = paste()
    except Exception:  # from RuntimeError to AssertionError, after the system; all mean "no"
        return None
    return Stored("pyperclip", verified=True) if back == text else None


LIMIT_S = 1.0
"""Seconds a command may take: a hundred times what a healthy one needs."""


class CommandError(Exception):
    """A command is missing, could not be started, or ended with an error."""


class CommandHangsError(CommandError):
    """A command did not end within its time limit and was killed."""


def find(name: str, env: Mapping[str, str]) -> str | None:
    """Return the path of an executable on the PATH of `env`, or None."""
    return shutil.which(name, path=env.get("PATH", os.defpath))


def send(command: Sequence[str], data: bytes, env: Mapping[str, str]) -> None:
    """Run a command that takes `data` on its standard input.

    Its output goes nowhere, and not into a pipe either: xclip, xsel and wl-copy leave a child
    behind that serves the selection and would hold a pipe open for hours.

    Raises:
        CommandError: It is missing or failed.
        CommandHangsError: It took longer than `LIMIT_S`.
    """
    _run(command, data, env, LIMIT_S, keep_output=False)


def ask(command: Sequence[str], env: Mapping[str, str], limit_s: float | None = None) -> bytes:
    """Return what a command, given no input, writes to its standard output.

    Raises:
        CommandError: It is missing or failed.
        CommandHangsError: It took longer than `limit_s`, by default `LIMIT_S`.
    """
    return _run(command, None, env, limit_s or LIMIT_S, keep_output=True)


def _run(
    command: Sequence[str],
    data: bytes | None,
    env: Mapping[str, str],
    limit_s: float,
    *,
    keep_output: bool,
) -> bytes:
    path = find(command[0], env)
    if path is None:
        raise CommandError(f"{command[0]} is not on the PATH")
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command line and never a shell
            [path, *command[1:]],
            env=dict(env),
            stdin=subprocess.DEVNULL if data is None else subprocess.PIPE,
            stdout=subprocess.PIPE if keep_output else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # no controlling terminal to write to, and its own group
        )
    except (OSError, ValueError) as error:
        raise CommandError(f"{command[0]} can't be started: {reason_of(error)}") from error
    with process:
        try:
            output, _ = process.communicate(data, limit_s)
        except subprocess.TimeoutExpired as error:
            # The whole group, as what hangs may be a child of the command. No killed process
            # is left to write, so closing the pipes and waiting, which `with` does, ends.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise CommandHangsError(f"{command[0]} takes too long") from error
    if process.returncode:
        raise CommandError(f"{command[0]} ended with {process.returncode}")
    return output or b""
