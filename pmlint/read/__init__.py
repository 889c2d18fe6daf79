"""Reading: from bytes to cells with their places. Knows file formats and nothing of forms."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pmlint.model.grid import Document, Failure
from pmlint.read.limits import LIMITS, MiB

if TYPE_CHECKING:
    from pmlint.plugins import Reader

__all__ = ["ReadError", "built_in", "read"]


class ReadError(Exception):
    """A file that a reader cannot read: the only exception a reader may raise.

    ``reason`` is a short key (see `Failure`); ``message`` is Chinese, says what is wrong and the
    way out, and need not name the file: `read` does.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message


def read(
    path: str, data: bytes | None = None, readers: Iterable[Reader] | None = None
) -> Document | Failure:
    """The file ``path`` as a Document, or why it could not be read. Never raises.

    ``data``: the content, if the caller has it already (standard input); otherwise the file is
    read. ``readers``: the formats to try (default: the built-in ones); the first in order of
    priority that recognises the content reads it.
    """
    try:
        return _read(path, load(path) if data is None else data, readers)
    except ReadError as error:
        named = path in error.message
        return Failure(path, error.reason, error.message if named else f"{path}：{error.message}")
    except MemoryError:
        return Failure(path, "too-large", f"{path}：内存不足，读不完这个文件。请拆分后再检查。")
    except Exception as error:  # a defect of ours must not stop the other files
        detail = f"{type(error).__name__}: {error}"[:200]
        return Failure(
            path, "internal", f"{path}：读取时出现意外错误（{detail}），请向开发者报告。"
        )


def built_in() -> list[Reader]:
    """The readers of all formats pmlint knows by itself; nothing heavy is imported yet."""
    from pmlint.read.builtin import READERS

    return list(READERS)


def _read(path: str, data: bytes, readers: Iterable[Reader] | None) -> Document:
    if len(data) > LIMITS.file_bytes:
        raise _too_large()
    if not data:
        raise ReadError("empty", "文件是空的（0 字节），请确认文件已保存完整。")
    for reader in sorted(
        built_in() if readers is None else readers, key=lambda reader: reader.priority
    ):
        if reader.sniff(data, path):
            try:
                return reader.read(data, path)
            except (ReadError, MemoryError):
                raise
            except Exception as error:
                detail = f"{type(error).__name__}: {error}"[:200]
                raise ReadError(
                    "damaged",
                    f"文件可能已损坏，按 {reader.name} 格式读取失败（{detail}）。"
                    "请用原来的软件打开并另存一份，再检查。",
                ) from error
    from pmlint.read.sniff import unsupported

    raise ReadError(*unsupported(data))


def load(path: str) -> bytes:
    """The bytes of a regular file, no more than the limit. Raises ReadError."""
    try:
        found = Path(path).stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadError(
                "directory", "这是一个文件夹，里面没有可以直接读取的内容；请写出文件名。"
            )
        if not stat.S_ISREG(found.st_mode):  # a pipe or device could block or never end
            raise ReadError("not-a-file", "这不是普通文件，不能读取。")
        if found.st_size > LIMITS.file_bytes:
            raise _too_large()
        with Path(path).open("rb") as file:
            return file.read(LIMITS.file_bytes + 1)
    except FileNotFoundError:
        raise ReadError("missing", "文件不存在，请检查路径和文件名。") from None
    except PermissionError:
        raise ReadError(
            "permission", "没有读取权限，请检查文件权限，或是否被其他程序占用。"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError("unreadable", f"打不开这个文件（{reason}）。") from None


def _too_large() -> ReadError:
    return ReadError(
        "too-large", f"文件超过 {LIMITS.file_bytes // MiB} MB，请拆分成较小的文件再检查。"
    )
