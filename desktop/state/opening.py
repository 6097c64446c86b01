"""Which call or sheet is on the desk: opening one, leaving it whole, and going on to the next.

A review is never left behind unsaved: another item, or another page, waits until the draft says it is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.store.staff import Person

if TYPE_CHECKING:
    from desktop.state.draft import ReviewDraft
    from desktop.state.open_call import OpenCall


@dataclass(frozen=True)
class Item:
    """What is opened: a recording (with its sheet), a sheet (with its call), or both as they are.

    `review_id` names the very review to show, whoever signed it; `at` where to go on in it: "reply", "decide", "amend",
    or "prompt:" and the id of one.
    """

    recording_id: str | None
    sheet_id: str | None
    review_id: str | None = None
    at: str = ""

    @property
    def name(self) -> str:
        return self.recording_id or self.sheet_id or ""


class Opening(QObject):
    """Signals: `opened(Item)` when another item is on the desk; `left(page)` when the desk is clear again and `page`
    may be shown."""

    opened = Signal(object)
    left = Signal(str)

    def __init__(self, desk: Callable[[], "tuple[OpenCall, ReviewDraft]"], parent: QObject | None = None) -> None:
        """`desk` gives the open call and the draft, with the page that shows them; asked once something is opened."""
        super().__init__(parent)
        self._desk = desk
        self.when_ready: Callable[[Callable[[], None]], object] = lambda begin: begin()
        """Calls what begins once the desk can be had without delay; at once, unless somebody says otherwise."""
        self._next: Item | None = None
        self._page: str | None = None
        self.back_to = "worklist"
        self.item: Item | None = None

    def open(self, item: Item, back_to: str = "worklist") -> None:
        """Put this item on the desk; what lies there is stored first. Closing it leads back to the page `back_to`."""
        self._next, self.back_to = item, back_to
        if self.item is None:
            self.when_ready(self._begin)
        else:
            self._leave()

    def leave_for(self, page: str) -> None:
        """Clear the desk, then show `page`."""
        self._page = page
        self._next = None
        if self.item is None:
            self.left.emit(page)
        else:
            self._leave()

    def closed(self) -> None:
        """The review page has stored everything and let go."""
        self.item = None
        if self._next is not None:
            self._begin()
        else:
            page, self._page = self._page or self.back_to, None
            self.left.emit(page)

    def work_as(self, person: Person) -> None:
        """Another person works: what is on the desk is opened again as theirs."""
        if self.item is not None:
            self._desk()[1].person = person
            self.open(self.item, self.back_to)

    def _leave(self) -> None:
        call, draft = self._desk()
        call.playback.pause()
        draft.leave()

    def _begin(self) -> None:
        item, self._next = self._next, None
        if item is not None:
            call, draft = self._desk()
            self.item = item
            draft.wished = item.review_id
            call.open(item.recording_id, item.sheet_id)
            self.opened.emit(item)
