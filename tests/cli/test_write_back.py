"""``pmlint annotate`` and ``pmlint fix`` on a Word form, from file to file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from word_made import docx, p, r, tbl, tc, tr

from pmlint.__main__ import main
from pmlint.read import read

FORM = (Path(__file__).parent / "form.txt").read_text(encoding="utf-8")
Run = Callable[..., int]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def word_form(*, old: str = "", new: str = "") -> bytes:
    """The form as a Word document: one table, short rows merged to the right."""
    lines = FORM.replace(old, new).splitlines()
    rows = []
    for line in lines[2:]:
        texts = line.split("\t")
        last = f'<w:gridSpan w:val="{7 - len(texts)}"/>' if len(texts) < 6 else ""
        rows.append(tr(*(tc(escaped(t)) for t in texts[:-1]), tc(escaped(texts[-1]), last)))
    return docx(p(r(lines[0])) + p(r(lines[1])) + tbl(*rows))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> int:
        monkeypatch.setattr("sys.argv", ["pmlint", *arguments])
        return main()

    return command


def test_the_findings_come_back_as_comments(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(word_form())
    assert run("annotate", "--select", "PM304", "表.docx") == 1
    copy = tmp_path / "表.批注.docx"
    texts = [comment.text for comment in python_docx.Document(str(copy)).comments]
    assert len(texts) == 2
    assert "规则：PM304" in texts[1]
    assert file.read_bytes() == word_form()
    first = copy.read_bytes()
    assert run("annotate", "--select", "PM304", "表.批注.docx") == 1
    assert copy.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.docx", "表.批注.docx"]


def test_copies_are_not_taken_for_originals_in_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "表.docx").write_bytes(word_form())
    for _ in range(2):
        assert run("annotate", "--select", "PM304", ".") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.docx", "表.批注.docx"]


def test_the_original_is_never_overwritten(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(word_form())
    assert run("annotate", "-o", "表.docx", "表.docx") == 2
    assert "不能覆盖原文件" in capsys.readouterr().err
    assert file.read_bytes() == word_form()


def test_fixing_a_word_form_changes_one_run(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(word_form())
    assert run("fix", "--select", "PM304", "--diff", "表.docx") == 1
    assert capsys.readouterr().out.splitlines()[2:4] == [
        "@@ 第 1 个表格第 17 行第 5 列 @@",
        "-<=90%",
    ]
    assert file.read_bytes() == word_form()
    assert run("fix", "--select", "PM304", "表.docx") == 0
    with zipfile.ZipFile(io.BytesIO(word_form())) as old, zipfile.ZipFile(file) as new:
        name = "word/document.xml"
        was, now = old.read(name).decode(), new.read(name).decode()
        others = [n for n in old.namelist() if n != name]
        assert all(old.read(n) == new.read(n) for n in others)
    mended = read("表.docx").grids[0].rows[-1].cells[-1].text  # type: ignore[union-attr]
    assert mended in ("≥90%", ">=90%")
    assert now == was.replace("&lt;=90%", escaped(mended))


def test_a_file_that_changes_while_it_is_mended_is_left(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pmlint.fix import mend as module

    file = tmp_path / "表.txt"
    file.write_text(FORM, encoding="utf-8")
    mend = module.mend

    def slow(*arguments: object, **options: object) -> object:
        result = mend(*arguments, **options)  # type: ignore[arg-type]
        file.write_text("somebody else's", encoding="utf-8")
        return result

    monkeypatch.setattr(module, "mend", slow)
    assert run("fix", "--select", "PM304", "表.txt") == 2
    assert "改动" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "somebody else's"
