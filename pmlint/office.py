"""LibreOffice, where it is installed: found, and run in a child process with limits.

Every run has a user profile of its own that is thrown away afterwards (two runs on one profile
lose output without a word), no macros and no network to fetch from.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pmlint.read import ReadError
from pmlint.read.limits import MiB

SECONDS = 90
"""Time for one conversion."""
MEMORY = 3_000 * MiB
"""Address space of the child (LibreOffice reserves far more than it uses)."""
OUTPUT = 200 * MiB
"""The largest file it may write."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)
"""No macros, no links: (path, property, value) of the configuration."""


def soffice() -> str | None:
    """The program, None if LibreOffice is not installed. PMLINT_SOFFICE overrides the search."""
    chosen = os.environ.get("PMLINT_SOFFICE")
    if chosen is not None:
        return shutil.which(chosen)
    for name in ("soffice", "libreoffice", *_PLACES):
        if found := shutil.which(name):
            return found
    return None


def convert(data: bytes, suffix: str, to: str, reads_as: str = "") -> bytes:
    """The file ``data`` (its kind told by ``suffix``, ``.doc``) in another format (``docx``,
    ``pdf``; a filter may follow a colon). ``reads_as`` names the import filter.

    Without one LibreOffice guesses, and makes a document of any bytes: sniff them first. Raises
    ReadError with reason ``needs-office``, ``too-large`` (time, memory) or ``damaged``.
    """
    program = soffice()
    if program is None:
        raise ReadError(
            "needs-office",
            "读取旧版 .doc/.wps 文件需要先安装 LibreOffice；"
            "也可以用 Word 或 WPS 打开，另存为 .docx 再检查。",
        )
    with tempfile.TemporaryDirectory(prefix="pmlint-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"in{suffix}"
        source.write_bytes(data)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        out = place / "out"
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault"),
            *((f"--infilter={reads_as}",) if reads_as else ()),
            *("--convert-to", to, "--outdir", str(out), str(source)),
        ]
        _run(command, place)
        made = out / f"in.{to.partition(':')[0]}"
        if not made.is_file() or not made.stat().st_size:
            raise ReadError(
                "damaged", "LibreOffice 打不开这个文件，可能已损坏。请用 Word 或 WPS 另存为 .docx。"
            )
        if made.stat().st_size > OUTPUT:
            raise ReadError("too-large", "转换后的文件过大，未予读取。")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run to the end or to the limits; the whole family of processes goes when time is up."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        # Whatever a document links to, there is no way out.
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9"),
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    _limit(process.pid)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadError(
            "too-large",
            f"LibreOffice 转换超过 {SECONDS} 秒仍未完成，已停止。请另存为 .docx 再检查。",
        ) from None
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """soffice is a script that starts another program: end the group, not only the script."""
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)


def _limit(pid: int) -> None:
    """Limit the memory and the files of a child that has just begun (Linux; elsewhere only its
    time is limited). Not by preexec_fn, which is unsafe where there are threads."""
    try:
        from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_FSIZE, prlimit
    except ImportError:
        return
    for kind, most in ((RLIMIT_AS, MEMORY), (RLIMIT_FSIZE, OUTPUT), (RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            prlimit(pid, kind, (most, most))


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )
