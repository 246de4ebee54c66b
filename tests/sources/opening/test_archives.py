"""Zip files are like folders; nothing that somebody put into one does any harm."""

from __future__ import annotations

import bz2
import gc
import gzip
import lzma
import struct
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from paperview.sources import folders, opening
from paperview.sources.decompression import Damaged
from paperview.sources.folders import open_archive
from paperview.sources.problem import Problem, SourceError
from paperview.sources.source import DEFAULTS, JsonlSource, Opened, TextSource
from paperview.sources.zip_archive import Archive, open_member
from tests.library.workers.support import lines
from tests.sources.opening.support import ONE, TWO

NOISE = b"".join(b"%d %x\n\narXiv:2304.%05d\n\n" % (n, n**9, n) for n in range(1, 9000))
"""A text that packs badly."""
WAYS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]


def zipped(path: Path, members: dict[str, str | bytes], way: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", way) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.zip"


def texts_of(opened: Opened) -> dict[str, bytes]:
    assert all(isinstance(source, TextSource) for source in opened.sources)
    return {source.name: source.data for source in opened.sources if isinstance(source, TextSource)}


def what_is_wrong(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_archive(path, DEFAULTS)
    return str(caught.value).removeprefix(str(path))


def told(opened: Opened, path: Path) -> list[str]:
    return [str(error).removeprefix(str(path)) for error in opened.errors]


@pytest.mark.parametrize("way", WAYS)
def test_files_of_papers_in_a_zip_file_are_opened_by_their_names(path: Path, way: int) -> None:
    zipped(path, {"sub/two.txt": TWO, "one.txt": ONE, "plan.pdf": "%PDF-1", "sub/": ""}, way)
    opened = open_archive(path, DEFAULTS)
    assert texts_of(opened) == {
        f"{path}:one.txt": ONE.encode(),
        f"{path}:sub/two.txt": TWO.encode(),
    }
    assert (opened.errors, opened.passed_over, opened.others) == ([], [], 1)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_compressed_files_in_a_zip_file_are_unpacked(path: Path, pack: object) -> None:
    assert callable(pack)
    zipped(path, {"one.txt.gz": pack(ONE.encode()), "two.txt": TWO})
    opened = open_archive(path, DEFAULTS)
    assert list(texts_of(opened).values()) == [ONE.encode(), TWO.encode()]


def test_a_lone_file_is_opened_whatever_it_is_called(path: Path) -> None:
    zipped(path, {"export": ONE, ".hidden": "x", "__MACOSX/._export": b"\0\5\x16\7"})
    assert list(texts_of(open_archive(path, DEFAULTS))) == [f"{path}:export"]


def test_what_looks_like_no_papers_is_passed_over(path: Path) -> None:
    zipped(path, {"one.txt": ONE, "notes.txt": "Nothing.", "empty.txt": "", "old.zip": "x"})
    opened = open_archive(path, DEFAULTS)
    assert len(opened.sources) == 1
    assert [error.problem.source.rpartition(":")[2] for error in opened.passed_over] == [
        "empty.txt",
        "notes.txt",
        "old.zip",
    ]
    assert "is an archive in an archive; unpack the outer one" in str(opened.passed_over[2])


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, ": no papers in its 0 files"),
        ({"a.txt": "x", "b.pdf": "y", "c.txt": "z"}, ": no papers in its 3 files"),
        ({"a.zip": "x"}, ":a.zip: is an archive in an archive; unpack the outer one"),
        ({"a.txt": ""}, ":a.txt: is empty; put records into it, or name another file"),
    ],
)
def test_a_zip_file_without_papers_is_told(
    path: Path, members: dict[str, str | bytes], said: str
) -> None:
    assert what_is_wrong(zipped(path, members)) == said


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.txt", "../../x.txt"),
        ("/etc/x.txt", "/etc/x.txt"),
        ("C:\\x.txt", "C:\\x.txt"),
        ("\x1b[31mred\u202e\n.txt", "␛[31mred\ufffd␊.txt"),
        ("é.txt", "é.txt"),
    ],
)
def test_odd_names_are_shown_harmless_and_nothing_is_written(
    path: Path, name: str, shown: str
) -> None:
    opened = open_archive(zipped(path, {name: ONE}), DEFAULTS)
    assert list(texts_of(opened)) == [f"{path}:{shown}"]
    assert list(path.parent.iterdir()) == [path]


