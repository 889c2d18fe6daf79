"""What a report may depend on besides the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pmlint.messages import Messages
from pmlint.model.value import value


@value
class ReportOptions:
    """``say``: the messages; ``color``: paint with ANSI codes; ``columns``: width of the terminal;
    ``statistics``: add the count by rule; ``show_waived``: list waived findings too, for formats
    that otherwise leave them out; ``rules``: the rules by code, for formats that describe
    them (each with at least ``code``, ``name``, ``summary``, ``severity``, ``family``, ``why``)."""

    say: Messages = field(default_factory=Messages)
    color: bool = False
    columns: int = 80
    statistics: bool = False
    show_waived: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
