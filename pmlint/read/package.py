"""The guarded opener for files that are a zip of XML parts (xlsx, docx, ods).

Headers of a zip lie, so every part is inflated through a counter. XML is parsed by expat in small
pieces; a DOCTYPE (and with it every entity, internal or external) and parts that are not UTF-8
are refused, nesting is bounded. Nothing outside the file is ever opened, nothing is executed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from pmlint.model.value import value
from pmlint.read import ReadError

PART_BYTES = 64 * 2**20
"""The most one part may inflate to."""
FILE_BYTES = 192 * 2**20
"""The most all parts that are read may inflate to."""
DIRECTORY_BYTES = 4 * 2**20
"""The longest list of parts (some 40 000 of them)."""
DEPTH = 256
"""How deep elements may be nested."""
TREE_ELEMENTS = 400_000
"""The most elements of a part that is held as a tree (some 150 MB)."""
ELEMENTS = 2_500_000
"""The most elements of all parts together that are gone through."""
RUN_BYTES = 2**20
"""The longest tag or run of text without a tag."""
_CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_HOME = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:spreadsheetml|wordprocessingml)/2006/main"
    r"|purl\.oclc\.org/ooxml/(?:spreadsheetml|wordprocessingml)/main) "
)


@value
class Relationship:
    """A link of a part. ``kind`` is the last word of its type (``worksheet``, ``comments``),
    ``target`` the absolute name of the part without a leading slash, or the raw address when
    ``external`` (it is never followed)."""

    id: str
    kind: str
    target: str
    external: bool = False


def is_encrypted_ole(data: bytes) -> bool:
    """True for an OLE file that holds a password-protected Office package."""
    return data.startswith(OLE_MAGIC) and all(mark in data for mark in _ENCRYPTED)


class Package:
    """An open zip of XML parts.

    ``data`` is the whole file, ``path`` its name for messages. Raises `ReadError` with reason
    ``encrypted``, ``damaged`` or ``too-large``, here and in every method.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._used: dict[str, int] = {}
        self._elements = 0
        if is_encrypted_ole(data):
            raise self.encrypted()
        self._check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise self.damaged("压缩包不完整，可能没有下载完或传输时损坏") from error
        self._names = {_plain(info.filename): info for info in self._zip.infolist()}

    def encrypted(self) -> ReadError:
        """The error for a file locked by a password."""
        return ReadError(
            "encrypted",
            f"{self.path} 已加密，无法读取。请用办公软件打开，取消密码后另存，再行检查。",
        )

    def damaged(self, why: str) -> ReadError:
        """The error for a file that is broken because of ``why`` (Chinese)."""
        return ReadError(
            "damaged", f"{self.path} 已损坏，无法读取：{why}。请向提供方重新索取，或另存一份再试。"
        )

    def too_large(self, why: str) -> ReadError:
        """The error for a file that goes over a limit."""
        return ReadError("too-large", f"{self.path} 过大，未予读取：{why}。")

    @property
    def names(self) -> list[str]:
        """The parts' names as stored, in the file's order."""
        return [info.filename for info in self._names.values()]

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part in pieces of at most 64 KB, counted against the limits."""
        info = self._names.get(_plain(name))
        if info is None:
            raise self.damaged(f"缺少部件 {name}")
        if info.flag_bits & 0x1:
            raise self.encrypted()
        others = sum(self._used.values()) - self._used.get(info.filename, 0)
        used = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    used += len(piece)
                    if used > PART_BYTES:
                        raise self.too_large(f"部件 {name} 解压后超过 {PART_BYTES >> 20} MB")
                    if others + used > FILE_BYTES:
                        raise self.too_large(f"解压后超过 {FILE_BYTES >> 20} MB")
                    self._used[info.filename] = max(used, self._used.get(info.filename, 0))
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise self.damaged(f"部件 {name} 解压出错") from error
        except (NotImplementedError, RuntimeError) as error:
            raise self.damaged(f"部件 {name} 的压缩方法不受支持") from error

    def read(self, name: str) -> bytes:
        """The content of a part as bytes (within the limits)."""
        return b"".join(self.chunks(name))

    def xml(self, name: str) -> Iterator[bytes]:
        """The content of an XML part in pieces, its prologue found harmless."""
        guard: _Prologue | None = _Prologue()
        run = 0
        for piece in self.chunks(name):
            last = piece.rfind(b"<")
            run = run + len(piece) if last < 0 else len(piece) - last
            self._elements += piece.count(b"<") - piece.count(b"</")
            if run > RUN_BYTES or self._elements > ELEMENTS:
                raise self.too_large(f"部件 {name} 的内容远超一般表格")
            if guard is not None:
                why = guard.feed(piece)
                if why:
                    raise self.damaged(f"部件 {name} {why}")
                if guard.passed:
                    guard = None
            yield piece

    def tree(self, name: str) -> ElementTree.Element:
        """An XML part as a tree (names as ``{namespace}local``)."""
        parser = ElementTree.XMLParser(encoding="utf-8")
        elements = 0
        try:
            for piece in self.xml(name):
                elements += piece.count(b"<") - piece.count(b"</")
                if elements > TREE_ELEMENTS:
                    raise self.too_large(f"部件 {name} 的元素超过 {TREE_ELEMENTS} 个")
                parser.feed(piece)
            root: ElementTree.Element = parser.close()
        except ElementTree.ParseError as error:
            raise self._bad_xml(name) from error
        return root

    def walk(self, name: str, start: Start, end: End, text: Text) -> None:
        """Go through an XML part without holding it.

        ``start(tag, attributes)``, ``end(tag)`` and ``text(characters)`` are called in document
        order. A tag of the main spreadsheet or word namespace (transitional or strict) is its bare
        local name, any other ``namespace local``, as are prefixed attributes.
        """
        tags = _Tags()
        depth = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEPTH:
                raise self.damaged(f"部件 {name} 的元素嵌套超过 {DEPTH} 层")
            start(tags[tag], attributes)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tags[tag])

        parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = text
        try:
            for piece in self.xml(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._bad_xml(name) from error

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The links of a part ('' for the package itself) by id; {} if it has none."""
        name = rels_name(part)
        if name not in self:
            return {}
        found: dict[str, Relationship] = {}
        for link in self.tree(name):
            if not link.tag.endswith("}Relationship"):
                continue
            key, kind = link.get("Id", ""), link.get("Type", "").rsplit("/", 1)[-1]
            target, external = link.get("Target", ""), link.get("TargetMode") == "External"
            if not external:
                target = resolve(part, target)
            found[key] = Relationship(key, kind, target, external)
        return found

    def main_part(self) -> str:
        """The name of the part the package is about (``xl/workbook.xml``), '' if it says none."""
        for link in self.relationships("").values():
            if link.kind == "officeDocument" and not link.external:
                return link.target
        return ""

    def _bad_xml(self, name: str) -> ReadError:
        return self.damaged(f"部件 {name} 的 XML 不完整或有错误")

    def _check_directory(self, data: bytes) -> None:
        """Refuse an endless list of parts before it is read into memory."""
        end = data.rfind(b"PK\x05\x06")
        if end >= 0 and len(data) >= end + 22:
            size = int.from_bytes(data[end + 12 : end + 16], "little")
            if size != 0xFFFFFFFF and size > DIRECTORY_BYTES:
                raise self.too_large("压缩包内的部件太多")
            if size == 0xFFFFFFFF:
                raise self.damaged("压缩包的目录有误")


