"""Which characters are taken for one another: by sound (the same syllable, tones aside, or one that
many speakers do not keep apart) and by shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = {"a": "an", "e": "en", "i": "in", "u": "un"}


class Alike:
    """Characters that are confused. ``sounds`` maps syllables to characters, ``shapes`` are groups
    of characters that look alike."""

    def __init__(self, sounds: Mapping[str, Iterable[str]], shapes: Iterable[str]) -> None:
        self.by_sound = {sound: frozenset(chars) for sound, chars in sounds.items()}
        self.sounds: dict[str, set[str]] = {}
        for sound, chars in self.by_sound.items():
            for char in chars:
                self.sounds.setdefault(char, set()).add(sound)
        self.shapes: dict[str, set[str]] = {}
        self._known: dict[tuple[str, str, bool], str] = {}
        for group in shapes:
            for char in group:
                self.shapes.setdefault(char, set()).update(group)

    def others(self, char: str, near: bool = False) -> list[str]:
        """The characters that ``char`` may be mistaken for; ``near`` adds those whose syllable
        only lacks or has an n more (xi, xin)."""
        found = set(self.shapes.get(char, ()))
        for sound in self.sounds.get(char, ()):
            for other in _spoken_alike(sound, near):
                found |= self.by_sound.get(other, frozenset())
        found.discard(char)
        return sorted(found)

    def how(self, one: str, other: str, near: bool = False) -> str:
        """``sound``, ``shape`` or '' if the two are not alike."""
        key = (one, other, near)
        if key not in self._known:
            self._known[key] = self._how(one, other, near)
        return self._known[key]

    def _how(self, one: str, other: str, near: bool) -> str:
        heard = self.sounds.get(other, set())
        for sound in self.sounds.get(one, ()):
            if heard & _spoken_alike(sound, near):
                return "sound"
        return "shape" if other in self.shapes.get(one, ()) else ""


@cache
def _spoken_alike(sound: str, near: bool) -> frozenset[str]:
    initials = {sound}
    for long, short in _NEAR:
        if sound.startswith(long):
            initials.add(short + sound[len(long) :])
        elif sound.startswith(short):
            initials.add(long + sound[len(short) :])
    found = set(initials)
    for one in initials:
        if one.endswith(("eng", "ing")):
            found.add(one[:-1])
        elif one.endswith(("en", "in")):
            found.add(one + "g")
        if near and one[-1] in _NASAL:
            found.add(one + "n")
        elif near and one.endswith("n") and len(one) > 2:
            found.add(one[:-1])
    return frozenset(found)
