"""Ceilings that keep time and memory bounded whatever a file contains."""

from __future__ import annotations

from dataclasses import dataclass

MiB = 1 << 20


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What a reader takes on at most; beyond it the file is refused, or the value clamped.

    ``file_bytes``: any file. ``cells``: of one document (refused; about 0.5 kB of memory each).
    ``columns``: of one table (cells beyond are left out with a remark). ``html_chars``: of a web
    page. ``part_bytes``/``package_bytes``: one inflated part, all parts of a zip package.
    """

    file_bytes: int = 200 * MiB
    cells: int = 1_000_000
    columns: int = 1_000
    html_chars: int = 30_000_000
    part_bytes: int = 64 * MiB
    package_bytes: int = 192 * MiB


LIMITS = Ceilings()
