"""Jobs for a child process that behave badly, and one that behaves."""

from __future__ import annotations

import os
import time


def hang(_data: bytes) -> None:
    time.sleep(60)


def eat(_data: bytes) -> int:
    return len(bytearray(2_000_000_000))


def die(_data: bytes) -> None:
    os.abort()


def chatter(data: bytes, sign: str) -> dict[str, object]:
    print("not the answer")
    os.write(2, b"nor this")
    return {"got": data.decode(), "sign": sign}
