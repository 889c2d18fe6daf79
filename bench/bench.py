"""How fast pmlint is, in terms that mean the same on any machine.

    python bench/bench.py [--rounds N] [--documents FILE…]

Start-up and single files are given as ratios to a bare ``python -c pass`` of the same
environment. The commands that are compared run in turn, round after round, so that a busy machine
slows all of them alike; the median of each is compared. Throughput is measured within one process
on one core: warm (everything imported, rules compiled), and cold (the time a fresh process needs
for one file, start-up included).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
"""As users have it: without it, modules might be compiled anew in every run."""


def interleaved(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Seconds that each command took in each round; one round is thrown away as warm-up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
            )
            if number:
                times[name].append(time.perf_counter() - begin)
    return times


def best_rate(work: Callable[[], int], seconds: float) -> float:
    """Things done per second of processor time, in the best of the repetitions that fit into
    ``seconds``: what one core does when nothing else disturbs it."""
    best, begin = 0.0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        start = time.process_time()
        done = work()
        best = max(best, done / max(time.process_time() - start, 1e-6))
    return best


def start_up(form: Path, rounds: int) -> None:
    pmlint = str(BIN / "pmlint")
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "pmlint --version": [pmlint, "--version"],
        "pmlint parse": [pmlint, "parse", "≥90.00(%)"],
        "pmlint check, one form": [pmlint, "check", str(form)],
    }
    times = interleaved(commands, rounds)
    bare = statistics.median(times["bare Python"])
    print(f"start-up (median of {rounds} interleaved rounds; ratio to bare Python)")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"  {name:26} {median * 1000:7.1f} ms   {median / bare:5.1f}x")


def throughput(documents: list[Path], seconds: float) -> None:
    from pmlint.pipeline import Pipeline, Source
    from pmlint.target import parse

    pipeline = Pipeline()
    sources = [Source(str(path), path.read_bytes()) for path in documents]

    def check() -> int:
        report = pipeline.run(sources)
        return report.summary()["forms"]

    begin = time.process_time()
    forms = check()
    first = time.process_time() - begin
    report = pipeline.run(sources, keep_forms=True)
    values = {
        row.target.text
        for checked in report.files
        for form in checked.forms
        for row in form.indicators
        if row.target.text
    }
    rows = sum(len(f.indicators) for checked in report.files for f in checked.forms)
    print(f"\nthroughput, one core ({len(sources)} files, {forms} forms, {rows} indicators)")
    print(f"  first run in a process       {forms / first:10,.0f} forms/s")
    print(f"  warm, with all rules         {best_rate(check, seconds):10,.0f} forms/s")
    # Every value new to the parser: what it has seen before it remembers.
    fresh = iter(range(10**9))

    def new_values() -> int:
        for value in values:
            parse(f"{value}{next(fresh)}")
        return len(values)

    print(f"  values parsed, never seen    {best_rate(new_values, seconds):10,.0f} values/s")

    def same_values() -> int:
        for value in values:
            parse(value)
        return len(values)

    print(f"  values parsed, seen before   {best_rate(same_values, seconds):10,.0f} values/s")


def many_files(form: Path, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = form.read_text(encoding="utf-8")
        for number in range(count):
            copy = text.replace("流动图书车运行经费", f"流动图书车运行经费（{number}）")
            Path(folder, f"{number:04}.txt").write_text(copy, encoding="utf-8")
        for jobs in ("1", str(os.cpu_count() or 1)):
            command = [str(BIN / "pmlint"), "check", "--jobs", jobs, folder]
            begin = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
            taken = time.perf_counter() - begin
            print(f"  {count} one-form files, jobs={jobs}  {taken:10.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--documents", nargs="*", type=Path)
    args = parser.parse_args()
    form = ROOT / "tests" / "cli" / "form.txt"
    documents = args.documents or sorted((ROOT / "examples" / "forms").glob("*.txt")) or [form]
    start_up(form, args.rounds)
    throughput(documents, args.seconds)
    many_files(form, 1000)


if __name__ == "__main__":
    main()
