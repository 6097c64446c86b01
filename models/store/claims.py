"""Which run of which program works on a transcription, so that no two ever write the same transcript.

A claim names the machine and the process. One of a process that has ended (killed, switched off) may be taken over; of
another machine nobody here can tell, so it stands until a person retries.
"""

import os
import platform
from functools import cache

import psutil

from models.columns import new_id


def new_claim() -> str:
    """A claim of this process, different each time."""
    return f"{_me()} {new_id()}"


def is_given_up(claim: str | None) -> bool:
    """Whether nobody works under this claim any more; one of this very process counts as given up, since whoever asks
    is the one who would."""
    if claim is None or claim.startswith(_me()):
        return True
    node, number, started = claim.split()[:3]
    if node != _node():
        return False
    try:
        return _started(int(number)) != started
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


@cache
def _node() -> str:
    return "".join(platform.node().split()) or "-"


def _me() -> str:
    return f"{_node()} {os.getpid()} {_started(os.getpid())}"


def _started(process: int) -> str:
    return f"{psutil.Process(process).create_time():.2f}"
