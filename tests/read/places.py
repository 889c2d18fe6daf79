"""Helpers of the reader tests: the stretch of a file that a location names."""

from __future__ import annotations

import re

from pmlint.model.grid import Document, Grid
from pmlint.model.location import TextLocation
from pmlint.read import read


def document_of(source: str, name: str = "a.txt") -> Document:
    """The document of a source that must be readable."""
    document = read(name, source.encode())
    assert isinstance(document, Document), document
    return document


def grid_of(source: str, name: str = "a.txt") -> Grid:
    """Its only grid."""
    (grid,) = document_of(source, name).grids
    return grid


def texts(grid: Grid) -> list[list[str]]:
    """The texts of its rows of cells."""
    return [[cell.text for cell in row.cells] for row in grid.rows if row.kind == "cells"]


def slice_of(source: str, place: TextLocation) -> str:
    """The stretch of the file that ``place`` names, line ends as one ``\\n``."""
    lines = re.split(r"\r\n|\r|\n", source)
    if place.line == place.end_line:
        assert place.column <= place.end_column <= len(lines[place.line - 1]) + 1
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    middle = lines[place.line : place.end_line - 1]
    first, last = lines[place.line - 1], lines[place.end_line - 1]
    return "\n".join([first[place.column - 1 :], *middle, last[: place.end_column - 1]])
