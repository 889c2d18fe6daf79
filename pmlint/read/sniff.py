"""What a file is, told by its content. Cheap: no format's own module is imported here."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from pmlint.read import encoding

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_MAX_NAMES = 5_000

_HTML = re.compile(
    r"(?:\s++|<\?xml[^>]*+>|<!--.*?-->)*+<(!doctype\s+html|html|head|meta|body|table|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_PIPE_ROW = re.compile(r"^[ \t]*+\|.*\|[ \t]*+$", re.MULTILINE)
_PIPE_RULE = r"^[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)+\|?[ \t\r]*+$"
_MARKDOWN = re.compile(rf"{_PIPE_RULE}|<table\b", re.IGNORECASE | re.MULTILINE)
_MARKDOWN_BYTES = re.compile(_MARKDOWN.pattern.encode(), re.IGNORECASE | re.MULTILINE)
_LINE_NAMES = (".md", ".markdown", ".txt", ".tsv")


def is_xlsx(data: bytes, _path: str) -> bool:
    """A workbook of XML parts (.xlsx, .xlsm, newer .et)."""
    return _has_part(data, "xl/") and not _has_part(data, "xl/workbook.bin")


def is_docx(data: bytes, _path: str) -> bool:
    """A Word document of XML parts (.docx, newer .wps)."""
    return _has_part(data, "word/") and not _has_part(data, "xl/")


def is_ods(data: bytes, _path: str) -> bool:
    """An OpenDocument spreadsheet."""
    return _mimetype(data).startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def is_xls(data: bytes, _path: str) -> bool:
    """An Excel 97-2003 workbook (.xls, older .et), or the bare stream of an older one."""
    return _ole_kind(data) == "xls" or data[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00")


def is_doc(data: bytes, _path: str) -> bool:
    """A Word 97-2003 document (.doc, older .wps)."""
    return _ole_kind(data) == "doc"


def is_pdf(data: bytes, _path: str) -> bool:
    """A PDF; junk before the header is common."""
    return b"%PDF-" in data[:1024]


def is_image(data: bytes, _path: str) -> bool:
    """A picture: PNG, JPEG, TIFF, BMP, WebP."""
    return data.startswith(_IMAGES) or _is_bmp(data) or _is_webp(data)


def is_html(data: bytes, path: str) -> bool:
    """A web page, whatever its name (many a web export is called .xls). A bare table in a file
    named as text is left to the Markdown reader, since more text may follow."""
    start = _HTML.match(encoding.head(data, 1 << 14))
    if start is None:
        return False
    return start[1].lower() not in ("table", "style") or not path.lower().endswith(_LINE_NAMES)


def is_csv(data: bytes, path: str) -> bool:
    """Comma-separated values: most lines have two commas or more outside quotes, none a TAB.
    Named .csv, a single comma is enough."""
    if not is_text(data, path):
        return False
    named = path.lower().endswith(".csv")
    lines = [line for line in _lines(encoding.head(data)) if line.strip()]
    quoted = re.compile(r'"(?:[^"]|"")*"')
    bare = [quoted.sub("", line) for line in lines]
    tabs = sum("\t" in line for line in bare)
    rows = sum(line.count(",") >= (1 if named else 2) for line in bare)
    if named:
        return rows > tabs
    return rows > 2 and tabs == 0 and rows * 2 > len(lines) and not is_markdown(data, path)


def is_markdown(data: bytes, path: str) -> bool:
    """Text with pipe tables or HTML tables in it."""
    if not is_text(data, path):
        return False
    text = encoding.head(data)
    if _MARKDOWN_BYTES.search(data) or _MARKDOWN.search(text):
        return True
    return path.lower().endswith((".md", ".markdown")) or len(_PIPE_ROW.findall(text)) > 2


def is_text(data: bytes, _path: str) -> bool:
    """Any text. A binary file that `unsupported` has a name for is none."""
    return not encoding.binary(data[: 1 << 16]) and _named_kind(data) is None


def unsupported(data: bytes) -> tuple[str, str]:
    """Reason and Chinese message for a file that no reader recognises."""
    known = _named_kind(data)
    if known:
        return known
    return "unknown-format", (
        "无法识别的文件格式。可检查的格式有：xlsx、xls、et、ods、docx、doc、wps、pdf、"
        "html、md、csv、txt（制表符分隔）和扫描图片；请用原来的软件另存为其中一种。"
    )


def _named_kind(data: bytes) -> tuple[str, str] | None:
    kind = _ole_kind(data)
    if kind == "encrypted":
        return "encrypted", "文件设有打开密码，无法读取。请先用 Excel、Word 或 WPS 取消密码再检查。"
    start = data[:512]
    if kind:
        name = "Excel 或 Word 97-2003 以外的旧式办公文件（如演示文稿、邮件）"
    elif start.startswith(_ZIP):
        mimetype = _mimetype(data)
        if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            name = "OpenDocument 文字文件（.odt）"
        elif _has_part(data, "xl/workbook.bin"):
            name = "Excel 二进制工作簿（.xlsb）"
        elif _has_part(data, "ppt/"):
            name = "演示文稿"
        elif _has_part(data, "OFD.xml"):
            return "unsupported", "这是 OFD 版式文件，暂不能读取，请用阅读器导出为 PDF 再检查。"
        else:
            return "unsupported", "这是压缩包，请先解压，再检查其中的文件。"
    elif start.startswith((b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return "unsupported", "这是压缩包，请先解压，再检查其中的文件。"
    elif start.lstrip().startswith(b"{\\rtf"):
        name = "RTF 文件"
    elif b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096]:
        name = "“XML 电子表格 2003”文件"
    elif b"schemas.microsoft.com/office/word/2003/wordml" in data[:4096]:
        name = "“Word 2003 XML”文件"
    elif re.match(rb"\s*MIME-Version:|\s*From: .*\r?\n.*MIME-Version:", start, re.I):
        name = "“单个文件网页”（MHT）"
    else:
        return None
    return (
        "unsupported",
        f"这是{name}，暂不能读取。请用原来的软件打开，另存为 xlsx 或 docx 再检查。",
    )


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _is_bmp(data: bytes) -> bool:
    return data[:2] == b"BM" and len(data) >= 26 and data[6:10] == b"\0\0\0\0"


def _mimetype(data: bytes) -> bytes:
    """What an OpenDocument package declares in its first, stored part."""
    if data[:4] != _ZIP or data[30:38] != b"mimetype":
        return b""
    extra = int.from_bytes(data[28:30], "little")
    return data[38 + extra : 128 + extra]


def _has_part(data: bytes, prefix: str) -> bool:
    """True if a zip has a part whose name starts with ``prefix``."""
    if not data.startswith(_ZIP):
        return False
    wanted = prefix.encode()
    names = list(_part_names(data))
    if not names:  # the directory at the end is lost: let the reader say that it is damaged
        return (
            _ZIP + b"" in data and re.search(rb"PK\x03\x04.{26}" + wanted, data, re.S) is not None
        )
    return any(name.startswith(wanted) for name in names)


def _part_names(data: bytes) -> Iterator[bytes]:
    """Names in the directory of a zip, at most `_MAX_NAMES`."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(data):
        return
    at: int = struct.unpack_from("<I", data, end + 16)[0]
    for _ in range(_MAX_NAMES):
        if data[at : at + 4] != b"PK\x01\x02" or at + 46 > len(data):
            return
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        yield data[at + 46 : at + 46 + name].replace(b"\\", b"/")
        at += 46 + name + extra + comment


def _ole_kind(data: bytes) -> str:
    """``xls``, ``doc``, ``encrypted``, ``other``, or '' if it is no OLE file.

    Embedded objects have streams of the same names, but their entries stand later in the
    directory: the first one decides.
    """
    if not data.startswith(_OLE):
        return ""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    shift, sector = struct.unpack_from("<H16xI", data.ljust(52, b"\0"), 30)
    directory = min((sector + 1) << min(shift, 12), len(data))
    found = {
        at: kind
        for name, kind in (("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"))
        if (at := _stream(data, name, directory)) >= 0 or (at := _stream(data, name, 0)) >= 0
    }
    first = [at for at in found if at >= directory] or found
    return found[min(first)] if found else "other"


def _stream(data: bytes, name: str, start: int) -> int:
    """Where the directory entry of the OLE stream ``name`` stands, from byte ``start`` on, or -1.
    Entries have 128 bytes and a length; text that reads the same (a style "Book") is none."""
    written = f"{name}\0".encode("utf-16-le")
    at = data.find(written, start)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 67] == struct.pack("<HB", len(written), 2):
            return at
        at = data.find(written, at + 2)
    return -1
