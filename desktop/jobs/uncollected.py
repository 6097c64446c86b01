"""Work that makes a hundred thousand lasting objects: the garbage collector would walk through them again and again.

Each of its walks stops every thread, the one that paints as well, for 100 to 200 ms. What is made within is kept out of
its sight from then on; it is freed when nobody needs it any more, as everything that is in no circle.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Put the collector off within, and take what is there then out of its sight (`gc.freeze`)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
