"""Which encoding a text file has, and back to bytes.

Byte order mark, then UTF-16 by its zero bytes, then strict UTF-8, then strict GB18030: on short
Chinese text this simple order beats statistical detection.
"""

from __future__ import annotations

import codecs
import re

from pmlint.model.value import value
from pmlint.read import ReadError
from pmlint.regex import regex

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le-sig", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be-sig", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le-sig", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be-sig", "utf-16-be"),
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_PLAUSIBLE = regex(r"[\t-\r -~·\u2010-\u203b\u2264\u2265\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")

WAY_OUT = "请用记事本或 WPS 打开，确认文字正常后另存为 UTF-8 编码的文本，再检查。"


@value
class Decoded:
    """``text`` without the byte order mark, line ends as in the file; ``encoding`` is a name that
    `encode` takes back to exactly the same bytes."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file. Raises ReadError (``binary``, or ``encoding`` with the line)."""
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], codec), name)
    codec_16 = _utf16(data)
    if codec_16:
        return Decoded(_strict(data, codec_16), codec_16)
    if binary(data):
        raise ReadError("binary", "这不是文本文件（含有大量控制字符），也不是能识别的表格或文档。")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return Decoded(_gb18030(data, error), "gb18030")


def encode(text: str, encoding: str) -> bytes:
    """The inverse of `decode`: the bytes of ``text``, with the byte order mark if it had one.
    UnicodeEncodeError if the encoding has no such character (only lone surrogates)."""
    for mark, name, codec in _MARKS:
        if name == encoding:
            return mark + text.encode(codec)
    return text.encode(encoding)


def head(data: bytes, size: int = 1 << 16) -> str:
    """The beginning of a file as text, as well as it goes, to tell its kind by. Never raises."""
    data = data[:size]
    for mark, _, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    codec_16 = _utf16(data)
    if codec_16:
        return data.decode(codec_16, "replace")
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd", 0, len(text) - 1) * 20 > len(text):
        text = data.decode("gb18030", "replace")
    return text


def binary(data: bytes) -> bool:
    """True if these bytes are no text in any encoding (UTF-16 and UTF-32 apart)."""
    if any(data.startswith(mark) for mark, _, _ in _MARKS) or _utf16(data[:4096]):
        return False
    start = data[: 1 << 20]
    return b"\0" in start or (len(start) - len(start.translate(None, _CONTROLS))) * 100 > len(start)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes (of tabs, digits, line ends) mostly on one side. Some
    stand on the other (一 is U+4E00), so the reading that makes sense decides."""
    start = data[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if not start or max(even, odd) * 100 < len(start):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = start.decode(codec, "replace")
    return codec if len(_PLAUSIBLE.findall(text)) * 10 >= len(text) * 9 else None


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, "replace").encode()
        line = _line_at(before, len(before))
        raise ReadError(
            "encoding",
            f"第 {line} 行起不是有效的 {codec.upper()} 文字（文件可能被截断或损坏）。{WAY_OUT}",
        ) from None


def _gb18030(data: bytes, failure: UnicodeDecodeError) -> str:
    """GB18030, unless parts of the file are UTF-8: then the file is mixed and must not be
    guessed at, since UTF-8 often passes as GB18030 with other characters."""
    try:
        text = data.decode("gb18030")
        fault = None
    except UnicodeDecodeError as error:
        text, fault = "", error
    lines = [line for line in data.splitlines() if not line.isascii()]
    utf8 = sum(_is_utf8(line) for line in lines)
    if fault is None and not utf8:
        return text
    if utf8 * 2 < len(lines):
        main, other, at = "GB18030", "UTF-8", fault.start if fault else _first_utf8(data)
    else:
        main, other, at = "UTF-8", "GB18030", failure.start
    if fault is None or utf8:
        hint = f"文件其余部分是 {main}，此处可能是 {other} 或已损坏"
    else:
        hint = "既不是 UTF-8，也不是 GB18030，可能是其他编码或文件已损坏"
    raise ReadError("encoding", f"第 {_line_at(data, at)} 行的文字无法识别（{hint}）。{WAY_OUT}")


def _is_utf8(line: bytes) -> bool:
    """True if a line is UTF-8 beyond chance: valid, with three hanzi or more."""
    if len(_HIGH_BYTES.findall(line)) < 9:
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _first_utf8(data: bytes) -> int:
    at = 0
    for line in data.splitlines(keepends=True):
        if _is_utf8(line):
            return at
        at += len(line)
    return at


def _line_at(data: bytes, at: int) -> int:
    return len(data[:at].splitlines()) + (not at or data[at - 1] in b"\r\n")
