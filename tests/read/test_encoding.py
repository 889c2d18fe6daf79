"""Encodings: told apart, decoded strictly, and taken back to the same bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint.model.grid import Document, Failure
from pmlint.read import ReadError, encoding, read

FORM = "财政项目支出绩效目标申报表\n(2023年度)\n"
FORM += "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t一\t≥90%\n"
NAMES = [
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "utf-16-le",
    "utf-16-be",
    "utf-16-le-sig",
    "utf-16-be-sig",
    "utf-32-le-sig",
    "utf-32-be-sig",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_round_trip(name: str, end: str) -> None:
    text = FORM.replace("\n", end)
    data = encoding.encode(text, name)
    assert encoding.decode(data) == encoding.Decoded(text, name)
    assert encoding.encode(text, name) == data
    assert encoding.head(data) == text


def test_every_two_byte_gb18030_sequence_comes_back_to_its_bytes() -> None:
    # a writer relies on it: bytes outside an edit stay as they are
    trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in trails]
    changed = [p for p in pairs if p.decode("gb18030", "replace").encode("gb18030") != p]
    undecodable = [p for p in changed if "\ufffd" in p.decode("gb18030", "replace")]
    assert changed == undecodable


def test_short_utf8_is_not_taken_for_something_else() -> None:
    assert encoding.decode("满意度≥90%".encode()).text == "满意度≥90%"
    assert encoding.decode("满意度≥90%".encode("gb18030")).encoding == "gb18030"


def test_mixed_encodings_name_the_line() -> None:
    lines = [f"第{n}行的绩效目标" for n in range(1, 7)]
    data = b"\n".join(line.encode("gb18030" if n == 4 else "utf-8") for n, line in enumerate(lines))
    with pytest.raises(ReadError, match=r"第 5 行.*UTF-8") as caught:
        encoding.decode(data)
    assert caught.value.reason == "encoding"
    data = b"\n".join(line.encode("utf-8" if n == 2 else "gb18030") for n, line in enumerate(lines))
    with pytest.raises(ReadError, match=r"第 3 行.*GB18030"):
        encoding.decode(data)


def test_a_cut_character_names_the_line() -> None:
    with pytest.raises(ReadError, match="第 2 行"):
        encoding.decode("绩效目标申报表\n产出指标".encode()[:-1])
    with pytest.raises(ReadError, match="第 2 行"):
        encoding.decode("甲\n乙".encode("utf-16")[:-1])


def test_binary_is_said_to_be_binary() -> None:
    with pytest.raises(ReadError) as caught:
        encoding.decode(bytes(range(256)) * 4)
    assert caught.value.reason == "binary"


@given(st.binary(max_size=400))
def test_decoding_is_total_and_exact(data: bytes) -> None:
    assert isinstance(encoding.head(data), str)
    with contextlib.suppress(ReadError):
        decoded = encoding.decode(data)
        assert encoding.encode(decoded.text, decoded.encoding) == data


@settings(deadline=None)  # the first picture imports its reader
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.csv", "a.md", "a.html", "a.xls"]))
def test_reading_is_total_on_random_bytes(data: bytes, name: str) -> None:
    assert isinstance(read(name, data), Document | Failure)
