"""A package under edit: parts changed byte by byte, links and content types added."""

from __future__ import annotations

import re
from xml.parsers import expat

from pmlint.annotate.xmlspans import Span, opened, scan, xml_text
from pmlint.read import ReadError
from pmlint.read.package import Package, Relationship, rels_name
from pmlint.repack import replace_parts, splice

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KIND = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "[Content_Types].xml"


class Parts:
    """The parts of a package as they will be. Raises `pmlint.read.ReadError` as `Package` does."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data, "文件")
        self._data = data
        self._changed: dict[str, bytes] = {}
        self._stored = {name.casefold(): name for name in self.package.names}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self.package

    def get(self, name: str) -> bytes:
        """An XML part as it stands now."""
        if name in self._changed:
            return self._changed[name]
        return b"".join(self.package.xml(name))

    def raw(self, name: str) -> bytes:
        """A part as it stands now, whatever is in it."""
        return self._changed[name] if name in self._changed else self.package.read(name)

    def put(self, name: str, content: bytes) -> None:
        """Replace or add a part."""
        self._changed[name] = content

    def scan(self, name: str, *tags: str, depth: int | None = None) -> list[Span]:
        """The elements of a part with one of the ``tags`` (at ``depth`` only, if given); its root
        first."""
        try:
            return scan(
                self.get(name), lambda tag, at, _: tag in tags and (depth is None or at == depth)
            )
        except expat.ExpatError as error:
            raise self.package.damaged(f"部件 {name} 的 XML 有错误") from error

    def append(self, name: str, tag: str, content: str) -> None:
        """Insert ``content`` at the end of the first ``tag`` (the root, if '') of a part."""
        data = self.get(name)
        spans = self.scan(name, tag)
        holder = spans[0] if not tag else next((s for s in spans if s.tag == tag), None)
        if holder is None:
            raise self.package.damaged(f"部件 {name} 中缺少 {tag}")
        begin, end, before, after = opened(data, holder)
        self.put(name, splice(data, [(begin, end, before + content.encode() + after)]))

    def links(self, part: str) -> dict[str, Relationship]:
        """The links of a part as they stand in the original."""
        return self.package.relationships(part)

    def link(self, part: str, kind: str, target: str) -> str:
        """Add a link from ``part`` to the part ``target``; its id."""
        name = rels_name(part)
        if name not in self:
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            self.put(name, f'{head}<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode())
        spans = self.scan(name, "Relationship")
        prefix = spans[0].prefix
        known = {s.attributes.get("Id", "") for s in spans[1:]}
        number = 1 + max(
            (int(m[1]) for i in known if (m := re.search(r"(\d{1,9})$", i))), default=0
        )
        space = _KIND
        if any(s.attributes.get("Type", "").startswith(_STRICT_KIND) for s in spans):
            space = _STRICT_KIND
        new = (
            f'<{prefix}Relationship Id="rId{number}" Type="{space}/{kind}" '
            f'Target="/{xml_text(target)}"/>'
        )
        self.append(name, "", new)
        return f"rId{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Give a part a content type of its own."""
        prefix = self.scan(_TYPES)[0].prefix
        self.append(
            _TYPES, "", f'<{prefix}Override PartName="/{name}" ContentType="{content_type}"/>'
        )

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Give all parts of an ending a content type, unless the ending has one."""
        spans = self.scan(_TYPES, "Default")
        if all(s.attributes.get("Extension", "").lower() != ending for s in spans[1:]):
            new = f'<{spans[0].prefix}Default Extension="{ending}" ContentType="{content_type}"/>'
            self.append(_TYPES, "", new)

    def free(self, pattern: str) -> str:
        """A part name after ``pattern`` (``xl/comments{}.xml``) that is not taken."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def packed(self) -> bytes:
        """The package with all changes made, everything else byte for byte as it was."""
        changed = {
            self._stored.get(name.casefold(), name): content
            for name, content in self._changed.items()
        }
        same = [n for n, c in changed.items() if n in self._stored.values() and self._same(n, c)]
        for name in same:
            del changed[name]
        return replace_parts(self._data, changed)

    def _same(self, name: str, content: bytes) -> bool:
        try:
            return self.package.read(name) == content
        except ReadError:
            return False
