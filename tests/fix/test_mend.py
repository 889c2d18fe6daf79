"""Rounds of fixing over texts of made-up findings: an ``x`` should be ``y``, and so on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.fix.mend import HARM, ROUNDS, Seen, mend
from pmlint.fix.overlap import Taken
from pmlint.model.diagnostic import Blame, Diagnostic, Edit, Fix, Safety
from pmlint.model.grid import Document
from pmlint.model.location import CellLocation, TableLocation, TextLocation
from pmlint.read import ReadError, text

Rules = dict[str, str]
"""Patterns and what to write instead."""


def finding(
    where: tuple[int, int],
    old: str,
    new: str,
    safety: Safety = "safe",
    origin: Blame = "author",
    waived: str | None = None,
) -> Diagnostic:
    line, column = where
    edit = Edit(TextLocation(line, column, line, column + len(old)), old, new)
    fix = Fix(f"改为“{new}”", safety, (edit,))
    return Diagnostic(
        "X1", "x", "warning", origin, "…", "f.txt", text=old, fixes=(fix,), waived=waived
    )


def checker(rules: Rules, **how: object) -> Callable[[bytes], Seen]:
    def check(data: bytes) -> Seen:
        try:
            document = text.read(data, "f.txt")
        except ReadError:
            return Seen(None, [], 0, complete=False)
        found = [
            finding((number, hit.start() + 1), hit[0], hit.expand(new), **how)  # type: ignore[arg-type]
            for number, line in enumerate(data.decode().split("\n"), 1)
            for old, new in rules.items()
            for hit in re.finditer(old, line)
        ]
        return Seen(document, found, 1)

    return check


def test_fixes_are_made_until_none_is_left() -> None:
    mended = mend(b"aaa\tb\n", checker({"a": "b", "b": "c"}))
    assert mended.after == b"ccc\tc\n"
    assert mended.last.diagnostics == []
    assert [(c.before, c.after) for c in mended.changes] == [("aaa", "ccc"), ("b", "c")]
    assert mended.rounds == 2
    assert len(mended.applied) == 7


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    mended = mend(b"abc\n", checker({"ab": "x", "bc": "y", "xc": "z"}))
    assert mended.after == b"z\n"
    assert [fix.edits[0].old for _, fix in mended.applied] == ["ab", "xc"]


@pytest.mark.parametrize(
    "how", [{"safety": "unsafe"}, {"origin": "extraction"}, {"origin": "unclear"}]
)
def test_what_is_not_sure_is_left_unless_asked_for(how: dict[str, object]) -> None:
    assert mend(b"a\n", checker({"a": "b"}, **how)).after == b"a\n"
    assert mend(b"a\n", checker({"a": "b"}, **how), unsafe=True).after == b"b\n"


def test_waived_findings_are_left() -> None:
    assert mend(b"a\n", checker({"a": "b"}, waived="存量"), unsafe=True).after == b"a\n"


def test_fixes_that_undo_each_other_change_nothing() -> None:
    for rules in ({"a": "b", "b": "a"}, {"a": "aa"}):
        mended = mend(b"a\n", checker(rules))
        assert (mended.after, mended.problem, mended.applied) == (b"a\n", "fix.unsettled", [])


def test_as_many_rounds_as_needed_up_to_the_limit() -> None:
    chain = {f"<{n}>": f"<{n + 1}>" for n in range(ROUNDS)}
    assert mend(b"<0>\n", checker(chain)).after == f"<{ROUNDS}>\n".encode()


def test_a_fix_that_cannot_be_made_is_reported_and_the_others_made() -> None:
    mended = mend(b"a\tc\n", checker({"a": "1\t2", "c": "d"}))
    assert mended.after == b"a\td\n"
    assert [(d.text, "分隔符" in why) for d, why in mended.refused] == [("a", True)]


def test_a_fix_that_would_change_the_table_is_refused_and_the_others_made() -> None:
    """A row of nothing but dashes is no row of cells any more."""
    mended = mend(b"c\ta\na\tb\nc\n", checker({"a": "---", "b": "---", "c": "d"}))
    assert mended.after == b"d\t---\n---\tb\nd\n"
    assert [(d.text, why) for d, why in mended.refused] == [("b", HARM)]
    assert mended.problem == ""


def test_a_fix_after_which_the_form_is_gone_is_refused() -> None:
    sound = checker({"a": "b", "c": "d"})

    def check(data: bytes) -> Seen:
        seen = sound(data)
        return Seen(seen.document, seen.diagnostics, 1 if b"a" in data else 0)

    mended = mend(b"a\tc\n", check)
    assert (mended.after, [why for _, why in mended.refused]) == (b"a\td\n", [HARM])


def test_formats_that_cannot_be_edited() -> None:
    def check(data: bytes) -> Seen:
        seen = checker({"a": "b"})(data)
        return Seen(Document("f.pdf", "pdf", seen.document.grids), seen.diagnostics, 1)  # type: ignore[union-attr]

    assert mend(b"a\n", check).problem == "fix.format"
    assert mend(b"c\n", check).problem == ""


def test_a_signed_file_is_left_alone() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("_xmlsignatures/origin.sigs", b"")
    signed = buffer.getvalue()

    def check(_: bytes) -> Seen:
        seen = checker({"a": "b"})(b"a\n")
        return Seen(Document("f.docx", "docx", seen.document.grids), seen.diagnostics, 1)  # type: ignore[union-attr]

    mended = mend(signed, check)
    assert (mended.after, mended.problem) == (signed, "fix.signed")


def test_a_file_that_cannot_be_read() -> None:
    mended = mend(b"a", lambda _: Seen(None, [], 0, complete=False))
    assert (mended.after, mended.problem) == (b"a", "fix.unreadable")


@given(
    st.text(st.sampled_from("abcd\t\n"), max_size=40),
    st.dictionaries(
        st.sampled_from(["a", "b", "ab", "bc", "ca", "c"]),
        st.sampled_from(["b", "c", "d", "dd", ""]),
        max_size=4,
    ),
)
def test_mending_settles_and_then_does_nothing_more(source: str, rules: Rules) -> None:
    check = checker(rules)
    data = source.encode()
    mended = mend(data, check)
    if mended.problem:
        assert mended.after == data
        return
    assert mended.last.document is not None
    assert [d for d in mended.last.diagnostics if not mended.refused] == []
    again = mend(mended.after, check)
    assert (again.after, again.applied) == (mended.after, [])
    assert mended.after.count(b"\n") == data.count(b"\n")
    assert mended.after.count(b"\t") == data.count(b"\t")


# -- overlaps -------------------------------------------------------------------------------


def cell_edit(start: int, end: int, new: str = "") -> Edit:
    return Edit(TableLocation(1, 1, 1, start, end), "…", new)


def test_which_edits_go_together() -> None:
    taken = Taken()
    assert taken.take([cell_edit(3, 5)])
    assert taken.take([cell_edit(3, 5)])  # the same edit again
    assert taken.take([cell_edit(5, 6), cell_edit(1, 3)])  # touching
    assert not taken.take([cell_edit(4, 5)])
    assert not taken.take([cell_edit(5, 5)])  # an insertion at an edge
    assert not taken.take([Edit(TableLocation(1, 1, 1), "…", "")])  # the whole cell
    assert taken.take([Edit(TableLocation(1, 1, 2), "…", "")])
    assert taken.take([Edit(CellLocation("表", "A1", 3, 5), "…", "")])
    assert not taken.take([cell_edit(8, 9), cell_edit(4, 7)])
    assert taken.take([cell_edit(8, 9)])  # was not reserved when its companion failed


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4)), max_size=12))
def test_no_two_edits_taken_share_a_character(spans: list[tuple[int, int]]) -> None:
    taken, kept = Taken(), []
    for number, (start, length) in enumerate(spans):
        if taken.take([cell_edit(start, start + length, str(number))]):
            kept.append((start, start + length))
    for index, (start, end) in enumerate(kept):
        for other_start, other_end in kept[:index]:
            assert end <= other_start or other_end <= start
            if start == end or other_start == other_end:
                assert end < other_start or other_end < start
