"""The last-resort hook of the window: a defect is logged, told calmly, and the work goes on.

The log gets the traceback; the person gets one sentence and the details to copy. Values of variables are in neither.
"""

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

LOG = logging.getLogger(__name__)


QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages() -> None:
    """From now on Qt's own messages go to the log; on a terminal they would only puzzle (libraries it tried, say)."""
    qInstallMessageHandler(_log_qt)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) and sys.stderr is not None:
        sys.stderr.write(f"{message}\n")  # the program may end with the next breath
    LOG.log(QT_LEVELS.get(kind, logging.WARNING), "Qt %s: %s", getattr(context, "category", None) or "", message)


class Faults(QObject):
    """Signal `happened(sentence, details)` for each defect nobody caught, on the GUI thread."""

    happened = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._thread_before = threading.excepthook
        self._telling = False

    def install(self) -> None:
        """From now on nothing uncaught goes unseen; a hook that stood here before hears of it too."""
        self._before, self._thread_before = sys.excepthook, threading.excepthook
        sys.excepthook = self.take
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = self._before
        threading.excepthook = self._thread_before

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Log a defect and tell it; a fault while telling is only logged."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, fault, trace)
            return
        found = details(kind, trace)
        LOG.error("a defect in the window: %s", found)
        LOG.debug("its own words", exc_info=(kind, fault, trace))
        if self._telling:
            return
        self._telling = True
        try:
            self.happened.emit(
                "Something in Steercheck went wrong. What was saved is safe, and you can go on working.",
                found,
            )
        finally:
            self._telling = False
        if self._before is not sys.__excepthook__:
            self._before(kind, fault, trace)


def details(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What helps to mend it: versions and the way the program took; no names, figures or speech."""
    place = "".join(traceback.format_tb(trace))
    head = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    return f"{head}\n{kind.__module__}.{kind.__qualname__}\n{place}"
