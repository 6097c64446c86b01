"""What the review page says about the file of its recording, and what a person can do about it.

Between the open call (which finds that a file is gone, changed, moved or odd) and the page's notice bar: the words, the
way to point to the file, and the choice of two channels where a file has more. All of it works from the keyboard.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.jobs.find_recording import Leg, legs_of
from desktop.state.open_call import OpenCall, Sound
from desktop.views.actions import ActionTable
from desktop.views.page_notice import PageNotice
from desktop.views.picking import Picker

ABOUT = "recording"
SOUND_NAMES = "Recordings (*.wav *.mp3 *.ogg *.opus *.spx *.flac *.m4a *.mp4 *.wma *.amr *.w64 *.gsm *.au *.aiff)"


class RecordingNotice(QObject):
    """Says it on `notice`; `page` is what dialogs and menus open over."""

    def __init__(
        self, call: OpenCall, notice: PageNotice, page: QWidget, actions: ActionTable, picker: Picker | None = None
    ) -> None:
        super().__init__(page)
        self._call = call
        self._notice = notice
        self._page = page
        self._actions = actions
        self._say_again: Callable[[], None] | None = None
        self.picker = picker or Picker()
        self.channels = QMenu("Channels to play", page)
        self.channels.setToolTipsVisible(True)
        actions.bind("point_to_recording", page, self.point_to_file)
        actions.bind("look_for_recording", page, self.look_in_folder)
        actions.bind("pick_channels", page, self.pick_channels)
        actions.keys_changed.connect(self._on_keys)
        call.sound_failed.connect(self._on_failed)
        call.recording_told.connect(self._on_told)
        call.sound_reopened.connect(lambda: notice.unsay(ABOUT))
        call.relocation.searching.connect(self._on_searching)
        call.relocation.not_it.connect(lambda why: self._say_away(why, "bad"))
        call.relocation.stopped.connect(lambda: self._say_away("The search was given up. Nothing was changed.", "warn"))

    # wishes

    def point_to_file(self) -> None:
        """Choose the file that is the recording."""
        leg = self._leg()
        if leg is not None:
            self.picker.file(
                self._page, f"Point to {leg.path.name}", _nearest(leg.path.parent), SOUND_NAMES, self._point_to
            )

    def look_in_folder(self) -> None:
        """Choose a folder to look through for the recording."""
        leg = self._leg()
        if leg is not None:
            self.picker.folder(
                self._page, f"Look for {leg.path.name} in a folder", _nearest(leg.path.parent), self._point_to
            )

    def pick_channels(self) -> None:
        """Open the menu of channels; nothing happens where there is nothing to choose."""
        if self._channel_count() > 2:
            self._fill_channels()
            self.channels.popup(self._page.mapToGlobal(QPoint(0, 0)) + self._notice.geometry().bottomLeft())

    def _point_to(self, place: Path) -> None:
        leg, file = self._leg(), self._call.file
        if leg is not None and file is not None and file.recording is not None:
            self._call.relocation.point_to(file.recording, leg, place)

    # facts

    def _on_failed(self, why: str) -> None:
        if self._call.away is None:
            self._notice.unsay(ABOUT)
            return
        self._say_away(why, "warn")

    def _on_keys(self) -> None:
        """The buttons name the keys that are in force now."""
        if self._say_again is not None and self._notice.about == ABOUT and self._notice.isVisible():
            self._say_again()

    def _on_told(self, words: str) -> None:
        """Something about a sound that plays: it never takes the place of what has to be answered."""
        self._say_again = lambda: self._on_told(words)
        if self._channel_count() > 2:
            key = self._actions.text_with_key("pick_channels", "Choose channels")
            self._notice.say(ABOUT, words, "accent", ((key, self.pick_channels),))
        elif self._notice.about == ABOUT or not self._notice.isVisible():
            self._notice.say(ABOUT, words, "accent")

    def _on_searching(self, words: str) -> None:
        self._say_again = None
        self._notice.say(ABOUT, f"{words}…", "accent", (("Stop", self._call.relocation.cancel),), lasting=True)

    def _say_away(self, words: str, tone: str) -> None:
        self._say_again = lambda: self._say_away(words, tone)
        if self._call.sound != Sound.FAILED:
            self._notice.say(ABOUT, words, tone)
            return
        ways = (
            (self._actions.text_with_key("point_to_recording", "Point to it…"), self.point_to_file),
            (self._actions.text_with_key("look_for_recording", "Look in a folder…"), self.look_in_folder),
        )
        self._notice.say(ABOUT, words, tone, ways, lasting=True)

    # what the call has

    def _leg(self) -> Leg | None:
        """The file that is missing; of a recording that plays, none."""
        file = self._call.file
        if file is None or file.recording is None or self._call.sound != Sound.FAILED:
            return None
        return self._call.away.leg if self._call.away is not None else legs_of(file.recording)[0]

    def _channel_count(self) -> int:
        recording = None if self._call.file is None else self._call.file.recording
        return 0 if recording is None else recording.file_channels or recording.channels

    def _fill_channels(self) -> None:
        """Two groups, first and second channel, each with a check mark at what is played."""
        recording = None if self._call.file is None else self._call.file.recording
        picked = (recording.reading or {}).get("picked", (0, 1)) if recording is not None else (0, 1)
        self.channels.clear()
        for place, noun in enumerate(("First", "Second")):
            self.channels.addSection(f"{noun} channel played")
            group = QActionGroup(self.channels)
            for channel in range(self._channel_count()):
                one = QAction(f"{noun} is channel {channel + 1} of the file", group)
                one.setCheckable(True)
                one.setChecked(picked[place] == channel)
                other = picked[1 - place] if picked[1 - place] != channel else picked[place]
                pair = (channel, other) if place == 0 else (other, channel)
                one.triggered.connect(lambda _checked=False, pair=pair: self._call.pick_channels(*pair))
                self.channels.addAction(one)


def _nearest(folder: Path) -> Path | None:
    """The folder, or the nearest one above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), None)
