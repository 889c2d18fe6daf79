"""Without pygls: a message that says what to install, and exit code 2."""

from __future__ import annotations

import pytest

from pmlint.cli import run


def test_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pmlint.cli.lsp.find_spec", lambda _: None)
    assert run(["lsp"]) == 2
    assert "pip install 'pmlint[lsp]'" in capsys.readouterr().err
