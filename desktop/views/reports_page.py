"""The Reports page: the catalogue at the left; at the right a report's preview, what it is, and its issued copies.

Shows what `state.reports` answers, hands on what is to be written, printed or opened. The report that is issued is the
one that was looked at.
"""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.report_preview import Asked, Preview
from desktop.state.reports import Reports
from desktop.tables.reports import KEPT_HERE, NOTHING_COUNTED, OF_REVIEWS, PURPOSES, in_order, refused_words
from desktop.views.actions import ActionTable
from desktop.views.page_notice import PageNotice
from desktop.views.people_head import PartTabs
from desktop.views.press import ElidedLabel, hairline
from desktop.views.reports_about import ReportAbout
from desktop.views.reports_ask import ReportAsk
from desktop.views.reports_catalogue import CatalogueSide
from desktop.views.reports_copies import ReportCopies, count_words
from desktop.views.reports_foot import ReportsFoot
from desktop.views.reports_hands import ReportsHands
from desktop.views.reports_preview import ReportPreview
from models.reports.catalogue import CatalogueEntry
from models.store.issued import IssuedLine

PREVIEW, ABOUT, COPIES = "preview", "about", "copies"
PARTS = ((PREVIEW, "Preview"), (ABOUT, "About this report"), (COPIES, "Issued copies"))
"""Name and words of each part; its command is "report_" and its name."""
FEEDBACK = "feedback"
PAUSE_MS = 250
"""Walking through the catalogue, or turning a number, does not make every report passed."""
NARROW_BELOW = 960
"""With less room than this, at 100%, the catalogue stands in a box of the head."""
EMPTY = "nothing counted"


class ReportsParts(NamedTuple):
    """The parts of the page that take longest to make."""

    ask: ReportAsk
    preview: ReportPreview
    copies: ReportCopies


