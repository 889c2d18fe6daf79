"""What users install is whole: a wheel in an environment of its own, and an editable install."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("pmlint", "rules", "grammar", "pyproject.toml", "README.md", "LICENSE")


def test_every_package_is_listed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(settings["tool"]["setuptools"]["packages"])
    found = {
        ".".join(folder.relative_to(ROOT).parts)
        for folder in (ROOT / "pmlint", *(ROOT / "pmlint").rglob("*"))
        if (folder / "__init__.py").exists()
    }
    assert listed - {"pmlint.rules_data", "pmlint.grammar_data"} == found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is built, so that building leaves nothing in the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, copy / name, ignore=ignore)
        else:
            shutil.copy(source, copy / name)
    return copy


def environment(folder: Path) -> Path:
    """A virtual environment without pmlint that sees the dependencies installed here; its
    Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (home,) = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")[:1]
    # A folder that is named in a .pth file is searched, but its own .pth files (those of the
    # editable install under test) are not obeyed.
    lines = "\n".join(site.getsitepackages())
    (Path(home) / "dependencies.pth").write_text(lines, encoding="utf-8")
    return python


def pip(python: Path, *arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    fixed = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run(
        [*map(str, command), *fixed, *map(str, arguments)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def works(python: Path, home: Path, elsewhere: Path) -> None:
    """The command works from any folder, with the rules and grammar of this very install."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = python.with_name("pmlint")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
        return subprocess.run(
            [command, *arguments], cwd=elsewhere, capture_output=True, text=True, env=clean
        )

    where = subprocess.run(
        [python, "-c", "import pmlint; print(pmlint.__file__)"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert Path(where).is_relative_to(home)
    assert run("--version").stdout.startswith("pmlint ")
    shutil.copy(ROOT / "tests" / "cli" / "form.txt", elsewhere / "form.txt")
    checked = run("check", "--select", "PM304", "form.txt")
    assert checked.returncode == 1, checked.stderr
    assert checked.stdout.startswith("form.txt:19:24: PM304 ")
    rules = json.loads(run("rules", "-f", "json").stdout)["rules"]
    assert len(rules) == len(list((ROOT / "rules").glob("*/PM[0-9][0-9][0-9].yaml")))
    shown = json.loads(run("show", "-f", "json", "form.txt").stdout)
    assert len(shown["documents"][0]["forms"][0]["indicators"]) == 7
    assert json.loads(run("parse", "-f", "json", "≥90%").stdout)["kind"] == "comparison"
    page = run("check", "-f", "html", "form.txt")
    assert "<style>" in page.stdout, page.stderr


def test_a_wheel_works_from_any_folder(checkout: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels]
    done = subprocess.run([*map(str, build), str(checkout)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = wheels.glob("*.whl")
    python = environment(tmp_path / "home")
    pip(python, wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    works(python, tmp_path / "home", elsewhere)


def test_an_editable_install_works(checkout: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "home")
    pip(python, "--editable", checkout)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    works(python, checkout, elsewhere)
