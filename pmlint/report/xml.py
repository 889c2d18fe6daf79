"""What the XML formats share: escaping that leaves out what XML 1.0 cannot hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """``value`` as the text of an element."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def attribute(value: object) -> str:
    """``value`` as a quoted attribute."""
    return quoteattr(
        _FORBIDDEN.sub("\ufffd", str(value)), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    )
