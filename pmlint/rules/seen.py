"""What is known of indicators that read the same: which rules may have something to say of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from pmlint.model.form import Indicator

if TYPE_CHECKING:
    from pmlint.rules.ruleset import Compiled

Wording: TypeAlias = tuple[str | None, ...]

_ROWS = 20_000
_LONGEST = 400
"""Rows remembered, and the longest of them (code points): bounds the memory."""


class Seen:
    """Remembers, for each wording of an indicator, the rules that spoke of it, and those that may
    speak another time because they look at more than its wording. The others need not be asked
    again: most rows of a department's forms recur from form to form and year to year."""

    def __init__(self) -> None:
        self._rules: dict[Wording, tuple[Compiled, ...]] = {}

    def rules(self, wording: Wording) -> tuple[Compiled, ...] | None:
        """The rules to ask about a row that reads so; None if none has been looked at yet."""
        return self._rules.get(wording)

    def remember(self, wording: Wording, rules: Sequence[Compiled]) -> None:
        """Note the rules to ask about every further row that reads so."""
        if sum(len(text) for text in wording if text) > _LONGEST:
            return
        if len(self._rules) >= _ROWS:
            self._rules.clear()
        self._rules[wording] = tuple(rules)


def wording(row: Indicator, profile: str) -> Wording:
    """All that a row says: what a check with ``BY_TEXT`` can know of it."""
    name, target = row.name, row.target
    own = (profile, row.level1.text, row.level2.text, name.text, target.text)
    if None not in own and not row.extras and row.operator is row.value is row.unit is row.weight:
        return own
    more = (row.level1, row.level2, name, target, row.operator, row.value, row.unit, row.weight)
    states = (field.state if field is not None else None for field in more)
    texts = (field.text if field is not None else None for field in more)
    extras = (text for key, field in row.extras.items() for text in (key, field.text, field.state))
    return (*own, *states, *texts, *extras)
