"""What the draft tells, on the review page: begun, saved or not, changed elsewhere, signed, left."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.tables.sheet import since_signing
from models.review import ReviewState

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage


class DraftShown(QObject):
    """Shows the review on one page, and closes the page when it is left."""

    def __init__(self, page: "ReviewPage") -> None:
        super().__init__(page)
        self._page = page
        self._connect()

    def _connect(self) -> None:
        page = self._page
        draft = page.draft
        draft.started.connect(self._on_draft)
        draft.started.connect(page.veil.lift_when_laid)
        draft.not_started.connect(page.veil.lift)
        draft.not_started.connect(lambda why: page.notice.say("draft", why, "bad"))
        draft.result_changed.connect(lambda: page.foot.show_draft(draft))
        draft.result_changed.connect(lambda: page.strip.show_draft(draft))
        draft.heard_changed.connect(lambda: page.foot.show_heard(draft))
        draft.saving.connect(page.foot.show_saving)
        draft.saved.connect(self._on_saved)
        draft.save_failed.connect(self._on_save_failed)
        draft.changed_elsewhere.connect(self._on_changed_elsewhere)
        draft.signed.connect(self._on_signed)
        draft.sign_refused.connect(lambda why: page.notice.say("sign", why, "bad"))
        draft.left.connect(self._on_left)

    def _on_draft(self) -> None:
        page = self._page
        page.call_shown.show_blind(page.draft.blind)
        page.sheet.pickable = not page.draft.read_only
        self._show_signed_figures()
        page.head.show_state(page.draft)
        page.strip.show_draft(page.draft)
        page.foot.show_draft(page.draft)
        page.foot.show_saved(page.draft.saved_at)
        page.notice.unsay("changed")
        self._show_band()
        page.call_shown.show_heard()
        page.form.focus_current()

    def _show_signed_figures(self) -> None:
        """A signed review stands beside the figures it was signed on, whatever became of the sheet since."""
        page = self._page
        form, file = page.draft.form, page.draft.file
        if form is not None and file is not None and form.state == ReviewState.SIGNED:
            page.head.show_file(file)
            page.sheet.show_file(file, since_signing(file.sheet, page.draft.sheet_now))
            page.hands.show_taken()

    def _show_band(self) -> None:
        page = self._page
        form = page.draft.form
        if form is None:
            return
        if form.state != ReviewState.SIGNED and page.draft.read_only:
            page.notice.say(
                "reader",
                "Nobody who may review is working: say who you are to answer and sign. Until then this is read-only.",
                "accent",
                lasting=True,
            )
        else:
            page.notice.unsay("reader")

    def _on_saved(self, when: datetime) -> None:
        page = self._page
        page.foot.show_saved(when)
        page.head.show_state(page.draft)
        page.notice.unsay("save")
        page.notice.unsay("evidence")

    def _on_save_failed(self, why: str) -> None:
        page = self._page
        ways = (("Try again", page.draft.retry), ("Leave without saving", page.draft.leave_unsaved))
        words = f"Not saved: {why}"
        said_already = page.notice.isVisible() and page.notice.words.text() == words
        if not said_already:  # the keyboard may be on its buttons
            page.notice.say("save", words, "bad", ways, lasting=True)

    def _on_changed_elsewhere(self, why: str) -> None:
        page = self._page
        ways = (
            ("Reload, keep my changes", lambda: page.draft.reload(keep_mine=True)),
            ("Reload, drop my changes", lambda: page.draft.reload(keep_mine=False)),
            ("Leave without saving", page.draft.leave_unsaved),
        )
        page.notice.say("changed", why, "warn", ways, lasting=True)

    def _on_signed(self, review_id: str) -> None:
        self._page.panels.put_away()
        self._on_draft()
        self._page.form.focus_current()
        self._page.signed.emit(review_id)

    def _on_left(self) -> None:
        self._page.open_call.close()
        self._page.closed.emit()
