"""Quick fixes: the edits that findings propose, for the editor to make."""

from __future__ import annotations

from lsprotocol import types as lsp

from pmlint.fix import SEPARATORS, Refused
from pmlint.fix.text import changes
from pmlint.lsp.checked import CheckedText
from pmlint.lsp.findings import SEVERITY, diagnostic
from pmlint.lsp.positions import meet
from pmlint.messages import Messages
from pmlint.model.diagnostic import Fix


def quick_fixes(
    text: CheckedText, where: lsp.Range, say: Messages, *, versioned: bool
) -> list[lsp.CodeAction]:
    """The fixes of the findings that meet a range, the safe ones first, then the gravest findings'.

    ``versioned``: the editor takes edits that name the version of the text they are meant for, and
    so refuses them when the text has changed meanwhile.
    """
    actions = []
    for found in text.found:
        if not meet(text.positions.range(found.location), where):
            continue
        for fix in found.fixes:
            edits = _edits(text, fix)
            if not edits:
                continue
            safe = fix.safety == "safe" and found.origin == "author"
            action = lsp.CodeAction(
                title=f"{found.code} {fix.title}" + ("" if safe else say("lsp.unsafe")),
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[diagnostic(text, found, say)],
                is_preferred=safe or None,
                edit=_workspace_edit(text, edits, versioned),
            )
            actions.append(((not safe, SEVERITY[found.severity]), action))
    actions.sort(key=lambda action: action[0])
    return [action for _, action in actions]


def _edits(text: CheckedText, fix: Fix) -> list[lsp.TextEdit]:
    """The edits of a fix in the text itself; none if it cannot be made there."""
    separators = SEPARATORS.get(text.format)
    if separators is None:
        return []
    try:
        made = changes(text.positions.text.removeprefix("\ufeff"), fix.edits, separators)
    except Refused:
        return []
    return [lsp.TextEdit(text.positions.between(begin, end), new) for begin, end, new in made]


def _workspace_edit(
    text: CheckedText, edits: list[lsp.TextEdit], versioned: bool
) -> lsp.WorkspaceEdit:
    if not versioned:
        return lsp.WorkspaceEdit(changes={text.uri: edits})
    document = lsp.OptionalVersionedTextDocumentIdentifier(text.uri, text.version)
    return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, list(edits))])
