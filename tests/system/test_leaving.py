"""The end of the program: while a thread is in compiled code, and with something left to do."""

import signal
import subprocess
import sys

import pytest

COMPARING = """
from threading import Event, Thread
from rapidfuzz import process
from paperview.__main__ import main

names = [f"{number:x}" * 9 for number in range(3_000)]
has_compared = Event()

def compare():
    while True:
        process.cdist(names[:50], names)
        has_compared.set()

for _ in range(3):
    Thread(target=compare, daemon=True).start()
has_compared.wait()
main()
"""


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["--no-such-option"], 2)])
def test_quitting_while_names_are_compared_gives_the_exit_code_and_all_output(
    arguments: list[str], code: int
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", COMPARING, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ended.returncode == code, ended.stderr
    assert (ended.stderr if code else ended.stdout).startswith("paperview")


@pytest.mark.parametrize(
    ("work", "code", "out"),
    [("print, 'removed'", 3, b"removed\n"), ("signal.raise_signal, 2", -signal.SIGINT, b"")],
    ids=["done", "interrupted"],
)
def test_what_is_registered_for_the_exit_is_done_unless_that_is_interrupted(
    work: str, code: int, out: bytes
) -> None:
    program = (
        "import atexit, signal; from paperview.system.leaving import leave;"
        f"atexit.register({work}); leave(3)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, out, b"")
