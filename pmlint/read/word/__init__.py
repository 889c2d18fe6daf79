"""WordprocessingML: from the bytes of a document part to blocks; every text knows its bytes."""

from __future__ import annotations

from pmlint.read.word.scan import scan
from pmlint.read.word.walk import TooMuch

__all__ = ["TooMuch", "scan"]
