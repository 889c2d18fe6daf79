"""File names as relative URIs, for formats that want them."""

from __future__ import annotations

from urllib.parse import quote


def uri(path: str) -> str:
    """``path`` as a URI reference: slashes forward, everything else that needs it escaped."""
    plain = path.replace("\\", "/").removeprefix("./")
    if plain.startswith("/"):
        return "file://" + quote(plain, errors="replace")
    if plain[1:3] == ":/":
        return "file:///" + plain[:2] + quote(plain[2:], errors="replace")
    return quote(plain, errors="replace")
