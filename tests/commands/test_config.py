"""`paperview config`: settings shown, begun and edited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paperview.settings import remembered, settings_file, table
from paperview.settings.settings import Settings
from tests.commands.conftest import Call
from tests.settings.support import written


def test_every_setting_is_shown_with_its_value_and_origin(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("\nmark_read = 3")
    monkeypatch.setenv("PAPERVIEW_WATCH", "yes")
    remembered.remember(Settings(), table.EDITOR, "ed")
    code, out, err = call("config", "--set", "cache.limit=5G")
    assert (code, err) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines()}
    assert list(rows) == [one.name for one in table.SETTINGS]
    assert rows["mark_read"] == ["3", f"{settings_file()}:2"]
    assert rows["watch"] == ["true", "PAPERVIEW_WATCH"]
    assert rows["editor"] == ['"ed"', "remembered"]
    assert rows["cache.limit"] == ['"5G"', "--set"]
    assert rows["restore"] == ["true", "default"]
    assert call("config", "watch", "cache")[1].split()[::3] == ["watch", "cache.limit"]


def test_what_is_wrong_is_told_and_counts_in_the_exit_code(call: Call) -> None:
    path = written("wach = true")
    code, out, err = call("config", "watch")
    assert code == 1
    assert out == "watch  false  default\n"
    assert err == f"paperview: {path}:1: there is no setting wach; did you mean watch?\n"
    code, out, err = call("search", "", "--limit", "1")
    assert code == 0, "a command goes on with the rest"
    assert "wach" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("config", "wach"), "there is no setting wach; did you mean watch?"),
        (("config", "paht"), "there is no setting paht; did you mean path?"),
        (("config", "path", "watch"), "path takes nothing else; see paperview config --help"),
        (("config", "--set", "watch"), "argument --set: 'watch' is not NAME=VALUE"),
        (("config", "--set", "=3"), "argument --set: '=3' is not NAME=VALUE"),
        (("search", "--set", "wach=1", "x"), "there is no setting wach; did you mean watch?"),
        (("--mark-read", "x"), "argument --mark-read: mark_read is 'x', not a number of seconds"),
        (("settings",), "no such file or command; did you mean: paperview config"),
    ],
)
def test_a_mistake_takes_one_line(arguments: tuple[str, ...], said: str, call: Call) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_file_is_begun_once(call: Call) -> None:
    path = settings_file()
    assert call("config", "path") == (0, f"{path}\n", "")
    assert call("config", "init") == (0, f"wrote {path}\n", "")
    assert call("config")[2] == ""
    text = path.read_text(encoding="utf-8")
    assert call("config", "init") == (
        2,
        "",
        f"paperview config: {path}: is there already; to open it: paperview config edit\n",
    )
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_begun_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERVIEW_CONFIG", "/dev/null/mine.toml")
    code, _, err = call("config", "init")
    assert code == 2
    assert err == (
        "paperview config: /dev/null/mine.toml: can't be written (the folder is a file)\n"
    )


def test_a_link_that_leads_nowhere_yet_is_edited(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings_file()
    path.parent.mkdir(parents=True)
    path.symlink_to("mine.toml")
    monkeypatch.setattr("paperview.system.streams.TERMINAL", os.devnull)
    _, _, err = call("config", "edit", "--set", "editor=true")
    assert "there already" not in err


def test_an_option_of_the_shelf_counts_more_than_its_variable_and_the_file(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written(f'shelf = "{tmp_path}/file.db"')
    assert call("shelf", "path")[1] == f"{tmp_path}/file.db\n"
    monkeypatch.setenv("PAPERVIEW_SHELF", "~/variable.db")
    assert call("shelf", "path")[1] == f"{os.environ['HOME']}/variable.db\n"
    assert call("shelf", "path", "--shelf", "mine.db")[1] == "mine.db\n"


def test_citation_keys_are_formed_as_set(call: Call, sample: Path) -> None:
    form = ("--set", "citation.key={Author}:{yy}", "--set", "citation.keep=no")
    plain = call("search", "zebra", str(sample), "--format", "bibtex")[1]
    out = call("search", "zebra", str(sample), "--format", "bibtex", *form)[1]
    assert "{One:20," in out
    assert "{One:20" not in plain


def test_the_editor_that_is_set_opens_the_file_and_what_it_leaves_is_looked_at(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    class Editor:
        def __init__(self, command: list[str], **_: object) -> None:
            opened.append(command)
            Path(command[-1]).write_text("wach = true", encoding="utf-8")

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("paperview.system.editor.subprocess.Popen", Editor)
    monkeypatch.setattr("paperview.system.streams.TERMINAL", os.devnull)
    monkeypatch.setenv("VISUAL", "not-this-one")
    code, out, err = call("config", "edit", "--set", "editor=ed -p '>'")
    assert opened == [["ed", "-p", ">", str(settings_file())]]
    assert (code, out) == (0, "")
    assert "did you mean watch?" in err
    call("config", "edit")
    assert opened[1] == ["not-this-one", str(settings_file())]


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("/nowhere/ed", "/nowhere/ed can't be started (No such file or directory)"),
        ("ed 'a b", "the editor's command can't be read: ed 'a b"),
    ],
)
def test_an_editor_that_cannot_be_started_is_told(
    editor: str, said: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperview.system.streams.TERMINAL", os.devnull)
    code, _, err = call("config", "edit", "--set", f"editor={editor}")
    assert (code, err.partition(": ")[2]) == (2, f"{said}\n")
    assert settings_file().is_file(), "there was none, so one was begun"


def test_an_option_says_what_it_does_and_not_what_its_setting_does(call: Call) -> None:
    said = " ".join(call("--help")[1].split())
    assert "--fresh don't come back to the last filter and paper" in said
    assert "--watch reload files when they change" in said
