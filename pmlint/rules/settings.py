"""What a user may change about the rules, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pmlint.messages import Sentence, Told
from pmlint.model.diagnostic import Severity


@dataclass(frozen=True)
class Settings:
    """Which rules run and how.

    ``select`` narrows the preset to these rules, ``extend`` adds to it, ``ignore`` takes away;
    each entry is a code, a name, an alias, a prefix of codes (``PM3``), a family or ``all``.
    ``severity`` maps a rule (as above) to its new severity; ``options`` maps a rule, or a check, to
    parameters that replace those under its ``with:``. ``mandatory`` rules run whatever is selected;
    settings built on these can neither ignore nor lower them, nor change their parameters.
    ``language`` is that of messages. ``root`` is the folder that paths in fingerprints are relative
    to (None: paths as given).

    ``base`` are settings that these are built on: they start from the rules, severities and
    parameters that ``base`` comes to (``preset`` then counts for nothing), so that what is said
    here wins over what is said there.
    """

    preset: str = "recommended"
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mandatory: tuple[str, ...] = ()
    language: Literal["zh", "en"] = "zh"
    root: str | None = None
    base: Settings | None = None


class SettingsError(Told):
    """Settings that cannot be followed (an unknown rule, a wrong option). ``entry`` is the
    offending word, ``hint`` the known one that is most like it, or ''."""

    def __init__(self, sentence: Sentence, entry: str = "", hint: str = "") -> None:
        super().__init__(sentence, entry, hint)
        self.sentence = sentence
        self.entry = entry
        self.hint = hint
