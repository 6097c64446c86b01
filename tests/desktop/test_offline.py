"""No process of ours can open an internet socket."""

import subprocess
import sys

import pytest

PROBE = """
import sys
from desktop.offline import forbid_internet_sockets
import socket
socket.socket(socket.AF_INET).close()
forbid_internet_sockets()
forbid_internet_sockets()
socket.socket(socket.AF_UNIX).close()
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family)
    except PermissionError as exc:
        print("refused:", exc)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="AF_UNIX sockets are not in Windows' Python")
def test_an_internet_socket_is_refused_and_a_local_one_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.count("refused: Steercheck works offline") == 2
