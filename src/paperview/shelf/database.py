"""The file of the shelf: a SQLite database that several programs may use at once.

A change is one transaction that is on disk when `write` returns. Each row has the number of the
transaction that wrote it last, so that other programs read what is new and nothing else.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

from paperview.shelf.keys import keys_with, paper_of
from paperview.shelf.rows import Record, Row, Value
from paperview.text.sanitize import clean, reason_of

_T = TypeVar("_T")

_APPLICATION_ID: Final = 0x70_76_73_68  # "pvsh"
MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """
        CREATE TABLE record (
            id INTEGER PRIMARY KEY,
            entry INTEGER NOT NULL,
            keys TEXT NOT NULL,
            facts TEXT NOT NULL,
            change INTEGER NOT NULL
        )
        """,
        "CREATE INDEX record_change ON record (change)",
        """
        CREATE TABLE value (
            entry INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT,
            time INTEGER NOT NULL,
            change INTEGER NOT NULL,
            PRIMARY KEY (entry, name)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX value_change ON value (change)",
    ),
    # Words of scripts with vowel signs are folded differently.
    (
        "UPDATE record SET keys = present_keys(keys, facts)"
        " WHERE typeof(keys) = 'text' AND typeof(facts) = 'text'",
    ),
)
"""Migrations: each brings a shelf to the next version, so their number is the present version."""

_INSERT_RECORD = (
    "INSERT OR REPLACE INTO record (id, entry, keys, facts, change) VALUES (?, ?, ?, ?, ?)"
)
_INSERT_VALUE = (
    "INSERT OR REPLACE INTO value (entry, name, value, time, change) VALUES (?, ?, ?, ?, ?)"
)
_NEW_RECORDS = "SELECT id, entry, keys, facts FROM record WHERE change > ? ORDER BY change, id"
_PATIENCE = 5.0
"""Seconds to wait for another program that writes to the shelf."""
_PAUSE = 0.02
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is locked by another program",
    sqlite3.SQLITE_LOCKED: "is locked by another program",
    sqlite3.SQLITE_PROTOCOL: "can't be locked; is it on a network drive?",
    sqlite3.SQLITE_READONLY: "is read-only",
    sqlite3.SQLITE_PERM: "is read-only",
    sqlite3.SQLITE_FULL: "can't be written: the disk is full",
    sqlite3.SQLITE_IOERR: "can't be read or written (disk I/O error)",
    sqlite3.SQLITE_NOTADB: "is no shelf",
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_CANTOPEN: "can't be opened",
}
_READ_ONLY: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class ShelfError(Exception):
    """The shelf can't be read or written; the message is one line that says where and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(clean(f"{path}: {reason}"))


class _RefusedError(Exception):
    """The file is not for this program; the message says why."""


class Database:
    """The file of a shelf, or a database in memory that takes its place."""

    def __init__(self, path: Path | None) -> None:
        """Open a file, which is made if it is missing; without one, a database in memory.

        Raises:
            ShelfError: if it can't be used. It is left as it is.
        """
        self.path = path
        self._seen = 0
        """The last transaction that was read or written."""
        self._data_version = 0
        with _explained(path):
            self._connection = _patient(lambda: _connected(path)) if path else _memory()
            self._file = path.stat() if path else None

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def is_in_place(self) -> bool:
        """Return whether the file is still the one that was opened, and not removed or replaced."""
        if self.path is None or self._file is None:
            return True
        try:
            return os.path.samestat(self._file, self.path.stat())
        except OSError:
            return False

    def has_changed(self) -> bool:
        """Return whether another program has written since the last call; it takes microseconds."""
        with _explained(self.path):
            version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        changed, self._data_version = version != self._data_version, version
        return changed

    def news(self) -> list[Row]:
        """Return the rows that were written since the last call, by whomever."""
        with _explained(self.path):
            return self._news()

    def _news(self) -> list[Row]:
        rows, self._seen = _rows_after(self._connection, self._seen)
        return rows

    def write(self, plan: Callable[[list[Row]], Iterable[Row]]) -> list[Row]:
        """Write rows in one transaction, which is on disk when this returns.

        Args:
            plan: takes what others have written since, and returns the rows to write. Nobody else
                writes meanwhile.

        Raises:
            ShelfError: if nothing was written.
        """
        with _explained(self.path), _transaction(self._connection):
            _check_version(self._connection)  # a newer program may have changed it meanwhile
            rows = list(plan(self._news()))
            if rows:
                self._insert(rows, self._seen + 1)
        self._seen += bool(rows)
        return rows

    def _insert(self, rows: Sequence[Row], change: int) -> None:
        records = [row for row in rows if isinstance(row, Record)]
        self._connection.executemany(
            _INSERT_RECORD,
            ((row.id, row.entry, "\n".join(row.keys), row.facts, change) for row in records),
        )
        values = ((*row, change) for row in rows if isinstance(row, Value))
        self._connection.executemany(_INSERT_VALUE, values)


def read_only_rows(path: Path) -> list[Row]:
    """Return the rows of a shelf that can't be opened to write, as far as it can be read.

    Raises:
        ShelfError: if it can't.
    """
    # A file in a folder without write permission can only be read as one that nobody changes.
    if not path.is_file():
        raise ShelfError(path, "is no file")
    for how in ("mode=ro", "mode=ro&immutable=1"):
        with suppress(ShelfError), _explained(path), closing(_opened(path, how)) as connection:
            _check(connection)
            if _version(connection) == len(MIGRATIONS):
                return _rows_after(connection, 0)[0]
    raise ShelfError(path, "can't be read")


def _rows_after(connection: sqlite3.Connection, seen: int) -> tuple[list[Row], int]:
    """Return the rows of all transactions after one, and the number of the last of them."""
    execute = connection.execute
    last = execute(
        "SELECT max((SELECT ifnull(max(change), 0) FROM record),"
        " (SELECT ifnull(max(change), 0) FROM value))"
    ).fetchone()[0]
    if last == seen:
        return [], seen
    # The next call reads a change again that is committed between these two reads.
    records = execute(_NEW_RECORDS, (seen,))
    rows: list[Row] = [
        Record(id_, entry, tuple(keys.split("\n")), facts) for id_, entry, keys, facts in records
    ]
    rows += map(
        Value._make, execute("SELECT entry, name, value, time FROM value WHERE change > ?", (seen,))
    )
    if not all(map(_is_sound, rows)):
        raise ValueError("values of other types")  # which SQLite keeps in any column
    return rows, last


def _is_sound(row: Row) -> bool:
    if isinstance(row, Record):
        return isinstance(row.entry, int) and isinstance(row.facts, str)
    has_value = row.value is None or isinstance(row.value, str)
    return has_value and isinstance(row.time, int) and isinstance(row.name, str)


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """Turn what SQLite and the system say into one line for the user."""
    where = path or Path(":memory:")
    try:
        yield
    except sqlite3.Error as error:
        raise ShelfError(where, _reason(error)) from error
    except _RefusedError as error:
        raise ShelfError(where, str(error)) from error
    except OSError as error:
        is_there = os.path.lexists(where)
        what = "written" if is_there and error.errno in _READ_ONLY else "opened"
        raise ShelfError(where, f"can't be {what} ({reason_of(error)})") from error
    except (ValueError, TypeError, OverflowError) as error:
        raise ShelfError(where, "is damaged") from error


def _reason(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return "is damaged" if "UTF-8" in str(error) else f"can't be used ({error})"
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_IOERR and (
        "LOCK" in error.sqlite_errorname or "SHM" in error.sqlite_errorname
    ):
        return _REASONS[sqlite3.SQLITE_PROTOCOL]
    if primary == sqlite3.SQLITE_ERROR:  # a table or a column is missing
        return "is damaged"
    return _REASONS.get(primary, f"can't be used ({error})")


def _patient(attempt: Callable[[], _T]) -> _T:
    """Try something again while another program holds the lock, as when both make the file."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


