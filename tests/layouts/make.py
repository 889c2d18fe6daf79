"""Writes every case in every format, with its annotation beside it.

PYTHONPATH=tests python -m layouts.make FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from layouts.expected import annotation
from layouts.render import MAKERS, load_cases


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, case in load_cases().items():
        for kind in case.get("formats", MAKERS):
            source = f"{name}.{kind}"
            (folder / source).write_bytes(MAKERS[kind](case))
            note = yaml.safe_dump(annotation(case, source), allow_unicode=True, sort_keys=False)
            (folder / f"{name}-{kind}.yaml").write_text(note, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
