"""The room on the review page: which columns are in sight and have the keyboard, and who gets how much height.

Decides for the page; the columns themselves and the sheet's own window do what they are told.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import theme
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT
from desktop.views.waveform_layout import wanted_height

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage

WAVEFORM_SHARE = 0.2
"""The waveform takes no more of the page: with large text the columns need the room."""
LINES_IN_SIGHT = 8.25
"""So many lines of text the columns show before head, transport and waveform take more than they must."""
LOW_BELOW_LINES = 30
"""A page of fewer lines of text than this is low: its head and its transport stand close."""
WIDE_FROM_PX = 1800
"""From this width on (at 100 % text) a page is wide: other widths for the columns, a taller waveform."""
WIDE_LANE_ROWS = 6.5
"""The lanes of the waveform on a wide page, in rows of small text."""
LEAST_LANE_ROWS = 0.8
"""The lanes of the waveform on a low page, in rows of small text: where somebody speaks is still seen."""


class ReviewRoom(QObject):
    """The room of one page."""

    def __init__(self, page: "ReviewPage") -> None:
        super().__init__(page)
        self._page = page

    @property
    def low(self) -> bool:
        """Whether the page shows few lines of text, as with large text."""
        return self._page.height() < LOW_BELOW_LINES * theme.text_height()

    def share_height(self) -> None:
        """On a low page (large text) head, transport and waveform give their height up for the columns, a waveform
        that failed all but two lines; on a wide one the waveform takes more. What a notice takes is the columns' own,
        so that nothing above them moves for it."""
        page = self._page
        line = theme.text_height()
        low = self.low
        page.head.set_close(close=low)
        page.transport.set_close(close=low)
        least = wanted_height(LEAST_LANE_ROWS) if low else page.waveform.minimumSizeHint().height()
        standing = (page.strip, page.notice, page.band)
        beside = [part for part in standing if part.isVisible() and (low or part is page.strip)]
        others = sum(part.sizeHint().height() for part in (page.head, page.transport, page.foot, *beside))
        columns = page.transcript.head_height + round(LINES_IN_SIGHT * page.transcript.view.line_height)
        wide = page.width() * 100 >= WIDE_FROM_PX * theme.changes().scale_pct
        page.columns.set_wide(wide=wide)
        most = min(round(page.height() * WAVEFORM_SHARE), page.height() - others - columns)
        if wide:
            least = max(least, min(most, wanted_height(WIDE_LANE_ROWS)))
        if low and page.waveform.failed:
            least = most = 2 * line
        page.waveform.setMinimumHeight(least)
        page.waveform.setMaximumHeight(max(least, most))

    def open_column(self, name: str) -> None:
        """Have a column in sight, so that nothing is changed where nobody looks."""
        page = self._page
        page.columns.fold(name, folded=False)

    def go_to(self, name: str) -> None:
        """Give a column the keyboard."""
        page = self._page
        self.open_column(name)
        if name == SHEET and page.sheet_place.detached:
            page.sheet_place.window.activateWindow()
        elif page.sheet_place.window.isActiveWindow():
            page.window().activateWindow()
        if name == TRANSCRIPT:
            page.transcript.view.setFocus()
        elif name == SHEET:
            page.tabs.focus_page()
        else:
            page.form.focus_current()

    def show_tab(self, name: str) -> None:
        """Bring a page of the sheet column into sight and give it the keyboard."""
        self._page.tabs.show_page(name)
        self.go_to(SHEET)

    def toggle(self, name: str) -> None:
        """Fold a column away, or open it."""
        page = self._page
        if name == SHEET and page.sheet_place.detached:
            page.sheet_place.bring_back()
        elif not page.columns.fold(name, folded=not page.columns.is_folded(name)):
            page.notice.say("columns", "One column stays open.", "accent")

    def take_keyboard(self) -> None:
        """The keyboard does not stay in what went out of sight: the scorecard's first, else another open column's."""
        columns, detached = self._page.columns, self._page.sheet_place.detached
        there = [name for name in (SCORECARD, TRANSCRIPT, SHEET) if not columns.is_folded(name)]
        self.go_to(next((name for name in there if not (name == SHEET and detached)), SCORECARD))
