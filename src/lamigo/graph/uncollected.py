"""Hold the garbage collector back while a graph is held as objects.

Hundreds of thousands of statements live until the graph is written, and none is part of a cycle: the collector would
look through all of them again and again, for a third of the time that reading and writing take.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Switch the collector off for a block or, as a decorator, for a function; it is then as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
