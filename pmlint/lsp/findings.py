"""Findings as the editor shows them: in the text, in the list of problems, under the mouse."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from pmlint import data
from pmlint.lsp.checked import CheckedText
from pmlint.lsp.positions import contains, hull
from pmlint.messages import Messages
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.location import TextLocation
from pmlint.report.places import spoken
from pmlint.rules.spec import Rule

SEVERITY = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


def diagnostics(text: CheckedText, say: Messages) -> list[lsp.Diagnostic]:
    """All findings of a text."""
    return [diagnostic(text, found, say) for found in text.found]


def diagnostic(text: CheckedText, found: Diagnostic, say: Messages) -> lsp.Diagnostic:
    """One finding."""
    rule = text.pipeline.ruleset.get(found.code)
    page = _page(rule) if rule is not None else None
    return lsp.Diagnostic(
        range=text.positions.range(found.location),
        message=_message(found, say),
        severity=SEVERITY[found.severity],
        code=found.code,
        code_description=lsp.CodeDescription(page) if page else None,
        source="pmlint",
        related_information=[
            lsp.DiagnosticRelatedInformation(
                lsp.Location(text.uri, text.positions.range(where)), message
            )
            for message, where in found.related
        ]
        or None,
        data={"fingerprint": found.fingerprint, "rule": found.name},
    )


def hover(text: CheckedText, position: lsp.Position, say: Messages) -> lsp.Hover | None:
    """Why the findings at a position are findings; None where there are none."""
    here = [d for d in text.found if contains(text.positions.range(d.location), position)]
    parts = [_reason(d, text.pipeline.ruleset.get(d.code), say) for d in here]
    if not parts:
        return None
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n---\n\n".join(dict.fromkeys(parts)))
    return lsp.Hover(content, hull([text.positions.range(d.location) for d in here]))


def _message(found: Diagnostic, say: Messages) -> str:
    """The message; with the place where the editor cannot show it (a web page's table)."""
    message = found.message
    if found.origin != "author" and found.form is not None:
        message += say(f"origin.{found.origin}")
    if found.location is None or isinstance(found.location, TextLocation):
        return message
    return f"{spoken(found.location, say)}：{message}"


def _reason(found: Diagnostic, rule: Rule | None, say: Messages) -> str:
    head = f"**{found.code} {found.name}** · {say(f'severity.{found.severity}')}"
    if rule is None:
        return f"{head}\n\n{_plain(found.message)}"
    english = say.language == "en"
    summary = rule.summary_en if english else rule.summary
    why = rule.why_en if english and rule.why_en else rule.why
    return f"{head}\n\n{_plain(summary)}\n\n{_plain(why.strip())}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    escaped = "".join(f"\\{char}" if char in "\\`*_<>[]|#~" else char for char in text)
    return escaped.replace("\n", "  \n")


def _page(rule: Rule) -> str | None:
    """The rule's own file, which says all there is to say of it."""
    root = data.root()
    inside = rule.file.removeprefix("rules/")
    file = root / inside if isinstance(root, Path) and inside != rule.file else Path(rule.file)
    return file.as_uri() if file.is_absolute() and file.is_file() else None
