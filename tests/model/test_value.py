from __future__ import annotations

from dataclasses import field, fields, replace

import pytest

from pmlint.model.value import record, value


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


@record
class Basket:
    name: str
    fruits: list[str] = field(default_factory=list)
    weight: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.weight = len(self.fruits)


def test_instances_are_made_as_dataclasses_make_them() -> None:
    basket = Basket("a", fruits=["梨"])
    assert (basket.fruits, basket.weight) == (["梨"], 1)
    assert Basket("a").fruits is not Basket("a").fruits
    for wrong in ((), ("a", [], 1)):
        with pytest.raises(TypeError, match=r"Basket\.__init__\(\)"):
            Basket(*wrong)


def test_records_are_equal_by_content_and_have_no_hash() -> None:
    one, other = Basket("a"), Basket("a")
    assert one == other
    other.fruits.append("梨")
    assert one != other
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
