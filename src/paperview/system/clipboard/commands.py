"""Running an outside command so that it can neither hang us nor write on our screen."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

LIMIT_S = 1.0
"""Seconds a command may take: a hundred times what a healthy one needs."""


class CommandError(Exception):
    """A command is missing, could not be started, or ended with an error."""


class CommandHangsError(CommandError):
    """A command did not end within its time limit and was killed."""


def find(name: str, env: Mapping[str, str]) -> str | None:
    """Return the path of an executable on the PATH of `env`, or None."""
    return shutil.which(name, path=env.get("PATH", os.defpath))


def send(
    command: Sequence[str], data: bytes, env: Mapping[str, str], limit_s: float | None = None
) -> None:
    """Run a command that takes `data` on its standard input.

    Its output goes nowhere, and not into a pipe either: xclip, xsel and wl-copy leave a child
    behind that serves the selection and would hold a pipe open for hours.

    Raises:
        CommandError: It is missing or failed.
        CommandHangsError: It took longer than `limit_s`, by default `LIMIT_S`.
    """
    _run(command, data, env, limit_s, keep_output=False)


def ask(command: Sequence[str], env: Mapping[str, str], limit_s: float | None = None) -> bytes:
    """Return what a command, given no input, writes to its standard output.

    Raises:
        CommandError: It is missing or failed.
        CommandHangsError: It took longer than `limit_s`, by default `LIMIT_S`.
    """
    return _run(command, None, env, limit_s, keep_output=True)


def _run(
    command: Sequence[str],
    data: bytes | None,
    env: Mapping[str, str],
    limit_s: float | None,
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
        raise CommandError(f"{command[0]} can't be started: {error}") from error
    with process:
        try:
            output, _ = process.communicate(data, LIMIT_S if limit_s is None else limit_s)
        except subprocess.TimeoutExpired as error:
            # The whole group, as what hangs may be a child of the command. No killed process
            # is left to write, so closing the pipes and waiting, which `with` does, ends.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise CommandHangsError(f"{command[0]} takes too long") from error
    if process.returncode:
        raise CommandError(f"{command[0]} ended with {process.returncode}")
    return output or b""
