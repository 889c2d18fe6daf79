"""Bar charts as inline SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from pmlint.messages import Messages
from pmlint.report.width import width

LABEL, BAR, ROW, COUNT = 230, 300, 26, 60
LEVELS = ("error", "warning", "info")


def bars(title: str, data: Mapping[str, Counter[str]], say: Messages) -> str:
    """A horizontal bar for each entry, divided by severity, with its total behind it."""
    if not data:
        return ""
    most = max(count.total() for count in data.values()) or 1
    height = ROW * len(data) + 8
    parts = [
        f"<figure><figcaption>{escape(title)}</figcaption>\n"
        f'<svg viewBox="0 0 {LABEL + BAR + COUNT} {height}" role="img"'
        f' aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">\n'
    ]
    for number, (label, count) in enumerate(data.items()):
        y = ROW * number + 4
        shown = _cut(label, 30)
        parts.append(
            f'<text class="label" x="{LABEL - 8}" y="{y + 15}" text-anchor="end">'
            f"{escape(shown)}<title>{escape(label)}</title></text>\n"
        )
        x = float(LABEL)
        for level in LEVELS:
            if count[level]:
                long = BAR * count[level] / most
                tip = f"{label}: {say(f'severity.{level}')} {count[level]}"
                parts.append(
                    f'<rect class="{level}" x="{x:.1f}" y="{y}" width="{long:.1f}" height="20">'
                    f"<title>{escape(tip)}</title></rect>\n"
                )
                x += long
        parts.append(f'<text class="count" x="{x + 6:.1f}" y="{y + 15}">{count.total()}</text>\n')
    parts.append("</svg></figure>\n")
    return "".join(parts)


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while text and width(text) >= columns:
        text = text[:-1]
    return text + "…"
