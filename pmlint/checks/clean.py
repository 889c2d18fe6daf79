"""Texts in which a check found nothing, so that it need not look again: most texts recur."""

from __future__ import annotations

_TEXTS = 20_000
_LONGEST = 200
"""Texts remembered, and the longest of them (code points): bounds the memory."""


class Clean(set[str]):
    """The texts known to have nothing wrong in themselves, whatever stands around them."""

    def note(self, text: str) -> None:
        """Remember a text; a very long one is not worth it."""
        if len(text) <= _LONGEST:
            if len(self) >= _TEXTS:
                self.clear()
            self.add(text)
