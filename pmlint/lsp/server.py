"""The server itself: keeps the texts that are open checked, and answers from what was found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from pmlint import __version__
from pmlint.lsp.actions import quick_fixes
from pmlint.lsp.checked import CheckedText, examine, name_of
from pmlint.lsp.findings import diagnostics, hover
from pmlint.lsp.positions import Positions
from pmlint.lsp.symbols import outline
from pmlint.messages import Messages
from pmlint.pipeline import Pipeline

PAUSE = 0.25
"""Seconds without typing after which a text is checked again."""

WORKERS = 2
"""Texts that are checked at once."""

Choose: TypeAlias = Callable[[str], Pipeline]
"""How the text of a path is to be checked. May raise what the configuration's problem is."""

Explain: TypeAlias = Callable[[Exception], str]
"""What to tell the user about an error; '' for one that is a defect of pmlint's own."""


class Server(LanguageServer):
    """pmlint for editors. Texts are checked in threads, so that typing never waits."""

    def __init__(self, choose: Choose, explain: Explain) -> None:
        super().__init__(
            "pmlint", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self.choose = choose
        self.explain = explain
        # Few, so that checks given up, which run to their end, do not pile up; those that had to
        # wait are never begun.
        self._workers = ThreadPoolExecutor(WORKERS)
        self._tasks: dict[str, asyncio.Task[CheckedText | None]] = {}
        self._told = ""
        for name, answer in (
            (lsp.TEXT_DOCUMENT_DID_OPEN, self._opened),
            (lsp.TEXT_DOCUMENT_DID_CHANGE, self._changed),
            (lsp.TEXT_DOCUMENT_DID_SAVE, self._saved),
            (lsp.TEXT_DOCUMENT_DID_CLOSE, self._closed),
            (lsp.TEXT_DOCUMENT_HOVER, self._hover),
            (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, self._symbols),
        ):
            self.feature(name)(partial(answer))  # pygls writes on what it is given
        kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
        self.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)(partial(self._actions))

    # What the editor tells.

    def _opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._check(params.text_document.uri)

    def _changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self._check(params.text_document.uri, PAUSE)

    def _saved(self, params: lsp.DidSaveTextDocumentParams) -> None:
        self._check(params.text_document.uri)  # the configuration may have been changed

    def _closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    # What the editor asks.

    async def _hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        text = await self._checked(params.text_document.uri)
        return hover(text, params.position, _say(text)) if text is not None else None

    async def _actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        only = params.context.only
        text = await self._checked(params.text_document.uri)
        if text is None or (only and not any(_covers(kind) for kind in only)):
            return []
        return quick_fixes(text, params.range, _say(text), versioned=self._versioned())

    async def _symbols(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        text = await self._checked(params.text_document.uri)
        return outline(text, _say(text)) if text is not None else []

    # Checking.

    def _check(self, uri: str, pause: float = 0) -> None:
        """Check a text soon; what was going on for an older version of it is given up."""
        task = self._tasks.get(uri)
        if task is not None:
            task.cancel()
        self._tasks[uri] = asyncio.ensure_future(self._examine(uri, pause))

    async def _checked(self, uri: str) -> CheckedText | None:
        """The text as last checked, once that is done; None if it is not open or cannot be."""
        while True:
            task = self._tasks.get(uri)
            if task is None:
                return None
            await asyncio.wait([task])
            if task is self._tasks.get(uri):  # it has not been changed meanwhile
                return None if task.cancelled() else task.result()

    async def _examine(self, uri: str, pause: float) -> CheckedText | None:
        await asyncio.sleep(pause)
        document = self.workspace.get_text_document(uri)
        path = name_of(document.path, uri, document.language_id)
        text = Positions(document.source, document.position_codec.client_num_units)
        version = document.version
        try:
            pipeline = self.choose(path)
            found = await asyncio.get_running_loop().run_in_executor(
                self._workers, examine, uri, version, path, text, pipeline
            )
        except Exception as error:
            self._tell(self.explain(error) or f"{type(error).__name__}: {error}")
            self._publish(uri, version, [])
            return None
        self._told = ""
        self._publish(uri, version, diagnostics(found, _say(found)))
        return found

    def _publish(self, uri: str, version: int | None, found: list[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def _tell(self, problem: str) -> None:
        """Show a problem, once until it is gone."""
        if problem != self._told:
            self._told = problem
            shown = lsp.ShowMessageParams(lsp.MessageType.Error, f"pmlint: {problem}")
            self.window_show_message(shown)

    def _versioned(self) -> bool:
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace is not None else None
        return bool(edits is not None and edits.document_changes)


def _say(text: CheckedText) -> Messages:
    """Messages in the language that the text's configuration asks for."""
    return Messages(text.pipeline.settings.language)


def _covers(kind: lsp.CodeActionKind | str) -> bool:
    """Whether quick fixes are of the kind asked for."""
    name = kind.value if isinstance(kind, lsp.CodeActionKind) else kind
    own = lsp.CodeActionKind.QuickFix.value
    return name == "" or own == name or own.startswith(f"{name}.")
