"""What the notes in the user's file say: findings grouped by cell, their wording, the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmlint.model.diagnostic import Diagnostic, Edit, Fix, Severity
from pmlint.model.grid import Cell, Document
from pmlint.model.location import (
    CellLocation,
    Location,
    PageLocation,
    TableLocation,
    TextLocation,
)
from pmlint.model.value import value

AUTHOR = "pmlint"
"""Who signs the notes. Notes of this author are replaced by the next run, no others are."""

_LONG = 40
"""Longer texts (in characters) are not repeated in a suggestion."""
INDEX_TITLE = "绩效目标表检查结果"
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_BLAME = {
    "extraction": "（可能是识别或转换造成的，请核对原件）",
    "unclear": "（也可能是识别或转换造成的，请核对原件）",
}


@value
class Note:
    """What is to be said at one cell. ``location`` is the whole cell's (no part), ``severity`` the
    gravest of ``findings``, ``text`` the whole note, lines separated by ``\\n``."""

    location: Location
    severity: Severity
    text: str
    findings: tuple[Diagnostic, ...]


@value
class IndexRow:
    """A line of the list of findings; ``location`` is None for one about the whole file."""

    severity: str
    form: str
    place: str
    value: str
    message: str
    suggestion: str
    rule: str
    location: Location | None


INDEX_HEADINGS = ("级别", "表", "位置", "原文", "问题", "建议", "规则")
"""Headings of the index, in the order of `IndexRow`."""


def cell_of(location: Location) -> Location:
    """The place of the whole cell that ``location`` is a part of (equal for all its parts)."""
    if isinstance(location, CellLocation):
        return CellLocation(location.sheet, location.cell)
    if isinstance(location, TableLocation):
        return TableLocation(location.table, location.row, location.column)
    if isinstance(location, PageLocation):
        return PageLocation(location.page, location.bbox)
    return location


def place(location: Location | None) -> str:
    """A location in words: ``项目1!D13``, ``第1张表第5行第3列``, ``第2页``."""
    if isinstance(location, CellLocation):
        return f"{location.sheet}!{location.cell}"
    if isinstance(location, TableLocation):
        if location.table == 0:
            return f"第{location.row}段"
        return f"第{location.table}张表第{location.row}行第{location.column}列"
    if isinstance(location, PageLocation):
        return f"第{location.page}页"
    if isinstance(location, TextLocation):
        return f"第{location.line}行第{location.column}列"
    return "全文"


class Wording:
    """Puts diagnostics about ``document`` into words. Waived findings are left out."""

    def __init__(self, document: Document, diagnostics: Iterable[Diagnostic]) -> None:
        self.findings = [d for d in diagnostics if d.waived is None]
        self._cells: dict[Location, Cell] = {}
        for grid in document.grids:
            for cell in grid.cells():
                self._cells.setdefault(cell_of(cell.location), cell)

    def notes(self) -> list[Note]:
        """One note per cell that has findings, in the order of the first finding; the gravest
        finding of a cell comes first. Findings without a place are in the index only."""
        groups: dict[Location, list[Diagnostic]] = {}
        for finding in self.findings:
            if finding.location is not None:
                groups.setdefault(cell_of(finding.location), []).append(finding)
        notes = []
        for where, found in groups.items():
            found.sort(key=lambda d: _ORDER[d.severity])
            text = "\n\n".join(self.note(d) for d in found)
            notes.append(Note(where, found[0].severity, text, tuple(found)))
        return notes

    def note(self, finding: Diagnostic) -> str:
        """The words for one finding: severity and what is wrong, what to write instead, where
        else to look, which rule."""
        blame = _BLAME.get(finding.origin, "")
        lines = [f"【{SEVERITIES[finding.severity]}】{finding.message}{blame}"]
        if suggestion := self.suggestion(finding):
            lines.append(f"建议：{suggestion}")
        for message, where in finding.related[:5]:
            lines.append(f"参见：{message}（{place(where)}）")
        lines.append(f"规则：{rule(finding)}")
        return "\n".join(lines)

    def suggestion(self, finding: Diagnostic) -> str:
        """What to write instead, '' if the rule has no proposal."""
        for fix in sorted(finding.fixes, key=lambda f: f.safety != "safe"):
            where = cell_of(finding.location) if finding.location else None
            proposed = self._rewritten(fix)
            if not proposed:
                if fix.title:
                    return fix.title
                continue
            told = [
                change if cell == where else f"{place(cell)}{change}" for cell, change in proposed
            ]
            return ("" if fix.safety == "safe" else "可考虑") + "，".join(told)
        return ""

    def index(self) -> list[IndexRow]:
        """All findings, one a row, in their given order."""
        return [
            IndexRow(
                severity=SEVERITIES[d.severity],
                form=form_name(d),
                place=place(d.location),
                value=self._value(d),
                message=d.message + _BLAME.get(d.origin, ""),
                suggestion=self.suggestion(d),
                rule=rule(d),
                location=cell_of(d.location) if d.location else None,
            )
            for d in self.findings
        ]

    def summary(self) -> str:
        """The count of findings in one sentence."""
        if not self.findings:
            return "未发现问题。"
        counts = [
            f"{name}{n}处"
            for severity, name in SEVERITIES.items()
            if (n := sum(d.severity == severity for d in self.findings))
        ]
        return f"共发现{len(self.findings)}处问题：{'，'.join(counts)}。"

    def _value(self, finding: Diagnostic) -> str:
        if finding.text is not None:
            return finding.text
        cell = self._cells.get(cell_of(finding.location)) if finding.location else None
        return cell.text if cell else ""

    def _rewritten(self, fix: Fix) -> list[tuple[Location, str]]:
        """What each cell the fix edits should be changed to, in words; [] if an edit does not fit
        its cell. A long text is not repeated, only what changes in it."""
        groups: dict[Location, list[Edit]] = {}
        for edit in fix.edits:
            groups.setdefault(cell_of(edit.location), []).append(edit)
        result = []
        for where, edits in groups.items():
            cell = self._cells.get(where)
            new = rewrite(cell.text, edits) if cell else None
            if new is None:
                return []
            if len(new) > _LONG and all(edit.old for edit in edits):
                told = "、".join(
                    f"“{e.old}”改为“{e.new}”" if e.new else f"删去“{e.old}”" for e in edits
                )
            else:
                told = f"改为“{new.strip()}”" if new.strip() else "删去"
            result.append((where, told))
        return result


def rewrite(text: str, edits: Sequence[Edit]) -> str | None:
    """``text`` of a cell with ``edits`` applied; None if they overlap or do not fit the text.

    An edit whose location names no part of the cell replaces its whole text (less the blanks
    around it).
    """
    spans = []
    for edit in edits:
        span = part_of(text, edit)
        if span is None:
            return None
        spans.append((*span, edit.new))
    spans.sort(key=lambda s: s[:2])
    pieces, done = [], 0
    for start, end, new in spans:
        if start < done:
            return None
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def part_of(text: str, edit: Edit) -> tuple[int, int] | None:
    """The 0-based half-open span of ``text`` that ``edit`` replaces; None if it does not hold
    ``edit.old``."""
    where = edit.location
    start, end = getattr(where, "start", None), getattr(where, "end", None)
    if start is None or end is None:
        start = len(text) - len(text.lstrip()) + 1
        end = start + len(text.strip())
    if not (1 <= start <= end <= len(text) + 1) or text[start - 1 : end - 1] != edit.old:
        return None
    return start - 1, end - 1


def rule(finding: Diagnostic) -> str:
    """The rule's code and name."""
    return f"{finding.code} {finding.name}".strip()


def form_name(finding: Diagnostic) -> str:
    """Which form a finding is about: ``第1张 残疾人保障金``."""
    if finding.form is None:
        return "全部"
    return f"第{finding.form}张 {finding.project}".strip()
