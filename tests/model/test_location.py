from __future__ import annotations

from pmlint.model.location import CellLocation, TextLocation, span_of


def test_one_place_around_two_whichever_is_read_first() -> None:
    above, below = TextLocation(1, 5, 1, 9), TextLocation(3, 2, 4, 6)
    assert span_of(above, below) == span_of(below, above) == TextLocation(1, 5, 4, 6)
    assert span_of(above, above) == above


def test_elsewhere_the_first_cell_stands_for_all() -> None:
    first, last = CellLocation("表", "B2"), CellLocation("表", "C3")
    assert span_of(first, last) == first
