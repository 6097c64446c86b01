"""The frame that comes first: only for the window, at once, and gone as soon as the window stands in its place."""

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import first_sight, paths
from desktop.__main__ import asks_for_window
from desktop.palettes import SCHEMES


def frames() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, first_sight.FirstSight)]


@pytest.mark.parametrize(
    "arguments",
    [[], ["open"], ["--db", "a.db"], ["--db=a.db", "open"], ["--as", "TL01", "--quiet"], ["--debug", "open"]],
)
def test_the_window_is_what_these_ask_for(arguments: list[str]) -> None:
    assert asks_for_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["import"], ["--json"], ["--help"], ["open", "--help"], ["--db"], ["demo"], ["--nonsense"], ["open", "more"]],
)
def test_anything_else_is_left_to_the_command_line(arguments: list[str]) -> None:
    assert not asks_for_window(arguments)


def test_the_frame_is_seen_until_the_window_stands_there(qtbot: QtBot) -> None:
    first_sight.show()
    assert [frame.isVisible() for frame in frames()] == [True]
    window = QWidget()
    qtbot.addWidget(window)
    first_sight.taken_over_by(window)
    window.show()
    qtbot.waitUntil(lambda: not frames())


def test_without_a_frame_the_window_simply_comes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first_sight.taken_over_by(window)
    window.show()
    qtbot.waitExposed(window)


def test_the_frame_has_the_colours_of_the_last_time(qtbot: QtBot) -> None:
    memory = paths.settings_file().parent / first_sight.MEMORY_FILE
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text("[window]\ncolours=dark\n")
    frame = first_sight.FirstSight()
    qtbot.addWidget(frame)
    assert frame.palette().window().color().name() == SCHEMES["dark"]["window"]


def test_nothing_heavy_is_imported_before_the_frame() -> None:
    code = "import sys, desktop.__main__, desktop.first_sight; print(sorted({n.split('.')[0] for n in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    for heavy in ("sqlmodel", "sqlalchemy", "numpy", "av", "typer", "pydantic"):
        assert f"'{heavy}'" not in loaded
