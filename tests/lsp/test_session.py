"""Sessions with the real server over stdio, as an editor holds them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from client import Client, applied, quoted

if importlib.util.find_spec("pygls") is None:
    pytest.skip("needs the extra lsp", allow_module_level=True)

FORM = Path(__file__).parent.parent.joinpath("cli/form.txt").read_text(encoding="utf-8")
VERSIONED = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    made = Client(folder=tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def fixes(client: Client, uri: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    return client.ask(
        "textDocument/codeAction",
        textDocument={"uri": uri},
        range=found["range"],
        context={"diagnostics": [found]},
    )


def test_from_hello_to_good_bye(client: Client, tmp_path: Path) -> None:
    can = client.start(**VERSIONED)
    assert can["hoverProvider"]
    assert can["textDocumentSync"]["change"] == 1  # full text
    uri = (tmp_path / "表.txt").as_uri()

    found = client.open(uri, FORM)
    by_code = {item["code"]: item for item in found}
    wrong = by_code["PM304"]
    assert wrong["severity"] == 1
    assert wrong["source"] == "pmlint"
    assert quoted(FORM, wrong["range"]).startswith("<=")
    page = wrong["codeDescription"]["href"]
    assert page.startswith("file:")
    assert page.endswith("PM304.yaml")

    hover = client.ask(
        "textDocument/hover", textDocument={"uri": uri}, position=wrong["range"]["start"]
    )
    assert "PM304" in hover["contents"]["value"]
    assert hover["contents"]["kind"] == "markdown"
    assert quoted(FORM, hover["range"]).startswith("<=")
    nothing = {"line": 9999, "character": 0}
    assert client.ask("textDocument/hover", textDocument={"uri": uri}, position=nothing) is None

    action = next(a for a in fixes(client, uri, wrong) if a["title"].startswith("PM304"))
    assert action["kind"] == "quickfix"
    assert action["diagnostics"][0]["code"] == "PM304"
    change = action["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    text = applied(FORM, change["edits"])
    assert text != FORM

    client.change(uri, 2, text)
    assert [item["code"] for item in client.findings(uri)] == [
        item["code"] for item in found if item["code"] != "PM304"
    ]

    (form,) = client.ask("textDocument/documentSymbol", textDocument={"uri": uri})
    names = [part["name"] for part in form["children"]]
    assert "资金" in names
    assert "目标" in names
    groups = [part for part in form["children"] if "▸" in part["name"]]
    assert any("满意度" in group["name"] for group in groups)
    assert all(row["name"] and row["detail"] for group in groups for row in group["children"])
    assert_nested(form)

    client.tell("textDocument/didClose", textDocument={"uri": uri})
    assert client.findings(uri) == []
    assert client.stop() == 0


def assert_nested(symbol: dict[str, Any]) -> None:
    """Editors refuse symbols whose selection or children lie outside of them."""
    for inner in (symbol["selectionRange"], *(c["range"] for c in symbol["children"])):
        assert key(symbol["range"]["start"]) <= key(inner["start"])
        assert key(inner["end"]) <= key(symbol["range"]["end"])
    for child in symbol["children"]:
        assert_nested(child)


def key(position: dict[str, int]) -> tuple[int, int]:
    return position["line"], position["character"]


def mended(client: Client, uri: str, text: str, code: str) -> str:
    """The text with the first fix of the finding made, as an editor would make it."""
    wrong = next(item for item in client.open(uri, text) if item["code"] == code)
    action = next(a for a in fixes(client, uri, wrong) if a["title"].startswith(code))
    ((name, edits),) = action["edit"]["changes"].items()
    assert name == uri
    return applied(text, edits)


def test_columns_are_those_of_utf_16(client: Client) -> None:
    """𠮷 is one code point, two units of UTF-16; a byte order mark is a character of the text."""
    client.start()
    line = next(line for line in FORM.splitlines() if "<=" in line)
    name = line.split("<=")[0].split()[-1]
    for number, (end, mark) in enumerate(product(("\n", "\r\n", "\r"), ("", "\ufeff"))):
        uri = f"untitled:Untitled-{number}"
        text = mark + FORM.replace(name, "𠮷" * 3 + name).replace("\n", end)
        after = mended(client, uri, text, "PM304")
        assert after == text.replace("<=9", ">=9")
        client.change(uri, 2, after)
        assert not [item for item in client.findings(uri) if item["code"] == "PM304"]


def test_markdown_and_csv(client: Client) -> None:
    client.start()
    table = (
        "# 项目支出绩效目标申报表\n\n| 项目名称 | 𠮷祥图书采购 | | |\n|---|---|---|---|\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 产出指标 | 数量指标 | 采购图书数量 | ≥1000册 |\n"
        "| 满意度指标 | 服务对象满意度指标 | 读者𠮷满意度 | &lt;=90% |\n"
    )
    after = mended(client, "file:///t/form.md", table, "PM304")
    assert after.splitlines()[:-1] == table.splitlines()[:-1]
    assert "&lt;=" not in after.splitlines()[-1]

    rows = (
        '项目支出绩效目标申报表,,,\r\n项目名称,"图书,采购",,\r\n一级指标,二级指标,三级指标,指标值\r\n'
        "产出指标,数量指标,采购图书数量,≥1000册\r\n"
        '满意度指标,服务对象满意度指标,"读者""𠮷""满意度",<=90%\r\n'
    )
    after = mended(client, "file:///t/form.csv", rows, "PM304")
    assert after.count("\r\n") == rows.count("\r\n")
    assert after == rows.replace("<=90%", ">=90%")


def test_typing_fast_is_checked_once(client: Client, tmp_path: Path) -> None:
    client.start()
    uri = (tmp_path / "form.txt").as_uri()
    client.open(uri, FORM)
    for version in range(2, 30):
        client.change(uri, version, FORM.replace("<=90", f"<={version}"))
    published = client.heard("textDocument/publishDiagnostics")
    assert published["version"] == 29
    client.ask("textDocument/documentSymbol", textDocument={"uri": uri})
    assert client.told.empty()


def test_safe_fixes_are_preferred_and_others_marked(client: Client) -> None:
    client.start()
    text = Path(__file__).parents[2].joinpath("examples/forms/library-bus.txt").read_text("utf-8")
    uri = "file:///t/form.txt"
    client.open(uri, text)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}
    offered = client.ask(
        "textDocument/codeAction",
        textDocument={"uri": uri},
        range=whole,
        context={"diagnostics": [], "only": ["quickfix"]},
    )
    marked = ["（请核实）" in action["title"] for action in offered]
    assert True in marked
    assert False in marked
    assert marked == sorted(marked)  # the safe ones first
    assert marked == [not action.get("isPreferred", False) for action in offered]
    worst = [action["diagnostics"][0]["severity"] for action in offered]
    safe = marked.index(True)
    assert worst[:safe] == sorted(worst[:safe])  # what is an error before what is a hint
    assert len(set(worst[:safe])) > 1
    others = client.ask(
        "textDocument/codeAction",
        textDocument={"uri": uri},
        range=whole,
        context={"diagnostics": [], "only": ["refactor"]},
    )
    assert others == []


def test_no_form_is_said_at_the_top(client: Client) -> None:
    client.start()
    (found,) = client.open("file:///t/letter.txt", "各位同事：\n附件请查收。\n")
    assert found["code"] == "PM002"
    assert (
        client.ask("textDocument/documentSymbol", textDocument={"uri": "file:///t/letter.txt"})
        == []
    )


def test_the_nearest_configuration_holds(client: Client, tmp_path: Path) -> None:
    config = tmp_path / "pmlint.yaml"
    config.write_text("ignore: [PM304]\n", encoding="utf-8")
    client.start()
    uri = (tmp_path / "form.txt").as_uri()
    assert "PM304" not in [item["code"] for item in client.open(uri, FORM)]
    config.write_text("ignore: [PM102]\n", encoding="utf-8")
    client.tell("textDocument/didSave", textDocument={"uri": uri})
    assert "PM304" in [item["code"] for item in client.findings(uri)]
    config.write_text("ignroe: [PM102]\n", encoding="utf-8")
    client.tell("textDocument/didSave", textDocument={"uri": uri})
    shown = client.heard("window/showMessage")
    assert "ignroe" in shown["message"]
    assert shown["type"] == 1
    assert "pmlint.yaml:1:1" in shown["message"]


def test_related_places_and_english(tmp_path: Path) -> None:
    client = Client("--lang", "en", folder=tmp_path)
    client.start()
    uri = (tmp_path / "form.txt").as_uri()
    text = Path(__file__).parents[2].joinpath("examples/forms/library-bus.txt").read_text("utf-8")
    found = next(item for item in client.open(uri, text) if item.get("relatedInformation"))
    assert found["message"].isascii() or "differ" in found["message"]
    assert found["relatedInformation"][0]["location"]["uri"] == uri
    assert client.stop() == 0


def test_other_units_if_the_editor_wants_them(client: Client) -> None:
    client.start(general={"positionEncodings": ["utf-8"]})
    text = FORM.replace("<=", "𠮷<=") if "𠮷<=" in FORM else FORM
    wrong = next(i for i in client.open("file:///t/f.txt", text) if i["code"] == "PM304")
    start = wrong["range"]["start"]
    line = text.splitlines()[start["line"]].encode("utf-8")
    assert line[start["character"] :].startswith(b"<=")
