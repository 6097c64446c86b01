"""Going through the transcript line by line: saying who speaks, and looking at what is doubtful.

One key says whose the line is and goes on to the next, so that a call on one channel is parted between its speakers as
fast as it can be read. Every word of it is undone like any other step.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.transcript import Speaker

if TYPE_CHECKING:
    from desktop.views.transcript_pane import TranscriptPane

SAYS = {"says_caseworker": Speaker.CASEWORKER, "says_parent": Speaker.NRP, "says_nobody": Speaker.UNKNOWN}


class LineHands(QObject):
    """What the keys do on the lines of one pane."""

    def __init__(self, pane: "TranscriptPane") -> None:
        super().__init__(pane)
        self._pane = pane

    def says(self, speaker: Speaker) -> None:
        """The line at hand is this speaker's; the next one is at hand then."""
        pane, view = self._pane, self._pane.view
        row = view.row_at_hand()
        if row is None or not pane.say_speaker(row, speaker):
            return
        self._go_to(min(row + 1, len(view.table.lines) - 1))

    def saying(self, speaker: Speaker) -> Callable[[], None]:
        """`says` for one speaker, as a key's command."""
        return lambda: self.says(speaker)

    def next_doubt(self, by: int) -> None:
        """To the next (or, -1, the previous) doubtful line, round the end."""
        view = self._pane.view
        rows = view.table.doubtful_rows()
        if not rows:
            return
        here = view.row_at_hand()
        if here is None:
            self._go_to(rows[0])
        elif by > 0:
            self._go_to(next((row for row in rows if row > here), rows[0]))
        else:
            self._go_to(next((row for row in reversed(rows) if row < here), rows[-1]))

    def _go_to(self, row: int) -> None:
        view = self._pane.view
        view.setFocus()
        line = view.table.lines[row]
        if line.first_word < line.end_word:
            view.go_to_word(line.first_word)
        view.reveal_line(row)
