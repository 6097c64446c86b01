"""What is wished of a call before its sound is there: the place, whether to play from it, and how far.

A person may click on kept peaks, press play or choose evidence while the decoder has not begun; the playback keeps the
wish here and does it as soon as it has the samples.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Wish:
    """Go to `ms` and, if it `plays`, play from there (up to `until_ms`, where there is such a place)."""

    ms: int
    plays: bool = False
    until_ms: int | None = None


class Ahead(QObject):
    """The sound that is still to come: `duration_ms` of it, 0 when none is, and the wish that waits for it.

    Signals: `position_changed(ms)`, `playing_changed(bool)` as the wish says; `waiting_changed(bool)`.
    """

    position_changed = Signal(int)
    playing_changed = Signal(bool)
    waiting_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration_ms = 0
        self.wish: Wish | None = None
        self._told = False

    @property
    def plays(self) -> bool:
        """Whether it is to be played as soon as it can be."""
        return self.wish is not None and self.wish.plays

    def keep(self, ms: int, *, plays: bool, until_ms: int | None = None) -> None:
        """Keep a wish for a place in what is to come; nothing is kept where nothing comes."""
        if self.duration_ms:
            played, self.wish = self.plays, Wish(min(max(0, ms), self.duration_ms), plays, until_ms)
            self.position_changed.emit(self.wish.ms)
            self._tell(plays, played)

    def take(self) -> Wish | None:
        """The wish that was kept, once; None without one."""
        wish, self.wish = self.wish, None
        return wish

    def drop(self) -> None:
        """The wish cannot be done."""
        wish = self.take()
        if wish is not None:
            self.position_changed.emit(0)
            self._tell(plays=False, played=wish.plays)

    def tell_waiting(self, *, waiting: bool) -> None:
        """Whether a place is sought whose sound is still to come; told when it changes."""
        if waiting != self._told:
            self._told = waiting
            self.waiting_changed.emit(waiting)

    def _tell(self, plays: bool, played: bool) -> None:
        if plays != played:
            self.playing_changed.emit(plays)
