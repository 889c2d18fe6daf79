"""Work spread over processes, results in the order of the work."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[Result]:
    """``work`` of every item, in order, done by ``workers`` processes. Both must pickle.

    Fresh processes and not forks: the caller may have threads (the progress bar has one).
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    chunk = max(1, min(16, len(items) // (workers * 4)))
    with ProcessPoolExecutor(workers, context, initializer=_quiet) as pool:
        try:
            yield from pool.map(work, items, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _quiet() -> None:
    """Leave Ctrl-C to the main process, which says one word instead of one traceback a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