def _memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _migrate(connection, None)
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        raise _RefusedError("is no file")
    # Notes are nobody else's business, whatever the umask.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = _opened(path, "mode=rw")
    try:
        _check(connection)
        _set_journal(connection)
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_journal(connection: sqlite3.Connection) -> None:
    """Force each change to disk, by a write-ahead log if possible: others can read meanwhile.

    On some network drives it isn't. There SQLite goes on with its older journal.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_IOERR:
            raise
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS forces nothing to the disk without it


def _opened(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection) -> None:
    """Refuse a database that is no shelf, is damaged or comes from a newer program."""
    is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION_ID and not is_empty:
        raise _RefusedError("is no shelf, but a database of another program")
    _check_version(connection)
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise ValueError(verdict)


def _check_version(connection: sqlite3.Connection) -> None:
    if (version := _version(connection)) > len(MIGRATIONS):
        raise _RefusedError(
            f"was made by a newer paperview (version {version}; this one knows {len(MIGRATIONS)})"
        )


def _migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """Bring a shelf to the newest version, after a backup next to it."""
    if _version(connection) == len(MIGRATIONS):
        return
    connection.create_function("present_keys", 2, _present_keys, deterministic=True)
    with _transaction(connection):
        version = _version(connection)  # another program may have done it meanwhile
        try:
            if version and path:
                _back_up(path, version)
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    connection.execute(statement)
        except (sqlite3.Error, OSError) as error:
            if not version:
                raise
            why = reason_of(error)
            raise _RefusedError(f"can't be brought to version {len(MIGRATIONS)} ({why})") from error
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _present_keys(keys: str, facts: str) -> str:
    try:
        return "\n".join(keys_with(keys.split("\n"), paper_of(facts)))
    except ValueError:
        return keys


def _back_up(path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.version-{version}")
    with closing(_opened(path, "mode=ro")) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    copy.chmod(0o600)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
