from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.read import ReadError
from pmlint.repack import replace_parts, splice


def made(parts: dict[str, bytes], *, stream: bool = False) -> bytes:
    """A zip; ``stream`` writes it as to a pipe, with sizes behind the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return not stream

    buffer = Pipe()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = b"note"
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert package.comment == b"note"
        return {name: package.read(name) for name in package.namelist()}


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.binary(max_size=300), min_size=1),
    st.dictionaries(st.sampled_from("abcxyz"), st.binary(max_size=300)),
    st.booleans(),
)
def test_only_the_named_parts_change(
    parts: dict[str, bytes], changes: dict[str, bytes], stream: bool
) -> None:
    data = made(parts, stream=stream)
    result = replace_parts(data, changes)
    assert contents(result) == parts | changes
    assert list(contents(result)) == [*parts, *sorted(changes.keys() - parts.keys())]
    assert replace_parts(data, changes) == result
    if not changes:
        assert result == data


def test_parts_keep_their_compressed_bytes_and_dates() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, method in (("a", zipfile.ZIP_STORED), ("b", zipfile.ZIP_BZIP2), ("c", 8)):
            info = zipfile.ZipInfo(name, (2023, 5, 6, 7, 8, 10))
            info.compress_type = method
            package.writestr(info, b"content " * 50)
    result = replace_parts(buffer.getvalue(), {"c": b"new"})
    with zipfile.ZipFile(io.BytesIO(result)) as package:
        kept = [(i.filename, i.compress_type, i.date_time[0]) for i in package.infolist()]
    assert kept == [("a", 0, 2023), ("b", zipfile.ZIP_BZIP2, 2023), ("c", 8, 2023)]


def test_a_bomb_in_another_part_is_not_inflated() -> None:
    bomb = made({"big": bytes(300_000_000), "small": b"x"})
    result = replace_parts(bomb, {"small": b"y"})
    assert len(result) < 400_000


def test_members_that_share_their_bytes_are_refused() -> None:
    data = bytearray(made({"a": b"1", "b": b"2"}))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, directory + 42, 0)  # b's data begins where a's does
    with pytest.raises(ReadError):
        replace_parts(bytes(data), {"a": b"3"})


def test_what_is_no_zip_is_refused() -> None:
    with pytest.raises(ReadError):
        replace_parts(b"PK\x03\x04 and then nothing", {"a": b"1"})


def test_splicing() -> None:
    data = b"0123456789"
    changes = [(4, 6, b"ab"), (2, 2, b"x"), (2, 2, b"y"), (0, 0, b"<"), (2, 3, b""), (10, 10, b">")]
    assert splice(data, changes) == b"<01xy3ab6789>"
    assert splice(data, []) == data
    with pytest.raises(ValueError, match="overlap"):
        splice(data, [(1, 4, b""), (3, 5, b"")])
