"""Qt's own messages go to the log and not to the terminal."""

import subprocess
import sys

SPEAKS = """
import logging
logging.basicConfig(format="logged %(levelname)s %(message)s", stream=__import__("sys").stdout)
from PySide6.QtCore import qCritical, qWarning
from desktop.faults import log_qt_messages
log_qt_messages()
qWarning("a library is missing")
qCritical("no display")
"""


def test_a_message_of_qt_is_logged_and_only_a_grave_one_is_shown() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAKS], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("logged WARNING Qt default: a library is missing")
    assert done.stderr == "no display\n"
