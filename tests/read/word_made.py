"""Word files made from raw markup, for constructs that no library writes."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def types(*overrides: tuple[str, str]) -> str:
    """``[Content_Types].xml`` for the main part and ``overrides`` (part name, type)."""
    rows = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in (("/word/document.xml", _MAIN), *overrides)
    )
    return (
        f'{HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{rows}</Types>'
    )


def links(*targets: tuple[str, str, str]) -> str:
    """A part of relationships: (id, last word of the type, target)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{_LINKS}">{rows}</Relationships>'


def document(body: str) -> str:
    """The main part around ``body``."""
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:m="{M}" xmlns:mc="{MC}"><w:body>{body}'
        "<w:sectPr/></w:body></w:document>"
    )


def package(main: str | bytes, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A .docx with ``main`` as its main part; ``parts`` replace or add others."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": links(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": main,
    } | (parts or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in content.items():
            info = zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, part)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    """A .docx with this body."""
    return package(document(body))


def r(text: str, props: str = "") -> str:
    """A run."""
    props = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, props: str = "") -> str:
    """A paragraph."""
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{content}</w:p>"


def tc(content: str = "", props: str = "") -> str:
    """A cell; plain text becomes a paragraph with one run."""
    inner = content if content.startswith("<") else p(r(content)) if content else "<w:p/>"
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{inner}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    """A row."""
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"
