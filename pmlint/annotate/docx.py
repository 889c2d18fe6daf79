"""Comments in Word documents. The body gets insertions only, every other part keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from pmlint.annotate import AnnotateError
from pmlint.annotate.notes import INDEX_TITLE, Note, Wording
from pmlint.annotate.word_comments import Comment, earlier, parts
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.model.location import TableLocation
from pmlint.read import ReadError
from pmlint.read.docx import main_part, open_body, read
from pmlint.read.package import Package
from pmlint.read.word.model import Body, Paragraph
from pmlint.read.word.places import Place, places
from pmlint.repack import Splice, replace_parts, splice

INDEX = 40
"""So many findings are listed in the note at the document's start; a longer one nobody reads."""


def annotate(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    """See `pmlint.annotate.annotate`: one comment at each faulty cell (at the faulty part of it
    where that is a run of its own), and one with the list of findings on the first paragraph."""
    try:
        result = _annotated(data, document, diagnostics)
        unharmed = read(result, document.path).grids == read(data, document.path).grids
    except ReadError as error:
        raise AnnotateError(f"{document.path}：{error.message}") from error
    except expat.ExpatError as error:
        raise AnnotateError(f"{document.path}：原有批注已损坏，请在 Word 中删除后再试。") from error
    if not unharmed:
        raise AnnotateError(f"{document.path}：文件结构特殊，写入批注会改变正文，因此没有写入。")
    return result


def _annotated(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    package = Package(data, document.path)
    main = main_part(package)
    body = open_body(package, main)
    found = earlier(package, main)
    writer = _Marks(body, found.next)
    wording = Wording(document, diagnostics)
    first = _first_paragraph(body)
    if first is not None:
        writer.add(Place(first.text, ((0, first),)), None, _index(wording), None)
    index = places(body)
    for note in wording.notes():
        where = note.location
        if isinstance(where, TableLocation):
            place = index.get((where.table, where.row, where.column))
            if place is not None and place.placed:
                writer.add(place, _faulty(note), note.text, note)
    gone = [(m.begin, m.end, b"") for m in body.marks if m.id in found.ours]
    changed = parts(package, main, found, writer.comments, body.namespace)
    stored = next(name for name in package.names if name.lstrip("/").casefold() == main.casefold())
    changed[stored] = splice(body.data, [*writer.splices, *gone])
    return replace_parts(data, changed)


def _faulty(note: Note) -> tuple[int, int] | None:
    """The stretch of the cell's text (0-based) that all its findings are about; None: all of it."""
    parts = []
    for finding in note.findings:
        start, end = (
            getattr(finding.location, "start", None),
            getattr(finding.location, "end", None),
        )
        if start is None or end is None:
            return None
        parts.append((start - 1, end - 1))
    return min(start for start, _ in parts), max(end for _, end in parts)


def _index(wording: Wording) -> str:
    """The list of findings; those that have no cell of their own come first."""
    rows = sorted(wording.index(), key=lambda row: row.location is not None)
    lines = [f"【{INDEX_TITLE}】{wording.summary()}"]
    for number, row in enumerate(rows[:INDEX], 1):
        advice = f"建议：{row.suggestion}。" if row.suggestion else ""
        lines.append(
            f"{number}. {row.severity}（{row.form}，{row.place}）：{row.message}{advice}[{row.rule}]"
        )
    if len(rows) > INDEX:
        lines.append(f"……其余{len(rows) - INDEX}处见正文中的批注。")
    return "\n".join(lines)


def _first_paragraph(body: Body) -> Paragraph | None:
    """The first paragraph of the body or of its first cell."""
    for block in body.blocks:
        if isinstance(block, Paragraph):
            return block
        for row in block.rows:
            for cell in row.cells:
                if cell.paragraphs and not row.deleted:
                    return cell.paragraphs[0]
    return None


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a comment's range begins and ends in the bytes of the body; ``open``/``close`` are
    written around it where an empty paragraph has to be opened."""

    begin: int
    end: int
    cut: int = 0
    open: str = ""
    close: str = ""


class _Marks:
    """Collects comments and the changes in the body that mark their places."""

    def __init__(self, body: Body, first: int) -> None:
        self.body = body
        self.next = first
        self.comments: list[Comment] = []
        self.splices: list[Splice] = []
        self._opened: dict[int, str] = {}

    def add(self, place: Place, part: tuple[int, int] | None, text: str, note: Note | None) -> None:
        """A comment on a place, or on the pieces that hold ``part`` of its text."""
        number = self.next
        self.next += 1
        self.comments.append(Comment(number, text, note.severity if note else None))
        start = self._tag("commentRangeStart", number)
        end = self._tag("commentRangeEnd", number)
        w = self._prefix
        reference = f"<{w}r{self._home}>{self._tag('commentReference', number)}</{w}r>"
        units = [
            piece.unit
            for at, paragraph in place.placed
            for piece in paragraph.pieces
            if part is None or (at + piece.start < part[1] and part[0] < at + piece.stop)
        ]
        paragraph = place.placed[0][1]
        if not units:  # an empty cell, or a part that stands nowhere
            units = [piece.unit for _, p in place.placed for piece in p.pieces]
        if not units and paragraph.host is not None:
            units = [paragraph.host]
        if units:
            self._insert(units[0].begin, start)
            self._insert(units[-1].end, end + reference)
        else:
            self._fill(paragraph, start + end + reference)

    def _fill(self, paragraph: Paragraph, marks: str) -> None:
        """Put marks into a paragraph without text."""
        if paragraph.close != paragraph.begin:
            self._insert(paragraph.inner, marks)
            return
        # <w:p/>: the element has to be opened
        tag = self.body.data[paragraph.begin + 1 : paragraph.inner]
        name = tag.rstrip(b"/>").split()[0].decode()
        self._opened.setdefault(paragraph.inner, "")
        self._opened[paragraph.inner] += marks
        self.splices = [s for s in self.splices if s[1] != paragraph.inner or s[0] == s[1]]
        inside = f">{self._opened[paragraph.inner]}</{name}>".encode()
        self.splices.append((paragraph.inner - 2, paragraph.inner, inside))

    def _insert(self, at: int, text: str) -> None:
        self.splices.append((at, at, text.encode()))

    @property
    def _prefix(self) -> str:
        return f"{self.body.prefix or 'w'}:"

    @property
    def _home(self) -> str:
        """The declaration that is needed where the root binds no prefix for attributes."""
        return "" if self.body.prefix else f' xmlns:w="{self.body.namespace}"'

    def _tag(self, name: str, number: int) -> str:
        return f'<{self._prefix}{name}{self._home} {self._prefix}id="{number}"/>'
