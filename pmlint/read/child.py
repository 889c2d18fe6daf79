"""Runs a reader in a process of its own, with limits on memory and time.

PDF and images are decoded by large C++ libraries that a hostile file may crash or fill. The child
gets the bytes on its standard input and answers with JSON on its standard output: nothing it says
is executed here, and when it dies, only this file is lost.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmlint.read import ReadError
from pmlint.read.limits import MiB

_BOOT = (
    "import json,sys; sys.path[:]=json.loads(sys.argv[1]); "
    "from pmlint.read import child; child.serve()"
)

_FRUGAL = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "1"}
"""On machines with many cores each thread's own heap would soon fill the allowed address space."""


def run(
    job: str,
    data: bytes,
    options: Mapping[str, Any] | None = None,
    *,
    seconds: float = 60,
    memory: int = 400 * MiB,
) -> Any:
    """What the function ``job`` (``module:function``) makes of ``data`` and ``options``, as JSON.

    ``seconds``: wall time; ``memory``: bytes of address space beyond the interpreter's own (not
    limited where the system knows no such limit: Windows, macOS). Raises ReadError: the job's own,
    or ``too-large`` if it hit a limit, or ``damaged`` if it crashed.
    """
    path = [str(Path(__file__).parents[2]), *(p for p in sys.path if p)]
    head = json.dumps({"job": job, "options": dict(options or {}), "memory": memory})
    try:
        process = subprocess.Popen(
            # Isolated and without site: starts fast and runs no file of the working folder.
            [sys.executable, "-I", "-S", "-c", _BOOT, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_FRUGAL},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise ReadError(
            "unreadable", f"不能启动读取文件的子进程（{error.strerror}），请检查系统资源后重试。"
        ) from None
    try:
        out, _ = process.communicate(head.encode() + b"\n" + data, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(
            "too-large",
            f"读取超过 {seconds:.0f} 秒仍未完成，已停止。文件可能过大或异常，请拆分后再检查。",
        ) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    try:
        answer = json.loads(out)
    except ValueError:
        raise ReadError(
            "damaged",
            "文件内容异常，读取中断（文件可能已损坏，或过大而超出内存上限）。"
            "请从原文件重新导出后再检查。",
        ) from None
    if "error" in answer:
        raise ReadError(*answer["error"])
    return answer["result"]


def serve() -> None:
    """The child's side: limits itself, does the job, writes the answer."""
    answer_to = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:  # libraries may print
        os.dup2(nowhere.fileno(), 1)
    head = json.loads(sys.stdin.buffer.readline())
    _limit_memory(head["memory"])
    try:
        module, _, function = head["job"].partition(":")
        work = getattr(__import__(module, fromlist=[function]), function)
        answer: dict[str, Any] = {"result": work(sys.stdin.buffer.read(), **head["options"])}
    except ReadError as error:
        answer = {"error": [error.reason, error.message]}
    except MemoryError:
        answer = {"error": ["too-large", "文件过大，超出内存上限。请拆分后再检查。"]}
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        answer = {"error": ["damaged", f"文件内容异常，无法读取（{detail}）。"]}
    answer_to.write(json.dumps(answer, ensure_ascii=True).encode())
    answer_to.close()
    os._exit(0)  # nothing here is worth an orderly shutdown of the libraries


def _limit_memory(more: int) -> None:
    """Allows as much address space as is in use already, and ``more`` bytes."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = 0
    with contextlib.suppress(OSError, ValueError, AttributeError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        used = pages * os.sysconf("SC_PAGE_SIZE")
    size = used + more
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
