"""Ceilings that keep time and memory bounded whatever a file contains."""

from __future__ import annotations

from pmlint.model.value import value

MiB = 1 << 20


@value
class Ceilings:
    """What a reader takes on at most; beyond it the file is refused, or the value clamped.

    ``file_bytes``: any file. ``cells``: of one document (refused; about 0.5 kB of memory each).
    ``cell_chars``: of one cell or paragraph (refused: longer than any form, and every later stage
    would pay for it).
    ``columns``: of one table (cells beyond are left out with a remark). ``html_chars`` and
    ``html_cells``: of a web page (cells and tables; they cost more than those of text).
    """

    file_bytes: int = 200 * MiB
    cells: int = 1_000_000
    cell_chars: int = 1_000_000
    columns: int = 512
    html_chars: int = 20_000_000
    html_cells: int = 300_000


LIMITS = Ceilings()
