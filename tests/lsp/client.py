"""A language client in a few lines: JSON-RPC over the standard streams of ``pmlint lsp``."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds


class Client:
    """Talks to a server of its own. Answers and notifications wait in queues."""

    def __init__(self, *options: str, folder: Path) -> None:
        command = [sys.executable, "-m", "pmlint", "lsp", *options]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder)
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        out = self.process.stdout
        assert out is not None
        while True:
            head = {}
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                head[name.lower()] = value
            if b"content-length" not in head:
                return
            message = json.loads(out.read(int(head[b"content-length"])))
            (self.told if "method" in message else self.answers).put(message)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stdin.flush()

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and wait for its result."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params or None})
        answer = self.answers.get(timeout=PATIENCE)
        assert answer["id"] == self.number
        assert "error" not in answer, answer
        return answer["result"]

    def heard(self, method: str) -> Any:
        """The parameters of the next notification of this kind."""
        while True:
            message = self.told.get(timeout=PATIENCE)
            if message["method"] == method:
                return message["params"]

    def start(self, **capabilities: Any) -> Any:
        """Shake hands; the server's capabilities."""
        result = self.ask("initialize", processId=None, rootUri=None, capabilities=capabilities)
        self.tell("initialized")
        return result["capabilities"]

    def open(self, uri: str, text: str, language: str = "plaintext") -> list[dict[str, Any]]:
        """Open a text; its findings."""
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.findings(uri)

    def change(self, uri: str, version: int, text: str) -> None:
        """Say that the text is another now."""
        document = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def findings(self, uri: str) -> list[dict[str, Any]]:
        """The findings that are published next."""
        published = self.heard("textDocument/publishDiagnostics")
        assert published["uri"] == uri
        found: list[dict[str, Any]] = published["diagnostics"]
        return found

    def stop(self) -> int:
        """Say good-bye; the server's exit code."""
        self.ask("shutdown")
        self.tell("exit")
        return self.process.wait(PATIENCE)


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """``text`` with LSP text edits (UTF-16) made, as an editor makes them."""
    raw = text.encode("utf-16-le")

    def offset(position: dict[str, int]) -> int:
        lines = text.replace("\r\n", "\0\n").replace("\r", "\n").split("\n")
        before = "".join(line + "\n" for line in lines[: position["line"]])
        return len(before.encode("utf-16-le")) + 2 * position["character"]

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for begin, end, new in sorted(spans, reverse=True):
        raw = raw[:begin] + new.encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


def quoted(text: str, where: dict[str, Any]) -> str:
    """What stands in a range (UTF-16) within one line."""
    start, end = where["start"], where["end"]
    assert start["line"] == end["line"]
    line = text.splitlines()[start["line"]].encode("utf-16-le")
    units: bytes = line[2 * start["character"] : 2 * end["character"]]
    return units.decode("utf-16-le")
