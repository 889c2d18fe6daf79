"""``python -m fuzz [--minutes N] [TARGET …]``: fuzz each target for its share of the time.

With atheris (coverage-guided) if it is installed, otherwise with hypothesis. What breaks a promise
is written to ``fuzz/found/TARGET/``, where the tests replay it; then the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fuzz.seeds import FOUND, WORDS, seeds

MEMORY = 2048  # MB, the interpreter and the tools that trace it included
LONGEST = 20  # seconds that one input may take
SIZE = 16_384  # bytes of an input


def main() -> int:
    """Fuzz what was asked for; 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--engine", choices=("atheris", "hypothesis"))
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:  # before anything of pmlint is imported, so that all of it is traced
        return _atheris(args.targets[0], args.minutes * 60)
    from fuzz.targets import TARGETS

    names = args.targets or list(TARGETS)
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; known: {', '.join(TARGETS)}")
    has_atheris = importlib.util.find_spec("atheris") is not None
    engine = args.engine or ("atheris" if has_atheris else "hypothesis")
    seconds = args.minutes * 60 / len(names)
    broken = 0
    for name in names:
        print(f"== {name}: {engine}, {seconds:.0f} s", flush=True)
        if engine == "atheris":  # ends its process when it is done
            command = [sys.executable, "-m", "fuzz", "--one", "--minutes", str(seconds / 60), name]
            broken += subprocess.run(command, check=False).returncode != 0
        else:
            broken += _hypothesis(name, seconds)
    print(f"== {broken} of {len(names)} targets broken")
    return int(broken > 0)


def _atheris(name: str, seconds: float) -> int:
    import atheris

    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="pmlint-fuzz-") as work,
        atheris.instrument_imports(include=["pmlint"]),  # to the end: much is imported on first use
    ):
        from fuzz.targets import TARGETS

        corpus = Path(work, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(seeds(name)):
            TARGETS[name](seed)  # and so is most of it before the clock runs
            corpus.joinpath(str(number)).write_bytes(seed)
        words = Path(work, "words.dict")
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
        options = [
            f"-max_total_time={max(1, round(seconds))}",
            f"-timeout={LONGEST}",
            f"-rss_limit_mb={MEMORY}",
            f"-max_len={SIZE}",
            f"-dict={words}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
            "-verbosity=1",
        ]
        atheris.Setup(["fuzz", *options, str(corpus)], TARGETS[name])
        atheris.Fuzz()
    return 0


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode("utf-8", "replace"))


def _hypothesis(name: str, seconds: float) -> bool:
    """Fuzz one target; True if something was found (and kept)."""
    from hypothesis import HealthCheck, Phase, given, settings

    from fuzz.mutate import inputs
    from fuzz.targets import TARGETS

    last = b""
    ends = time.monotonic() + seconds
    tried = 0

    @settings(
        max_examples=500,
        deadline=LONGEST * 1000,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(inputs(name))
    def attempt(data: bytes) -> None:
        nonlocal last, tried
        last, tried = data, tried + 1
        if time.monotonic() < ends:
            TARGETS[name](data)

    while time.monotonic() < ends:
        try:
            attempt()
        except Exception as error:
            folder = FOUND / name
            folder.mkdir(parents=True, exist_ok=True)
            kept = folder / f"crash-{hashlib.sha1(last).hexdigest()}"
            kept.write_bytes(last)
            print(f"{type(error).__name__}: {error}\nkept as {kept}", flush=True)
            return True
    print(f"{tried} inputs, nothing found", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
