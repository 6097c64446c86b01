"""Nothing leaves the machine: an audit hook, in every process of ours, that refuses an internet socket.

Libraries load networking code that we never call; this hook makes sure that none of it can. A PostgreSQL database by
URL is the one exception, made before the hook by `allow_database_server`. Python's own audit events: PEP 578.
"""

import sys

_INTERNET_FAMILIES = frozenset({2, 10, 23, 30})
"""AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 23 on Windows, 30 on macOS. By number, as we import no socket."""

_state = {"installed": False}


def forbid_internet_sockets() -> None:
    """From now on, creating an AF_INET or AF_INET6 socket in this process raises PermissionError. Cannot be undone."""
    if not _state["installed"]:
        _state["installed"] = True
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.__new__" and len(arguments) > 1 and arguments[1] in _INTERNET_FAMILIES:
        raise PermissionError("Steercheck works offline: no internet socket may be opened")