class ReportsPage(QWidget):
    """Signals, beside those of its `hands`: `page_wished(name)`; `notice_wished(text, tone)`."""

    page_wished = Signal(str)
    notice_wished = Signal(str, str)

    def __init__(
        self, reports: Reports, actions: ActionTable, parts: ReportsParts, ending: str, parent: QWidget | None = None
    ) -> None:
        """`parts` are made before, each in its own time; `ending`: the kind of file that was written last."""
        super().__init__(parent)
        self._reports = reports
        self._actions = actions
        self._entry: CatalogueEntry | None = None
        self._is_narrow = False
        self._new = ""
        self.setAccessibleName("Reports")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.side = CatalogueSide(actions)
        self.ask = parts.ask
        self.title = QLabel()
        theme.mark(self.title, role="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.badge = QLabel("Restricted")
        theme.mark(self.badge, role="badge")
        self.purpose = ElidedLabel()
        theme.mark(self.purpose, role="quiet")
        self.reports = QComboBox()
        self.reports.setAccessibleName("Report")
        self.reports.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.notice = PageNotice()
        self.tabs = PartTabs(PARTS, actions, command="report_")
        self.preview = parts.preview
        self.about = ReportAbout()
        self.copies = parts.copies
        self.foot = ReportsFoot(actions)
        self.hands = ReportsHands(reports, self.copies, self.foot, ending, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._bind()
        self._connect()

    def refresh(self) -> None:
        """Read the issued copies again, and make the preview afresh: another window may have signed or issued."""
        self.ask.follow_settings(self._reports.threshold)
        self._reports.refresh()
        if self._entry is None:
            self._show_catalogue()
            self.show_report(in_order(self._reports.entries)[0].kind)
        else:
            self._show_report()
            self._on_asked(again=True)

    def show_report(self, kind: str) -> None:
        """Go to the report of this kind."""
        entry = next((each for each in self._reports.entries if each.kind == kind), None)
        if entry is None or entry is self._entry:
            return
        self._entry = entry
        self._reports.stop_comparing()
        self.side.mark(kind)
        self.reports.setCurrentIndex(self.reports.findData(kind))
        self.notice.unsay(EMPTY)
        self.ask.show_entry(entry)
        self.about.show_entry(entry)
        self.preview.say("waiting", entry.name, "The preview is being made.")
        self._show_report()
        self._show_copies()
        self._on_asked()

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part into sight."""
        self.tabs.show_part(name)
        self._parts.setCurrentWidget(self._widget_of(name))
        if name == ABOUT:
            self.about.fill()
        self._show_foot()
        if focus:
            self._focus_part()

    def focus_catalogue(self) -> None:
        """The keyboard goes to the catalogue."""
        if self._is_narrow:
            self.reports.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.side.focus_list()

    @property
    def part(self) -> str:
        """The part in sight."""
        shown = self._parts.currentWidget()
        return ABOUT if shown is self.about else COPIES if shown is self.copies else PREVIEW

    def show_issued(self, line: IssuedLine) -> None:
        """A copy was issued: it is the chosen one among the copies."""
        self._new = line.issue_id
        self._reports.refresh()

    # building

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(0.5))
        head.setSpacing(theme.space(1.5))
        for part in (self.reports, self.title, self.badge):
            head.addWidget(part)
        head.addWidget(self.purpose, 1, Qt.AlignmentFlag.AlignBottom)
        self.reports.hide()
        self._parts = QStackedWidget()
        for each in (self.preview, self.about, self.copies):
            self._parts.addWidget(each)
        main = QFrame()
        theme.mark(main, role="sheet")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.ask)
        column.addWidget(self.notice)
        column.addWidget(self.tabs)
        column.addWidget(hairline(main))
        column.addWidget(self._parts, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(main, 1)
        theme.changes().changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room the catalogue gives way to a box in the head."""
        is_narrow = self.width() < NARROW_BELOW * theme.changes().scale_pct / 100
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        had_keyboard = self.side.isAncestorOf(self.focusWidget() or self) or self.reports.hasFocus()
        self.side.setVisible(not is_narrow)
        self.reports.setVisible(is_narrow)
        self.title.setVisible(not is_narrow)
        self.reports.setToolTip(self.purpose.toolTip())
        if had_keyboard:
            self.focus_catalogue()

    def _bind(self) -> None:
        for name, _words in PARTS:
            self._actions.bind(f"report_{name}", self, partial(self.show_part, name))
        for action_id, act in (
            *((name, act) for name, act in self.hands.acts.items() if name != "copy_report"),
            ("make_report", self.refresh),
            ("stop_report", self._reports.cancel),
            ("find_report", self._find),
            ("choose_period", self.ask.focus_period),
            ("next_report", lambda: self._step(1)),
            ("previous_report", lambda: self._step(-1)),
        ):
            self._actions.bind(action_id, self, act)
        self._actions.bind("copy_report", self.preview, self._reports.copy)

    def _connect(self) -> None:
        # the state
        reports = self._reports
        reports.listed.connect(lambda _lines: self._on_listed())
        reports.making_changed.connect(lambda _making: self._show_standing())
        reports.previewed.connect(self._on_previewed)
        reports.not_made.connect(self._on_not_made)
        reports.not_wished.connect(self._on_not_wished)
        reports.compared.connect(self.copies.show_compared)
        reports.checked.connect(self.copies.show_checked)
        reports.comparing_changed.connect(self._on_comparing)
        # what people do
        self.side.chosen.connect(self.show_report)
        self.side.taken.connect(self._focus_part)
        self.reports.activated.connect(lambda _at: self.show_report(str(self.reports.currentData())))
        self.ask.changed.connect(self._on_asked)
        self._pause.timeout.connect(self._reports.make)
        self.tabs.wished.connect(lambda name: self.show_part(name, focus=False))
        self.preview.wished.connect(self._on_empty_wished)
        self.preview.stop_wished.connect(reports.cancel)
        self.preview.again_wished.connect(self.refresh)
        self.preview.copy_wished.connect(reports.copy)
        self.copies.selected.connect(self._on_copy_selected)
        self.copies.wished.connect(lambda _key: self.show_part(PREVIEW))
        self.hands.copies_wished.connect(self._on_copies_wished)
        self.hands.notice_wished.connect(self.notice_wished)

    # what people wish

    def _on_copies_wished(self) -> None:
        if self.part != COPIES:
            self.show_part(COPIES)

    def _find(self) -> None:
        if self._is_narrow:
            self.reports.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reports.showPopup()
        else:
            self.side.search.begin()

    def _step(self, by: int) -> None:
        if self._is_narrow:
            at = (self.reports.currentIndex() + by) % max(1, self.reports.count())
            self.show_report(str(self.reports.itemData(at)))
        else:
            self.side.list.step(by)

    def _on_empty_wished(self, key: str) -> None:
        if key == "again":
            self._reports.make()
        elif key == "period":
            self.ask.focus_period()
        else:
            self.page_wished.emit(key)

    # what is asked for

    def _on_asked(self, *, again: bool = False) -> None:
        """Another report, other parameters, or the same `again`: nothing is made before a pause, and what is in sight
        stays there meanwhile."""
        entry, asked = self._entry, self._wanted
        self._reports.ask(asked)
        self._pause.stop()
        if entry is None:
            return
        self.badge.setVisible(self._reports.is_restricted(entry, self.ask.grouped_by))
        if entry.kind == FEEDBACK:
            self.preview.say("comment", entry.name, OF_REVIEWS, "Go to the reviews", "reviews")
        elif not self._reports.may_see(entry, self.ask.grouped_by):
            person = self._reports.person
            words = refused_words(entry, person.staff_id if person.on_staff else None)
            self.preview.say("lock", "Not for everybody", words)
        elif asked is None:
            words = "The first day is after the last. Choose another one."
            self.preview.say("calendar", "No such period", words, "Choose the period", "period")
        elif again or not self._reports.up_to_date:
            self._pause.start()
        self._show_standing()

    @property
    def _wanted(self) -> Asked | None:
        entry = self._entry
        if entry is None or entry.kind == FEEDBACK:
            return None
        asked = self.ask.asked
        return asked if asked is not None and self._reports.may_see(entry, asked.grouped_by) else None

    # what comes

    def _on_listed(self) -> None:
        self._show_catalogue()
        self._show_copies()
        self._show_foot()

    def _on_previewed(self, preview: Preview) -> None:
        had_keyboard = self.preview.isAncestorOf(self.focusWidget() or self)
        self.preview.show_preview(preview)
        if preview.without_figures:
            ways = (
                ("Choose the period", self.ask.focus_period),
                ("Go to the sheets", partial(self.page_wished.emit, "sheets")),
            )
            self.notice.say(EMPTY, NOTHING_COUNTED, "warn", ways, lasting=True)
        else:
            self.notice.unsay(EMPTY)
        self._show_standing()
        if had_keyboard:
            self.preview.take_keyboard()

    def _on_not_made(self, _asked: Asked, why: str) -> None:
        self.preview.say("bad", "The preview could not be made", why, "Try again", "again")
        self._show_standing()

    def _on_not_wished(self) -> None:
        if self.preview.rows.report is None:
            words = "It was stopped. Nothing was changed."
            self.preview.say("waiting", "No preview", words, "Make it", "again")
        self._show_standing()

    def _on_comparing(self, comparing: bool) -> None:
        if not comparing:
            self.copies.show_not_compared()
        self._show_foot()

    def _on_copy_selected(self) -> None:
        self._reports.stop_comparing()
        self._show_foot()

    # what is shown

    def _widget_of(self, name: str) -> QWidget:
        return {PREVIEW: self.preview, ABOUT: self.about, COPIES: self.copies}[name]

    def _focus_part(self) -> None:
        if self.part == PREVIEW:
            self.preview.take_keyboard()
        elif self.part == COPIES:
            self.copies.take_keyboard()
        else:
            self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_catalogue(self) -> None:
        reports = self._reports
        days = {e.kind: [line.issued_at.date() for line in reports.issued_of(e.kind)] for e in reports.entries}
        entries = in_order(reports.entries)
        self.side.show_entries(entries, days)
        if not self.reports.count():
            for entry in entries:
                self.reports.addItem(entry.name, entry.kind)
        if self._entry is not None:
            self.side.mark(self._entry.kind)

    def _show_report(self) -> None:
        entry = self._entry
        if entry is None:
            return
        self.title.setText(entry.name)
        self.purpose.set_words(PURPOSES.get(entry.kind, entry.purpose))
        self.ask.setVisible(entry.kind != FEEDBACK and self._reports.may_see(entry))
        self.tabs.tabs[COPIES].setVisible(entry.publishable)
        if not entry.publishable and self.part == COPIES:
            self.show_part(PREVIEW, focus=False)
        self._show_foot()

    def _show_copies(self) -> None:
        entry = self._entry
        if entry is None:
            return
        lines = self._reports.issued_of(entry.kind)
        self.tabs.say(COPIES, count_words(len(lines)))
        if lines:
            self.copies.show_lines(lines, self._new)
        else:
            self.copies.say("save", "No copy was issued yet", KEPT_HERE, "Look at the preview", PREVIEW)
        self._new = ""

    def _show_standing(self) -> None:
        reports = self._reports
        has_rows = self.preview.rows.report is not None
        waits = self._pause.isActive() or reports.making
        stale = has_rows and not reports.up_to_date
        self.preview.show_standing(making=waits, stale=stale)
        self._show_foot()

    def _show_foot(self) -> None:
        self.hands.show_foot(self._entry, allowed=self._wanted is not None, of_copies=self.part == COPIES)
