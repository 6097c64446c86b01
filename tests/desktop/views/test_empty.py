"""The empty state: as tall as its words where there is room for them, scrolled where there is not."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.views.empty import EmptyState

WORDS = ("good", "Nothing waits for a check", "Bring in the next recordings and lists. " * 4, "Import", "import")
LEAST_PX = 120


def test_it_needs_little_room_even_in_large_text(qtbot: QtBot, light_look: None) -> None:
    theme.apply(QApplication.instance(), "light", 200)
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.say(*WORDS)
    assert empty.minimumSizeHint().height() <= LEAST_PX


def test_in_a_panel_that_scrolls_it_is_whole(qtbot: QtBot, light_look: None) -> None:
    empty = EmptyState(scrolls=False)
    qtbot.addWidget(empty)
    empty.say(*WORDS)
    lines = empty.title.sizeHint().height() + empty.button.sizeHint().height()
    assert empty.minimumSizeHint().height() > lines
