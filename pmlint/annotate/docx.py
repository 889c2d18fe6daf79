"""Comments in Word documents. The body gets insertions only, every other part keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.annotate import AnnotateError
from pmlint.annotate.notes import INDEX_TITLE, SEVERITIES, IndexRow, Note, Wording
from pmlint.annotate.parts import Parts
from pmlint.annotate.word_comments import Comment, put_in, take_ours_out
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.model.location import TableLocation
from pmlint.read import ReadError
from pmlint.read.docx import main_part, open_body, read
from pmlint.read.word.model import Body, Paragraph, Unit
from pmlint.read.word.places import Place, places
from pmlint.repack import Splice, splice

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
    if not unharmed:
        raise AnnotateError(f"{document.path}：文件结构特殊，写入批注会改变正文，因此没有写入。")
    return result


def _annotated(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    parts = Parts(data)
    main = main_part(parts.package)
    body = open_body(parts.package, main)
    found = take_ours_out(parts, main)
    strays = [int(m.id) for m in body.marks if m.id not in found.ours and m.id.isdecimal()]
    marks = _Marks(body, max([found.first, *(number + 1 for number in strays)]))
    wording = Wording(document, diagnostics)
    first = _first_paragraph(body)
    if first is not None:
        marks.add(Place(first.text, ((0, first),)), None, _index(wording))
    index = places(body)
    for note in wording.notes():
        where = note.location
        if isinstance(where, TableLocation):
            place = index.get((where.table, where.row, where.column))
            if place is not None and place.placed:
                marks.add(place, _faulty(note), note.text)
    put_in(parts, main, found, marks.comments, body.namespace)
    gone = [(m.begin, m.end, b"") for m in body.marks if m.id in found.ours]
    parts.put(main, splice(body.data, [*marks.splices, *gone]))
    return parts.packed()


def _faulty(note: Note) -> tuple[int, int] | None:
    """The stretch of the cell's text (0-based) that all its findings are about; None: all of it."""
    spans = []
    for finding in note.findings:
        start, end = (
            getattr(finding.location, "start", None),
            getattr(finding.location, "end", None),
        )
        if start is None or end is None:
            return None
        spans.append((start - 1, end - 1))
    return min(start for start, _ in spans), max(end for _, end in spans)


def _index(wording: Wording) -> str:
    """The list of findings: first those that have no cell of their own, then the gravest."""
    rows = sorted(wording.index(), key=_weight)
    lines = [f"【{INDEX_TITLE}】{wording.summary()}"]
    for number, row in enumerate(rows[:INDEX], 1):
        advice = f"建议：{row.suggestion}。" if row.suggestion else ""
        place = f"{row.severity}（{row.form}，{row.place}）"
        message = row.message.rstrip("。") + "。"
        lines.append(f"{number}. {place}：{message}{advice}[{row.rule}]")
    if len(rows) > INDEX:
        lines.append(f"……其余{len(rows) - INDEX}处见正文中的批注。")
    return "\n".join(lines)


def _weight(row: IndexRow) -> tuple[bool, int]:
    return row.location is not None, tuple(SEVERITIES.values()).index(row.severity)


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


class _Marks:
    """Collects comments and the changes in the body that mark their places."""

    def __init__(self, body: Body, first: int) -> None:
        self.body = body
        self.next = first
        self.comments: list[Comment] = []
        self._opening: list[tuple[int, str]] = []
        self._closing: list[tuple[int, str]] = []
        self._filled: dict[int, tuple[Paragraph, str]] = {}  # paragraphs without a tag to close

    def add(self, place: Place, part: tuple[int, int] | None, text: str) -> None:
        """A comment on a place, or on the runs that hold ``part`` of its text."""
        number = self.next
        self.next += 1
        self.comments.append(Comment(number, text))
        start, end = self._tag("commentRangeStart", number), self._tag("commentRangeEnd", number)
        run = f"{self.body.prefix or 'w'}:r"
        end += f"<{run}{self._home}>{self._tag('commentReference', number)}</{run}>"
        units = [
            (at + piece.start, at + piece.stop, piece.unit)
            for at, paragraph in place.placed
            for piece in paragraph.pieces
        ]
        if part is not None:  # all, if the part stands nowhere
            units = [u for u in units if u[0] < part[1] and part[0] < u[1]] or units
        paragraph = place.placed[0][1]
        if units:
            self._around(units[0][2], units[-1][2], start, end)
        elif paragraph.host is not None:
            self._around(paragraph.host, paragraph.host, start, end)
        elif paragraph.close != paragraph.begin:
            self._opening.append((paragraph.inner, start + end))
        else:
            marks = self._filled.get(paragraph.begin, (paragraph, ""))[1]
            self._filled[paragraph.begin] = paragraph, marks + start + end

    @property
    def splices(self) -> list[Splice]:
        """The changes in the body."""
        # Where one range ends and another begins, the end comes first.
        inserted = [*self._closing, *self._opening]
        changes: list[Splice] = [(at, at, text.encode()) for at, text in inserted]
        for paragraph, marks in self._filled.values():  # <w:p/> becomes <w:p>…</w:p>
            name = self.body.data[paragraph.begin + 1 : paragraph.inner].rstrip(b"/>").split()[0]
            changes.append(
                (paragraph.inner - 2, paragraph.inner, b">%b</%b>" % (marks.encode(), name))
            )
        return changes

    def _around(self, first: Unit, last: Unit, start: str, end: str) -> None:
        self._opening.append((first.begin, start))
        self._closing.append((last.end, end))

    @property
    def _home(self) -> str:
        """The declaration that is needed where the root binds no prefix for attributes."""
        return "" if self.body.prefix else f' xmlns:w="{self.body.namespace}"'

    def _tag(self, name: str, number: int) -> str:
        prefix = self.body.prefix or "w"
        return f'<{prefix}:{name}{self._home} {prefix}:id="{number}"/>'