def rels_name(part: str) -> str:
    """The name of the part that holds the links of ``part``."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def resolve(part: str, target: str) -> str:
    """The absolute name a relative ``target`` has, seen from ``part``."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")


def _plain(name: str) -> str:
    """Names of parts are compared without regard to case and to the kind of slash."""
    return name.replace("\\", "/").lstrip("/").casefold()


class _Tags(dict[str, str]):
    """Expat's names with the main namespace taken off, remembered."""

    def __missing__(self, name: str) -> str:
        home = _HOME.match(name)
        short = self[name] = name[home.end() :] if home else name
        return short


class _Prologue:
    """Reads an XML part up to its root element and says what is wrong with it, if anything."""

    def __init__(self) -> None:
        self.passed = False
        self._first = True
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    def feed(self, piece: bytes) -> str:
        """The complaint (Chinese), '' if there is none so far."""
        if self._first and piece[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            return "不是 UTF-8 编码"
        self._first = False
        try:
            self._parser.Parse(piece, False)
        except _Stop as stop:
            self.passed = not stop.why
            return stop.why
        except expat.ExpatError:
            return "的 XML 不完整或有错误"
        return ""

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise _Stop("不是 UTF-8 编码")

    def _doctype(self, *_: object) -> None:
        raise _Stop("含有文档类型声明（DOCTYPE），为安全起见不予读取")

    def _root(self, *_: object) -> None:
        raise _Stop("")


class _Stop(Exception):
    """Leaves expat before anything is expanded."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
