"""Make the examples of examples/forms and examples/scans that are no plain text.

python tools/examples.py

Needs the development tools, LibreOffice for .xls and .ods, and pdftoppm for the scan. The files
are kept in the repository; this is how they came about and how to change them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from layouts.render import MAKERS  # noqa: E402

THROUGH = {"xls": "xlsx", "ods": "xlsx"}


def main() -> None:
    cases = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    for case in cases:
        for kind in case["kinds"]:
            folder = ROOT / "examples" / ("scans" if kind == "png" else "forms")
            folder.mkdir(exist_ok=True)
            target = folder / f"{case['id']}.{kind}"
            if kind in MAKERS:
                target.write_bytes(MAKERS[kind](case))
            elif kind == "png":
                scanned(MAKERS["pdf"](case), target)
            else:
                converted(MAKERS[THROUGH[kind]](case), THROUGH[kind], target)


def converted(data: bytes, kind: str, target: Path) -> None:
    """The file as LibreOffice saves it in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"form.{kind}")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        form = target.suffix[1:]
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
        target.write_bytes(source.with_suffix(target.suffix).read_bytes())


def scanned(data: bytes, target: Path) -> None:
    """The first page as a slightly skewed grey picture."""
    from PIL import Image, ImageOps

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.pdf")
        source.write_bytes(data)
        command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", "-png", "form.pdf", "page"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=60)
        page = Image.open(Path(folder, "page.png")).convert("L")
        box = ImageOps.invert(page).getbbox() or (0, 0, *page.size)
        cut = ImageOps.expand(page.crop(box), border=60, fill=255)
        turned = cut.rotate(0.7, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        turned.quantize(16).save(target, optimize=True)


if __name__ == "__main__":
    main()
