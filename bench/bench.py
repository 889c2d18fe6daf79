"""How fast pmlint is, in terms that mean the same on any machine.

    python bench/bench.py [--rounds N] [--seconds S]

Commands are compared as ratios: they run in turn, round after round, so that a busy machine slows
all of them alike, and the median of the processor time (theirs and their children's) counts. Bare
Python is that of the environment pmlint is installed in: an editable install takes its share. What
one process does is given per second of processor time on one core.

Recurring forms are the examples, checked again and again: what a person meets who checks the same
table after each change, and much like the forms of one department over the years. In distinct forms
every project, indicator and goal has words of its own, and none has been seen before.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import made

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PMLINT = str(BIN / "pmlint")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
"""As users have it: without it, modules might be compiled anew in every run."""

BARE = {
    "xlsx": (
        "openpyxl",
        "import sys, openpyxl\n"
        "for sheet in openpyxl.load_workbook(sys.argv[1]):\n"
        "    [cell.value for row in sheet.iter_rows() for cell in row]",
    ),
    "docx": (
        "python-docx",
        "import sys, docx\n"
        "for table in docx.Document(sys.argv[1]).tables:\n"
        "    [cell.text for row in table.rows for cell in row.cells]",
    ),
    "pdf": (
        "pdfplumber",
        "import sys, pdfplumber\n"
        "with pdfplumber.open(sys.argv[1]) as file:\n"
        "    [page.extract_tables() for page in file.pages]",
    ),
}
"""The same file read with the best-known library of its format, and nothing done with it."""

AUTOCORRECT = (
    "import sys, pathlib, autocorrect_py\n"
    "for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n"
    "    autocorrect_py.lint_for(file.read_text(encoding='utf-8'), str(file))"
)


def children_time() -> float:
    """Seconds of processor time of all processes run so far, theirs included (on Windows, which
    does not tell, the time on the clock)."""
    try:
        from resource import RUSAGE_CHILDREN, getrusage
    except ImportError:
        return time.perf_counter()
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def interleaved(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """The median of the seconds that each command took; one round is thrown away as warm-up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            begin = children_time()
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
            )
            if number:
                times[name].append(children_time() - begin)
    return {name: statistics.median(taken) for name, taken in times.items()}


def timed(work: Callable[[], int]) -> float:
    """Things done per second of processor time."""
    start = time.process_time()
    done = work()
    return done / max(time.process_time() - start, 1e-6)


def best_rate(work: Callable[[], int], seconds: float) -> float:
    """The best of the repetitions that fit into ``seconds``: what one core does undisturbed."""
    best, begin = 0.0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        best = max(best, timed(work))
    return best


def start_up(form: Path, rounds: int) -> None:
    """Commands on one small form, beside an interpreter that does nothing."""
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "pmlint --version": [PMLINT, "--version"],
        "pmlint parse": [PMLINT, "parse", "≥90.00(%)"],
        "pmlint check, one form": [PMLINT, "check", str(form)],
    }
    times = interleaved(commands, rounds)
    print(f"start-up (median of {rounds} interleaved rounds; ratio to bare Python)")
    for name, taken in times.items():
        print(f"  {name:30} {taken * 1000:8.1f} ms {taken / times['bare Python']:7.1f}x")


def throughput(documents: list[Path], seconds: float) -> None:
    """Forms and values per second within one process."""
    from pmlint.pipeline import Pipeline, Source
    from pmlint.target import parse

    # As the command does: the garbage collector would look at all that start-up made, in vain.
    gc.set_threshold(100_000, 20, 20)
    pipeline = Pipeline()

    def checking(sources: list[Source]) -> Callable[[], int]:
        return lambda: pipeline.run(sources).summary()["forms"]

    def texts(count: int, seed: int) -> list[Source]:
        some = enumerate(made.forms(count, seed))
        return [Source(f"{i}.txt", made.as_text(form).encode()) for i, form in some]

    cold = timed(checking(texts(1, 1)))
    distinct = max(timed(checking(texts(200, seed))) for seed in range(2, 6))
    again = texts(200, 7)
    recurring = [Source(str(path), path.read_bytes()) for path in documents]
    rates = {
        "the first form of a process": cold,
        "distinct forms": distinct,
        "the same forms again": best_rate(checking(again), seconds),
        "the examples, again and again": best_rate(checking(recurring), seconds),
    }
    print("\nthroughput with the recommended rules, one core")
    for name, rate in rates.items():
        print(f"  {name:30} {rate:8,.0f} forms/s")

    report = pipeline.run([*recurring, *again], keep_forms=True)
    forms = [form for checked in report.files for form in checked.forms]
    values = {row.target.text for form in forms for row in form.indicators if row.target.text}
    # What the parser has seen before it remembers: each text must be new to it.
    fresh = iter(range(10**9))

    def new_values() -> int:
        return sum(1 for value in values if parse(f"{value}{next(fresh)}"))

    def same_values() -> int:
        return sum(1 for value in values if parse(value))

    print(f"  {'values parsed, never seen':30} {best_rate(new_values, seconds):8,.0f} values/s")
    print(f"  {'values parsed, seen before':30} {best_rate(same_values, seconds):8,.0f} values/s")


def formats(folder: Path, rounds: int, count: int = 12) -> None:
    """Office files, beside the bare library that reads them."""
    print(f"\noffice files of {count} forms (ratio to reading the file with the bare library)")
    some = list(made.forms(count))
    for kind, write in (("xlsx", made.to_xlsx), ("docx", made.to_docx), ("pdf", made.to_pdf)):
        library, script = BARE[kind]
        module = {"python-docx": "docx"}.get(library, library)
        if importlib.util.find_spec(module) is None:
            print(f"  {kind:30} skipped: {library} is not installed (extra: bench)")
            continue
        file = folder / f"forms.{kind}"
        write(file, some)
        commands = {
            "bare": [sys.executable, "-c", script, str(file)],
            "check": [PMLINT, "check", str(file)],
        }
        times = interleaved(commands, rounds)
        name = f"{kind}, beside {library}"
        print(
            f"  {name:30} {times['check'] * 1000:8.0f} ms {times['check'] / times['bare']:7.2f}x "
            f"of {times['bare'] * 1000:.0f} ms"
        )


def many_files(folder: Path, count: int) -> None:
    """Many small files in one run, beside a checker of Chinese typography."""
    folder.mkdir()
    for number, form in enumerate(made.forms(count, seed=9)):
        Path(folder, f"{number:04}.txt").write_text(made.as_text(form), encoding="utf-8")
    print(f"\n{count:,} files of one form each, all distinct, in one run")
    commands = {"pmlint check": [PMLINT, "check", "--jobs", "1", str(folder)]}
    if importlib.util.find_spec("autocorrect_py") is None:
        print("  autocorrect                    skipped: not installed (extra: bench)")
    else:
        commands["autocorrect"] = [sys.executable, "-c", AUTOCORRECT, str(folder)]
    times = interleaved(commands, 1)
    for name, taken in times.items():
        ratio = f"{taken / times['autocorrect']:7.1f}x" if "autocorrect" in times else ""
        print(f"  {name:30} {taken:8.2f} s  {ratio}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=2.0)
    args = parser.parse_args()
    form = ROOT / "tests" / "cli" / "form.txt"
    examples = sorted((ROOT / "examples" / "forms").glob("*.txt"))
    start_up(form, args.rounds)
    throughput(examples, args.seconds)
    with tempfile.TemporaryDirectory() as folder:
        formats(Path(folder), max(1, args.rounds // 4))
        many_files(Path(folder, "many"), 1000)


if __name__ == "__main__":
    main()