def test_names_that_are_utf8_and_do_not_say_so_are_read(path: Path) -> None:
    data = zipped(path, {"\u00e9.txt": ONE}).read_bytes()
    flags = struct.pack("<H", 0x800)
    path.write_bytes(data.replace(b"\x14\0" + flags, b"\x14\0\0\0"))
    assert zipfile.ZipFile(path).namelist() != ["é.txt"]
    assert list(texts_of(open_archive(path, DEFAULTS))) == [f"{path}:é.txt"]


def test_links_in_a_zip_file_are_left_out(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("one.txt", ONE)
    opened = open_archive(path, DEFAULTS)
    assert list(texts_of(opened)) == [f"{path}:one.txt"]
    assert (opened.passed_over, opened.others) == ([], 0)


def test_of_two_members_of_one_name_the_last_counts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", ONE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", TWO)
    assert list(texts_of(open_archive(path, DEFAULTS)).values()) == [TWO.encode()]


def test_what_is_encrypted_is_told(path: Path) -> None:
    data = bytearray(zipped(path, {"a.txt": ONE, "b.txt": TWO}).read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    opened = open_archive(path, DEFAULTS)
    assert list(texts_of(opened)) == [f"{path}:b.txt"]
    assert told(opened, path) == [":a.txt: is encrypted; unpack it first"]


def packed_otherwise(path: Path, data: bytes, way: int) -> None:
    """Make a zip file of what somebody has packed in some way."""
    written = bytearray(zipped(path, {"a.txt": data}, zipfile.ZIP_STORED).read_bytes())
    for mark, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        written[written.index(mark) + place] = way
    path.write_bytes(written)


@pytest.mark.parametrize(
    ("pack", "way"), [(zstandard.compress, 93), (lzma.compress, 95), (bz2.compress, 12)]
)
def test_ways_of_packing_that_are_those_of_files_are_known(
    path: Path, pack: object, way: int
) -> None:
    assert callable(pack)
    packed_otherwise(path, pack(ONE.encode()), way)
    assert list(texts_of(open_archive(path, DEFAULTS)).values()) == [ONE.encode()]


@pytest.mark.parametrize("way", [9, zipfile.ZIP_LZMA, 98])
def test_an_unknown_way_of_packing_is_told(path: Path, way: int) -> None:
    packed_otherwise(path, ONE.encode(), way)
    said = told(open_archive(path, DEFAULTS), path)
    assert said == [":a.txt: is packed in a way that is not known here; unpack it first"]


def test_half_a_zip_file_is_told(path: Path) -> None:
    data = zipped(path, {"a.txt": NOISE}).read_bytes()
    for share in (0.1, 0.5, 0.99):
        path.write_bytes(data[: int(share * len(data))])
        assert what_is_wrong(path) == (
            ": is cut off or damaged: the list of what is in it is missing; get it anew"
        )


@pytest.mark.parametrize("way", WAYS[:2])
def test_of_a_damaged_member_what_can_be_is_read_and_it_is_told(path: Path, way: int) -> None:
    data = bytearray(zipped(path, {"a.txt": NOISE}, way).read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    (source,) = open_archive(path, DEFAULTS).sources
    assert isinstance(source, TextSource)
    (problem,) = (one for one in source.problems if "is damaged" in one.reason)
    assert problem.lost
    assert len(source.data) > len(NOISE) // 3


def test_a_wrong_checksum_loses_nothing_and_is_told(path: Path) -> None:
    data = zipped(path, {"a.txt": NOISE}).read_bytes()
    wrong = struct.pack("<I", zipfile.ZipFile(path).getinfo("a.txt").CRC)
    path.write_bytes(data.replace(wrong, b"\1\2\3\4"))
    (source,) = open_archive(path, DEFAULTS).sources
    assert isinstance(source, TextSource)
    assert source.data == NOISE
    reason = f"is damaged (its checksum is another): unpacked {len(NOISE):,} bytes; get it anew"
    assert source.problems == (Problem(source.name, NOISE.count(b"\n") + 1, reason, is_cut=True),)


@pytest.mark.parametrize("place", [26, 28, 30, 42])
def test_whatever_byte_is_wrong_there_is_a_word_for_it(path: Path, place: int) -> None:
    good = zipped(path, {"a.txt": ONE, "b.txt": TWO}).read_bytes()
    for start in (0, good.index(b"PK\1\2"), good.index(b"PK\5\6")):
        for value in (0, 1, 0x7F, 0xFF):
            data = bytearray(good)
            data[min(start + place, len(data) - 1)] = value
            path.write_bytes(data)
            try:
                opened = open_archive(path, DEFAULTS)
            except SourceError:
                continue
            assert opened.sources or opened.errors


def test_all_members_together_take_no_more_memory_than_one_file_may(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MEMORY_LIMIT", 1_000_000)
    zipped(path, {f"{name}.txt": ONE * 12_000 for name in "abcdef"})
    opened = open_archive(path, DEFAULTS)
    assert list(texts_of(opened)) == [f"{path}:a.txt", f"{path}:b.txt"]
    assert told(opened, path) == [": holds more than 1.0 MB of text; split it into several files"]


@pytest.mark.parametrize("way", WAYS)
def test_a_bomb_does_no_harm(path: Path, way: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MEMORY_LIMIT", 1_000_000)
    zipped(path, {"a.txt": (ONE * 10_000).encode() + bytes(60_000_000)}, way)
    tracemalloc.start()
    try:
        opened = open_archive(path, DEFAULTS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert opened.sources == []
    assert "holds more than 1.0 MB of text" in str(opened.errors)
    assert peak < 20_000_000


def test_a_member_is_never_longer_than_it_says(path: Path) -> None:
    size = len(ONE.encode())
    data = zipped(path, {"a.txt": ONE}, zipfile.ZIP_STORED).read_bytes()
    path.write_bytes(data.replace(struct.pack("<II", size, size), struct.pack("<II", size, 20)))
    with closing(open_member(path, "a.txt")) as member:
        assert member.read(10_000) == ONE.encode()[:20]


def test_many_json_lines_stay_in_the_zip_file_and_few_do_not(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped(path, {"all/papers.json": lines(300)})
    (source,) = open_archive(path, DEFAULTS).sources
    assert isinstance(source, TextSource)
    assert len(list(source.records())) == 300
    monkeypatch.setattr("paperview.sources.opening._SMALL", 1000)
    (source,) = open_archive(path, DEFAULTS).sources
    assert source == JsonlSource(f"{path}:all/papers.json", path, "all/papers.json")
    with closing(source.open()) as stream:
        assert stream.read(1 << 20) == lines(300)
        assert stream.is_packed


def test_a_member_tells_how_far_the_zip_file_was_read(path: Path) -> None:
    zipped(path, {"a.txt": ONE, "b.txt": NOISE, "c.txt": TWO})
    size = path.stat().st_size
    with closing(open_member(path, "b.txt")) as member:
        member.read(1000)
        assert member.position < size / 2
        assert len(member.read(len(NOISE))) == len(NOISE) - 1000
        assert size * 0.9 < member.position <= size


def test_a_member_that_is_not_there_is_told_and_everything_is_closed(path: Path) -> None:
    zipped(path, {"a.txt": ONE})
    gc.collect()
    before = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(Damaged, match="is not there any more"):
        open_member(path, "b.txt")
    with closing(open_member(path, "a.txt")):
        assert len(list(Path("/dev/fd").iterdir())) == before + 1
    with pytest.raises(Damaged, match="the list of what is in it is missing"):
        Archive(Path(folders.__file__))
    open_archive(path, DEFAULTS)
    assert len(list(Path("/dev/fd").iterdir())) == before
