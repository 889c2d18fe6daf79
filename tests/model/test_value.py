from __future__ import annotations

from dataclasses import field, fields, replace

from pmlint.model.value import value


@value
class Point:
    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@value
class Other:
    x: int
    y: int = 0


def test_equality_and_hash_go_by_content() -> None:
    assert Point(1, 2, "甲") == Point(1, 2, "乙")
    assert hash(Point(1, 2, "甲")) == hash(Point(1, 2, "乙"))
    assert Point(1, 2) != Point(2, 1)
    assert Point(1) != Other(1)
    assert len({Point(1), Point(1), Point(2)}) == 2


def test_it_is_a_dataclass_with_slots() -> None:
    assert [one.name for one in fields(Point)] == ["x", "y", "note"]
    assert replace(Point(1), y=3) == Point(1, 3)
    assert not hasattr(Point(1), "__dict__")
    assert repr(Point(1, 2, "甲")) == "Point(x=1, y=2)"
