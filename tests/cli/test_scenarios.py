"""The command line as plain-text scenarios: files, command, expected output, exit code.

A scenario (``scenarios/*.txt``) is a list of sections, each begun by a line ``=== …``:

``=== file NAME``       a file with the text that follows; ``{form}`` on a line of its own stands
                        for the form of ``form.txt``
``=== env NAME=VALUE``  an environment variable
``=== stdin``           standard input of the next command: the text that follows
``=== run ARGS``        ``pmlint ARGS`` with shell quoting
``=== stdout``          what it must print, line by line; ``[..]`` stands for anything in a line,
                        a line ``[...]`` for any number of lines
``=== stderr``          the same for standard error; without the section, nothing may be printed
``=== exit CODE``       its exit code; ends the expectations of a command
``=== has NAME``        a file must exist then, with this text (same wild cards)
``=== no NAME``         a file must not exist then
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from pmlint.__main__ import main

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE / "scenarios").glob("*.txt"))
FORM = (HERE / "form.txt").read_text(encoding="utf-8")

Section = tuple[str, str, str]


def sections(text: str) -> list[Section]:
    """(kind, argument, body) of each section."""
    found = []
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        kind, _, argument = head.strip().partition(" ")
        found.append((kind, argument, body))
    return found


def matches(expected: str, actual: str) -> bool:
    """Whether the text is as expected, wild cards allowed."""
    return _lines_match(expected.strip("\n").split("\n"), actual.strip("\n").split("\n"))


def _lines_match(expected: list[str], actual: list[str]) -> bool:
    if not expected:
        return not actual
    if expected[0] == "[...]":
        return any(_lines_match(expected[1:], actual[n:]) for n in range(len(actual) + 1))
    if not actual:
        return expected == [""]
    pattern = re.escape(expected[0]).replace(re.escape("[..]"), ".*")
    return bool(re.fullmatch(pattern, actual[0])) and _lines_match(expected[1:], actual[1:])


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "PMLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    stdin, out, err, code = "", "", "", None
    expected_err = ""
    commands = 0
    for kind, argument, body in sections(path.read_text(encoding="utf-8")):
        match kind:
            case "file":
                target = tmp_path / argument
                target.parent.mkdir(parents=True, exist_ok=True)
                content = body.replace("{form}\n", FORM)
                target.write_text(content, encoding="utf-8", newline="\n")
            case "env":
                monkeypatch.setenv(*argument.split("=", 1))
            case "stdin":
                stdin = body.replace("{form}\n", FORM)
            case "run":
                monkeypatch.setattr(sys, "argv", ["pmlint", *shlex.split(argument)])
                raw = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8")), encoding="utf-8")
                monkeypatch.setattr(sys, "stdin", raw)
                code = main()
                sys.stdout.flush()
                out, err = capfd.readouterr()
                expected_err = ""
                commands += 1
            case "stdout":
                assert matches(body, out), f"stdout:\n{out}\n{err}\n--- expected\n{body}"
            case "stderr":
                expected_err = body
            case "exit":
                assert matches(expected_err, err), f"stderr:\n{err}\n--- expected\n{expected_err}"
                assert code == int(argument), out + err
            case "has":
                content = (tmp_path / argument).read_text(encoding="utf-8")
                assert matches(body, content), content
            case "no":
                assert not (tmp_path / argument).exists()
            case _:
                pytest.fail(f"unknown section: {kind}")
    assert commands


def test_the_wild_cards_do_not_match_everything() -> None:
    assert matches("a[..]c\n[...]\nz", "abc\n1\n2\nz")
    assert matches("a\n[...]\nz", "a\nz")
    assert not matches("a[..]c", "ab\nc")
    assert not matches("a\n[...]\nz", "a\n1\ny")
    assert not matches("", "something")
