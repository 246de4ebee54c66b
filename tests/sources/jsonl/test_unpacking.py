"""Compressed files are read as what they hold; of damaged ones, what can be unpacked."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from paperview.sources import decompression
from paperview.sources.decompression import Damaged, Unpacked, compression, open_unpacked

TEXT = "".join(f"Line {n} says {random.Random(n).random()}.\n" for n in range(20_000)).encode()  # noqa: S311 - for a text that packs badly
Pack = Callable[[bytes], bytes]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def compress_xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=1)  # higher ones are slow


PACKS = [
    pytest.param(gzip.compress, id="gzip"),
    pytest.param(zstd, id="zstd"),
    pytest.param(bz2.compress, id="bzip2"),
    pytest.param(compress_xz, id="xz"),
]


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Unpacked]:
    def opened(data: bytes) -> Unpacked:
        # The name says nothing of what is in it.
        path = tmp_path / "file.txt"
        path.write_bytes(data)
        return open_unpacked(path)

    return opened


def content(file: Unpacked, size: int = 100_000) -> tuple[bytes, str]:
    """Read a file to its end; return what it holds, and what is wrong with it."""
    found = []
    with closing(file):
        try:
            while piece := file.read(size):
                assert len(piece) <= size
                found.append(piece)
        except Damaged as damage:
            return b"".join(found), damage.reason
    return b"".join(found), ""


@pytest.mark.parametrize("data", [b"", b"a", b"\x1f", TEXT], ids=["none", "one", "sign", "text"])
@pytest.mark.parametrize("pack", [pytest.param(bytes, id="plain"), *PACKS])
@pytest.mark.parametrize("size", [3, 1 << 17])
def test_what_was_packed_is_read(
    opened: Callable[[bytes], Unpacked], pack: Pack, data: bytes, size: int
) -> None:
    packed = pack(data[: 2000 * size])
    file = opened(packed)
    assert content(file, size) == (data[: 2000 * size], "")
    assert file.position == len(packed)


def test_compression_is_told_by_the_first_bytes() -> None:
    assert compression(gzip.compress(b"a")[:4]) == "gzip"
    assert compression(zstd(b"a")[:4]) == "zstd"
    assert compression(b"\x5f\x2a\x4d\x18") == "zstd"
    assert compression(bz2.compress(b"a")[:10]) == compression(bz2.compress(b"")[:10]) == "bzip2"
    assert compression(lzma.compress(b"a")[:6]) == "xz"
    others = (b"", b"P", b"P*M", b'{"id"', b"BZh9 is a name", b"\xfd7zXY\0")
    assert [compression(data) for data in others] == [None] * len(others)


@pytest.mark.parametrize("pack", PACKS)
def test_several_archives_in_one_file_are_one_text(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    packed = pack(b"One\n") + pack(b"") + pack(TEXT) + pack(b"Last\n")
    assert content(opened(packed)) == (b"One\n" + TEXT + b"Last\n", "")


@pytest.mark.parametrize("pack", [gzip.compress, compress_xz])
def test_zeros_between_and_behind_members_are_passed_over(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    zeros = bytes(200_000)
    packed = pack(b"One\n") + zeros + pack(b"Two\n") + zeros
    assert content(opened(packed)) == (b"One\nTwo\n", "")


def test_frames_of_zstd_without_content_are_passed_over(
    opened: Callable[[bytes], Unpacked],
) -> None:
    skippable = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
    assert content(opened(skippable + zstd(b"One\n") + skippable)) == (b"One\n", "")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_of_a_cut_gzip_file_all_that_is_there_is_read(
    opened: Callable[[bytes], Unpacked], share: float
) -> None:
    packed = gzip.compress(TEXT)
    cut = packed[: 2 + int(share * len(packed))]
    there = zlib.decompressobj(31).decompress(cut)
    assert content(opened(cut)) == (there, f"is cut off: unpacked {len(there):,} bytes")


def test_of_a_gzip_file_without_its_checksum_nothing_is_missing(
    opened: Callable[[bytes], Unpacked],
) -> None:
    assert content(opened(gzip.compress(TEXT)[:-8]))[0] == TEXT


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("pack", PACKS[1:])
def test_of_a_file_cut_elsewhere_its_whole_blocks_are_read(
    opened: Callable[[bytes], Unpacked], pack: Pack, share: float
) -> None:
    packed = pack(TEXT)
    found, reason = content(opened(packed[: 10 + int(share * (len(packed) - 10))]))
    assert TEXT.startswith(found)
    block = 900_000 if pack is bz2.compress else 1 << 18
    assert len(found) > share * len(TEXT) - block
    assert reason == f"is cut off: unpacked {len(found):,} bytes"


def test_a_gzip_file_whose_checksum_is_wrong_is_read_and_told(
    opened: Callable[[bytes], Unpacked],
) -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1
    assert content(opened(bytes(packed))) == (TEXT, f"is damaged: unpacked {len(TEXT):,} bytes")


@pytest.mark.parametrize("pack", PACKS)
def test_of_a_damaged_file_what_is_before_the_damage_is_read(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    packed = pack(TEXT)
    middle = len(packed) // 2
    found, reason = content(opened(packed[:middle] + bytes(64) + packed[middle + 64 :]))
    block = 900_000 if pack is bz2.compress else 1 << 18
    whole = TEXT[: max(len(TEXT) // 2 - block, 0)]
    assert found.startswith(whole)
    assert reason == f"is damaged: unpacked {len(found):,} bytes"


@pytest.mark.parametrize("pack", PACKS)
def test_other_bytes_behind_an_archive_are_damage(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    found, reason = content(opened(pack(b"One\n") + b"Something else"))
    assert (found, reason) == (b"One\n", "is damaged: unpacked 4 bytes")


def test_a_frame_that_needs_too_much_memory_is_told(opened: Callable[[bytes], Unpacked]) -> None:
    long = zstandard.ZstdCompressionParameters.from_level(1, window_log=28)
    packer = zstandard.ZstdCompressor(compression_params=long).compressobj()
    found, reason = content(opened(packer.compress(b"One\n") + packer.flush()))
    assert found == b""
    assert reason.startswith("needs over 128 MiB of memory; pack it without --long")


def test_an_xz_file_that_needs_too_much_memory_is_told(
    opened: Callable[[bytes], Unpacked],
) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 28}]
    found, reason = content(opened(lzma.compress(b"One\n", filters=filters)))
    assert found == b""
    assert reason.startswith("needs over 128 MiB of memory; pack it with xz -6")


@pytest.mark.parametrize("pack", [bz2.compress, compress_xz])
def test_what_becomes_very_much_is_unpacked_a_little_at_once(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    with closing(opened(pack(bytes(50_000_000)))) as file:
        tracemalloc.start()
        try:
            assert len(file.read(1_000_000)) == 1_000_000
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 20_000_000


def test_a_text_that_is_too_large_for_a_file_ends_there_and_is_told(
    opened: Callable[[bytes], Unpacked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decompression, "FILE_LIMIT", 3_000_000)
    found, reason = content(opened(gzip.compress(bytes(10_000_000))))
    assert 3_000_000 <= len(found) < 5_000_000
    assert reason.startswith("is too large; unpack it, and name what comes out: unpacked ")
    assert content(opened(bytes(10_000_000))) == (bytes(10_000_000), "")


@pytest.mark.parametrize("pack", [pytest.param(bytes, id="plain"), *PACKS])
def test_what_there_is_can_be_had_as_soon_as_there_is_some(
    opened: Callable[[bytes], Unpacked], pack: Pack
) -> None:
    with closing(opened(pack(TEXT))) as file:
        assert file.read(10) == TEXT[:10]
        assert b"".join(iter(file.read_some, b"")) == TEXT[10:]


def test_the_position_goes_on_with_the_packed_file(opened: Callable[[bytes], Unpacked]) -> None:
    packed = gzip.compress(TEXT)
    with closing(opened(packed)) as file:
        positions = [file.position for _ in iter(lambda: file.read(1 << 17), b"")]
    assert positions == sorted(positions)
    assert positions[0] < len(packed) // 2
    assert positions[-1] == len(packed)


def test_a_file_is_closed_behind_the_with(opened: Callable[[bytes], Unpacked]) -> None:
    with closing(opened(b"One\n")) as file:
        pass
    with pytest.raises(ValueError, match="closed"):
        file.read(100)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_unpacked(tmp_path / "missing")


@pytest.mark.parametrize(
    ("module", "slow"),
    [
        ("decompression", {"numpy", "zstandard", "zipfile", "msgspec"}),
        ("jsonl.lazy_records", {"numpy", "zstandard", "zipfile"}),
    ],
)
def test_plain_files_and_loaded_records_need_no_library(module: str, slow: set[str]) -> None:
    code = (
        f"import sys; from pathlib import Path; import paperview.sources.{module};"
        "from paperview.sources import decompression as unpacked;"
        "unpacked.open_unpacked(Path(sys.executable)).close();"
        f"print({slow} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "set()\n"
