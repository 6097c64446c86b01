"""The Sheets page: every guide sheet by verdict and reason, so that all are examined and not only those listened to.

The rail at the left asks by what the steer says, the row above narrows further, the selected sheet is worked out below
the list, and the foot confirms a page of sheets but for those left out. Shows what `state.sheets` answers, hands on
which sheet is to be opened.
"""

from datetime import date

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.state.sheets import AT_ONCE, Looked, Sheets
from desktop.state.worklist import Listing
from desktop.tables import wording
from desktop.tables.sheets import SheetsModel, rail_lines
from desktop.views.actions import ActionTable
from desktop.views.filters import Filters
from desktop.views.list_frame import ListFrame
from desktop.views.press import hairline
from desktop.views.sheets_foot import Page, SheetsFoot
from desktop.views.sheets_look import SheetLook
from desktop.views.sheets_rail import SheetsRail
from desktop.views.work_table import CLASS_MARKS, WorkTable
from models.store.confirming import Confirmed
from models.store.worklist import Said, WorkItem, WorkQuery

LOOK_PAUSE_MS = 80
"""Walking through the list with the arrows does not work out every sheet passed."""
EMPTY = {
    None: ("sheet", "There is no guide sheet", "Guide sheets you import are judged and listed here.", "import"),
    False: (
        "good",
        "Every sheet here is confirmed",
        "Sheets that come with the next import, or are judged otherwise, wait here.",
        "",
    ),
    True: ("sheet", "No sheet is confirmed yet", "What you confirm stands here, with your name and the day.", ""),
}
"""Drawing, title, words and page of an empty list, by what was asked: all, to confirm, confirmed."""


