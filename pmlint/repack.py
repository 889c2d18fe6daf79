"""Copies in which a few things differ and all else keeps its very bytes.

The parts of a zip that are not replaced stay compressed as they were, in their order. Nothing is
inflated, so that a bomb in a picture stays harmless.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pmlint.read import ReadError

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SIGNATURE = b"PK\x03\x04"


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The zip ``data`` with the parts named in ``parts`` replaced, or added at the end.

    Names are as stored in the zip. Same input, same bytes: new parts carry a fixed date. Raises
    ReadError (``damaged``) if the zip's directory is not to be trusted.
    """
    if not parts:
        return data
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
            new.comment = old.comment
            ends = _ends(data, old)
            for info in old.infolist():
                if info.filename in parts:
                    new.writestr(_like(info), parts[info.filename])
                    continue
                raw = data[info.header_offset : ends[info.header_offset]]
                info.header_offset = buffer.tell()
                buffer.write(raw)
                new.start_dir = buffer.tell()
                new.filelist.append(info)
                new.NameToInfo[info.filename] = info
            for name in sorted(parts.keys() - set(old.namelist())):
                added = zipfile.ZipInfo(name, _EPOCH)
                added.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(added, parts[name])
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise _damaged() from error
    return buffer.getvalue()


def signed(data: bytes) -> bool:
    """True for an Office package that carries a digital signature, which any change would break.
    False for what is no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.lower().startswith("_xmlsignatures/") for name in package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        return False


def _ends(data: bytes, package: zipfile.ZipFile) -> dict[int, int]:
    """Where each member's bytes end, by where they begin: at the next member or the directory."""
    begins = sorted(info.header_offset for info in package.infolist())
    ends = dict(zip(begins, [*begins[1:], package.start_dir], strict=True))
    if len(ends) != len(begins) or any(not data.startswith(_SIGNATURE, at) for at in begins):
        raise _damaged()  # members that share bytes
    return ends


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The directory entry of a replaced part: name, date and attributes as they were."""
    new = zipfile.ZipInfo(info.filename, info.date_time)
    new.compress_type = zipfile.ZIP_DEFLATED
    new.external_attr, new.create_system = info.external_attr, info.create_system
    return new


def _damaged() -> ReadError:
    return ReadError("damaged", "压缩包的目录有误，无法写回。请用 Office 或 WPS 另存一份再试。")


Splice: TypeAlias = tuple[int, int, bytes]
"""(begin, end, new): bytes ``begin`` to ``end`` become ``new``; an insertion if they are equal."""


def splice(data: bytes, splices: Iterable[Splice]) -> bytes:
    """``data`` with the changes made. Insertions at one place keep their order. Raises ValueError
    for changes that overlap."""
    pieces, done = [], 0
    for begin, end, new in sorted(splices, key=lambda change: change[:2]):
        if begin < done:
            raise ValueError("changes overlap")
        pieces += [data[done:begin], new]
        done = end
    return b"".join([*pieces, data[done:]])
