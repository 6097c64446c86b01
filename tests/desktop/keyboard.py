"""Keys as a person gives them: to whatever has the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def write(qtbot: QtBot, words: str) -> None:
    """Some words."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, words)