class SheetsPage(ListFrame):
    """Signals: `open_wished(WorkItem)`; `page_wished(name)`; `notice_wished(text, tone)`."""

    open_wished = Signal(object)
    page_wished = Signal(str)
    notice_wished = Signal(str, str)

    def __init__(self, sheets: Sheets, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        self._sheets = sheets
        self._list = sheets.list
        self._actions = actions
        self._said: dict[Said, int] = {}
        self._key: tuple[str | None, str | None, str | None] | None = None
        self._row = 0
        self.model = SheetsModel(self._list, sheets.is_left_out)
        self.rail = SheetsRail()
        self.filters = Filters(actions, today, search="Search ids")
        self.table = WorkTable(self.model, self._mark)
        self.table.setAccessibleName("Guide sheets")
        self.look = SheetLook()
        self.foot = SheetsFoot(actions)
        below = (hairline(), self.look, self.foot)
        super().__init__(self.rail, self.filters, self.table, below, parent)
        self.model.setParent(self)
        self.title.setText("Guide sheets")
        self.count.setAccessibleName("How many sheets are shown")
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_PAUSE_MS)
        self._looking.timeout.connect(self._look)
        self._bind()
        self._connect()
        self.filters.show_query(self._list.query)
        self.rail.show_lines(rail_lines({}, self._list.query.confirmed), self._list.query)

    def refresh(self) -> None:
        """Read everything again; the selected sheet stays selected."""
        self._remember()
        self._list.refresh(self._row)
        self._list.keep_up()

    def page_items(self) -> list[WorkItem]:
        """The lines that are confirmed together: those around the selected one that are read."""
        first = self._first_of_page()
        last = min(first + AT_ONCE, self.model.rowCount())
        return [item for row in range(first, last) if (item := self.model.item(row)) is not None]

    # building

    def _bind(self) -> None:
        for action_id, owner, wish in (
            ("open_sheet", self.table, self.table.open_current),
            ("leave_out", self.table, self.leave_out),
            ("open_left_out", self.table, self.open_left_out),
            ("withdraw_confirmation", self.table, self.ask_withdrawal),
            ("confirm_sheets", self, self.confirm),
            ("search_sheets", self, self.filters.begin_search),
            ("refresh_sheets", self, self.refresh),
            ("next_verdict", self, lambda: self.rail.step(1)),
            ("previous_verdict", self, lambda: self.rail.step(-1)),
            ("clear_sheet_filters", self, self._list.clear_filters),
        ):
            self._actions.bind(action_id, owner, wish)

    def _connect(self) -> None:
        # the list
        self._list.asked.connect(self._on_asked)
        self._list.listed.connect(self._on_listed)
        self._list.totalled.connect(self._show_count)
        self._list.page_came.connect(lambda _offset, _items: self._show_foot())
        self._list.said.connect(self._on_said)
        self._list.choices_came.connect(self.filters.offer)
        # the sheets
        self._sheets.looked.connect(self._on_looked)
        self._sheets.left_out_changed.connect(self._on_left_out)
        self._sheets.confirming_changed.connect(lambda _on: self._show_foot())
        self._sheets.confirmed.connect(self._on_confirmed)
        self._sheets.withdrawn.connect(self._on_withdrawn)
        # what people do
        self.rail.asked.connect(self._on_rail)
        self.filters.changed.connect(lambda values: self._ask(**values))
        self.filters.cleared.connect(self._list.clear_filters)
        self.filters.left_for_list.connect(self.focus_list)
        self.table.opened.connect(self._on_opened)
        self.table.typed.connect(self.filters.begin_search)
        self.table.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.empty.wished.connect(self._on_empty_wished)
        self.foot.confirm_wished.connect(self.confirm)
        self.foot.left_out_wished.connect(self.open_left_out)
        self.foot.withdrawn.connect(self._sheets.withdraw)
        self.foot.left.connect(self.focus_list)

    # what people wish

    def leave_out(self) -> None:
        """Leave the selected sheet out of the confirmation, or take it in again, and go on to the next."""
        item = self.table.current_item()
        if item is not None and item.sheet_id is not None:
            self._sheets.toggle(item.sheet_id)
            self.table.go_to(self.table.currentIndex().row() + 1)

    def confirm(self) -> None:
        """Confirm the sheets of this page, but for those left out."""
        if self._sheets.person.may_review and not self.foot.asking:
            self._remember()
            self._sheets.confirm(self.page_items())

    def open_left_out(self) -> None:
        """Open the first sheet that was left out."""
        for sheet_id in self._sheets.left_out:
            self._remember()
            self.page_wished.emit(f"sheet:{sheet_id}")
            return

    def ask_withdrawal(self) -> None:
        """Ask for the reason why the selected sheet's confirmation is withdrawn."""
        item = self.table.current_item()
        if item is None or item.sheet_id is None or not (item.begun or item.sheet_changed):
            self.notice_wished.emit("This sheet is not confirmed, so there is nothing to withdraw.", "accent")
        else:
            self.foot.ask_reason(item.sheet_id)

    def _on_opened(self, item: WorkItem) -> None:
        self._remember()
        self.open_wished.emit(item)

    def _on_rail(self, asks: dict[str, object]) -> None:
        self._ask(**asks)

    def _ask(self, **values: object) -> None:
        self._key, self._row = None, 0
        self._list.filter(**values)

    def _on_head_clicked(self, at: int) -> None:
        order = self.model.columns[at].order
        if order is not None:
            query = self._list.query
            self._key, self._row = None, 0
            self._list.sort(order, query.sort is order and not query.descending)

    def _on_empty_wished(self, key: str) -> None:
        if key == "clear":
            self._list.clear_filters()
        else:
            self.page_wished.emit(key)

    def _remember(self) -> None:
        item = self.table.current_item()
        if item is not None:
            self._key, self._row = item.key, self.table.currentIndex().row()

    # what comes

    def _on_asked(self, query: WorkQuery) -> None:
        self.filters.show_query(query, narrowed=self._list.narrowed)
        self.rail.show_lines(rail_lines(self._said, query.confirmed), query)

    def _on_said(self, said: dict[Said, int]) -> None:
        self._said = said
        self.rail.show_lines(rail_lines(said, self._list.query.confirmed), self._list.query)

    def _on_listed(self, listing: Listing) -> None:
        """The model has taken the answer already: it was connected first."""
        self.show_order(self.model, listing.query.sort, descending=listing.query.descending)
        self.look.setVisible(listing.total > 0)
        if listing.total:
            self.show_list()
            row = self.model.row_of(self._key) if self._key is not None else None
            self.table.go_to(min(self._row if row is None else row, listing.total - 1))
        else:
            self.look.clear()
            self._say_empty(listing)
            self.show_list(empty=True)
        if listing.counted:
            self._show_count(listing)
        self._show_foot()

    def _say_empty(self, listing: Listing) -> None:
        if self._list.narrowed:
            words = "Clear them to see what else there is."
            self.empty.say("filter", "Nothing fits these filters", words, "Clear filters", "clear")
            return
        drawing, title, words, page = EMPTY[None if listing.is_empty else listing.query.confirmed]
        self.empty.say(drawing, title, words, "Import recordings and lists" if page else "", page)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._looking.start()
        self._show_foot()

    def _look(self) -> None:
        item = self.table.current_item()
        if item is not None and item.sheet_id is not None:
            self._sheets.look(item.sheet_id)

    def _on_looked(self, looked: Looked) -> None:
        item = self.table.current_item()
        if item is not None and item.sheet_id == looked.sheet.sheet_id:
            self.look.show_sheet(looked)

    def _on_left_out(self) -> None:
        self.table.viewport().update()
        self._show_foot()

    def _on_confirmed(self, done: Confirmed) -> None:
        confirmed, refused = len(done.sheet_ids), len(done.refused)
        if confirmed:
            self.notice_wished.emit(f"{wording.several(confirmed, 'sheet')} confirmed.", "good")
        if refused:
            first = done.refused[0]
            words = f"{wording.several(refused, 'sheet')} not confirmed: {first.file} {first.reason}"
            self.notice_wished.emit(f"{words}{' and others' if refused > 1 else ''}.", "warn")
        self._key, self._row = None, self._first_of_page()
        self._list.refresh(self._row)

    def _on_withdrawn(self, sheet_id: str) -> None:
        self.notice_wished.emit(f"The confirmation of {sheet_id} is withdrawn; it waits to be confirmed again.", "good")
        self._remember()
        self._list.refresh(self._row)

    # what is shown

    def _show_count(self, listing: Listing) -> None:
        self.count.setText(wording.several(listing.total, "sheet") if listing.total else "")
        self._show_foot()

    def _show_foot(self) -> None:
        items, first = self.page_items(), self._first_of_page()
        person = self._sheets.person
        left_out = sum(item.sheet_id in self._sheets.left_out for item in items)
        why_not = "" if person.may_review else "Only team leaders and Quality Assurance confirm sheets."
        if self._sheets.confirming:
            why_not = "Confirming …"
        self.foot.show_page(
            Page(
                first + 1 if items else 0,
                first + len(items),
                len(self._sheets.of_page(items)),
                left_out,
                person.staff_id,
                why_not,
            )
        )

    def _first_of_page(self) -> int:
        return max(0, self.table.currentIndex().row()) // AT_ONCE * AT_ONCE

    def _mark(self, item: WorkItem) -> tuple[str, str]:
        """The drawing of a line: that it is left out, else of its verdict."""
        if item.sheet_id in self._sheets.left_out:
            return ("minus", "warn")
        return CLASS_MARKS.get(item.verdict or "", ("state-due", "quiet"))
