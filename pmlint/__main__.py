"""The command's entry point. ``--version`` is answered before anything else is imported."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit code (0 clean, 1 findings, 2 not wholly checked)."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from pmlint import __version__

        print(f"pmlint {__version__}")
        return 0
    from pmlint.cli import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
