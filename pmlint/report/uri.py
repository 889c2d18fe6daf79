"""File names as repositories and URIs write them, for formats that want them so."""

from __future__ import annotations

from urllib.parse import quote


def slashed(path: str) -> str:
    """``path`` as a repository names its files: slashes forward, no ``./`` before."""
    return path.replace("\\", "/").removeprefix("./")


def uri(path: str) -> str:
    """``path`` as a URI reference: slashes forward, everything else that needs it escaped."""
    plain = slashed(path)
    if plain.startswith("/"):
        return "file://" + quote(plain, errors="replace")
    if plain[1:3] == ":/":
        return "file:///" + plain[:2] + quote(plain[2:], errors="replace")
    return quote(plain, errors="replace")
