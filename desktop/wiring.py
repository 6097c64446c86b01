"""How the parts of the window hear of each other: states tell pages, pages wish, and the window shows.

Built once by `desktop.app`; every connection between two pages, or between a state and a page not its own, stands here,
grouped by partner.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import paths, theme
from desktop.demonstration import DEMONSTRATION_DAY, WORKER, demonstration_request
from desktop.faults import Faults
from desktop.jobs.open_demonstration import demonstration_job
from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from desktop.state.exporting import Exporting
from desktop.state.intake import Intake
from desktop.state.matching import Decided, Matching
from desktop.state.open_call import OpenCall
from desktop.state.opening import Item, Opening
from desktop.state.session import Session
from desktop.state.worklist import Worklist
from desktop.views.actions import ActionTable
from desktop.views.export_page import ExportPage
from desktop.views.import_page import ImportPage
from desktop.views.keys import KeysPage
from desktop.views.matches_page import MatchesPage
from desktop.views.palette import Palette
from desktop.views.review_page import ReviewPage
from desktop.views.settings_page import TEXT_SIZES, SettingsPage
from desktop.views.welcome import WelcomePage
from desktop.views.worklist import WorklistPage
from desktop.window import PAGES_WITH_TAB, Window
from models.errors import SteercheckError, UserError
from models.intake.request import ImportReport
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section, WorkItem, WorkQuery


@dataclass(frozen=True)
class States:
    """Everything without widgets."""

    store: Store
    runner: Runner
    session: Session
    worklist: Worklist
    unmatched: Worklist
    matching: Matching
    intake: Intake
    exporting: Exporting
    call: OpenCall
    draft: ReviewDraft
    opening: Opening


@dataclass(frozen=True)
class Pages:
    """The pages of the window."""

    welcome: WelcomePage
    worklist: WorklistPage
    matches: MatchesPage
    imports: ImportPage
    export: ExportPage
    settings: SettingsPage
    keys: KeysPage
    review: ReviewPage


class Wiring(QObject):
    """The connections, and the few decisions that belong to no single page."""

    def __init__(
        self, window: Window, states: States, pages: Pages, actions: ActionTable, palette: Palette, faults: Faults
    ) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._pages = pages
        self._palette = palette
        self._before_keys = "worklist"
        self._first_answer = True
        remembered = str(window.memory.value("window/page"))
        self._wanted_first = remembered if remembered in PAGES_WITH_TAB else "worklist"
        self._closing_anyway = False
        self._connect_window(actions)
        self._connect_session()
        self._connect_worklist()
        self._connect_matches()
        self._connect_intake()
        self._connect_export()
        self._connect_review()
        self._connect_palette()
        faults.happened.connect(self._on_fault)

    def start(self) -> None:
        """The first questions: what is to do, and who works."""
        self._window.top.show_person(self._states.session.person)
        self._states.session.look_who_works()
        self._states.worklist.refresh()

    def go(self, name: str) -> None:
        """Show a page; what is on the desk is stored first."""
        if name == "keys":
            self._show_keys()
        elif name == "review":
            self._window.show_page(name)
        else:
            self._states.opening.leave_for(name)

    def open_item(self, recording_id: str | None, sheet_id: str | None) -> None:
        """Open a call or a sheet on the review page."""
        self._states.opening.open(Item(recording_id, sheet_id))

    # the window

    def _connect_window(self, actions: ActionTable) -> None:
        window = self._window
        window.top.page_wished.connect(self.go)
        window.top.palette_wished.connect(self._palette.open)
        window.item_wished.connect(self.open_item)
        window.page_shown.connect(self._on_page_shown)
        window.dropped.connect(self._on_dropped)
        window.dragged.connect(self._pages.imports.show_drop)
        window.dragged.connect(self._pages.welcome.show_drop)
        window.status.cancel_wished.connect(self._on_cancel)
        window.before_close(self._close)
        window.remember_splitter("matches", self._pages.matches.split)
        for name in PAGES_WITH_TAB:
            actions.bind(f"open_{name}", window, partial(self.go, name))
        actions.bind("palette", window, self._palette.open)
        actions.bind("keys", window, self._show_keys)
        actions.bind("larger_text", window, lambda: self._scale(1))
        actions.bind("smaller_text", window, lambda: self._scale(-1))
        actions.bind("switch_theme", window, self._switch_theme)
        actions.bind("dismiss_notice", window, window.notices.dismiss)
        actions.bind("cancel_job", window, window.status.cancel_shown)
        actions.bind("quit", window, window.close)
        self._pages.keys.closed.connect(lambda: self._window.show_page(self._before_keys))

    def _on_page_shown(self, name: str) -> None:
        """A page that comes into sight reads its list again and takes the keyboard."""
        pages = self._pages
        self._window.status.spare_room(name == "review")
        if name == "worklist":
            pages.worklist.refresh()
            pages.worklist.focus_list()
        elif name == "matches":
            pages.matches.refresh()
            pages.matches.focus_list()
        elif name == "export":
            pages.export.refresh()
            pages.export.presets.setFocus()
        elif name == "import":
            pages.imports.sources["recordings"].choose.setFocus()
        elif name == "settings":
            pages.settings.controls["theme"].setFocus()
        elif name == "welcome":
            pages.welcome.focus_first()
        elif name == "keys":
            pages.keys.setFocus()

    def _show_keys(self) -> None:
        if self._window.shown == "keys":
            self._window.show_page(self._before_keys)
        else:
            self._before_keys = self._window.shown or "worklist"
            self._window.show_page("keys")

    def _scale(self, by: int) -> None:
        """The next text size up or down."""
        now = self._states.session.settings.text_scale_pct
        further = [size for size in TEXT_SIZES if (size > now if by > 0 else size < now)]
        if further:
            self._states.session.change(text_scale_pct=further[0] if by > 0 else further[-1])

    def _switch_theme(self) -> None:
        self._states.session.change(theme="light" if theme.scheme() == "dark" else "dark")

    def _on_fault(self, sentence: str, details: str) -> None:
        self._window.tell(sentence, "bad", "Copy details", lambda: QGuiApplication.clipboard().setText(details))

    def _on_cancel(self, job_id: int) -> None:
        for state in (self._states.intake, self._states.exporting):
            if state.job_id == job_id:
                state.cancel()

    def _close(self) -> bool:
        """Store what waits, stop and wait for all work. A draft that cannot be stored keeps the window open once."""
        try:
            self._states.draft.flush()
        except UserError as exc:
            if not self._closing_anyway:
                self._closing_anyway = True
                self._window.tell(f"Not saved: {exc.message} Close again to leave without it.", "bad")
                return False
        self._states.call.close()
        self._states.runner.close()
        return True

    # who works, and settings

    def _connect_session(self) -> None:
        session, window = self._states.session, self._window
        session.person_changed.connect(self._on_person)
        session.reviewers_known.connect(lambda reviewers: window.worker.ask(session.person, reviewers))
        session.settings_changed.connect(self._on_settings)
        window.worker.chosen.connect(session.work_as)
        self._pages.settings.notice_wished.connect(window.tell)

    def _on_person(self, person: Person) -> None:
        self._window.top.show_person(person)
        self._window.worker.ask(person, self._states.session.reviewers)
        self._states.worklist.work_for(person.staff_id if person.on_staff else None)
        self._states.opening.work_as(person)

    def _on_settings(self, settings: Settings) -> None:
        look = theme.changes()
        app = QApplication.instance()
        if (look.wanted, look.scale_pct) != (settings.theme, settings.text_scale_pct) and isinstance(app, QApplication):
            theme.apply(app, settings.theme, settings.text_scale_pct)
        self._pages.review.set_settings(settings)

    # worklist and welcome

    def _connect_worklist(self) -> None:
        page, window = self._pages.worklist, self._window
        page.open_wished.connect(self._on_open_wished)
        page.page_wished.connect(self.go)
        page.database_empty.connect(self._on_empty)
        self._states.worklist.failed.connect(
            lambda why: window.tell(why, "bad", "Read again", self._states.worklist.refresh)
        )
        welcome = self._pages.welcome
        welcome.page_wished.connect(self.go)
        welcome.import_wished.connect(self._on_import_wished)
        welcome.demonstration_wished.connect(self._open_demonstration)

    def _on_open_wished(self, item: WorkItem) -> None:
        person = self._states.session.person
        if item.match_state in ("proposed", "ambiguous") and item.review_id is None:
            self._window.show_page("matches")
            self._pages.matches.show_only(Section.AMBIGUOUS, item.sheet_id or "")
            return
        if item.review_state == "draft" and item.reviewer_id not in (None, person.staff_id):
            self._window.tell(
                f"{item.reviewer_id} is checking this call. It can be read once it is signed.",
                "accent",
            )
            return
        self.open_item(item.recording_id, item.sheet_id)
        if item.sheet_id is None and item.recording_id is not None:
            self._offer_sheet(item.recording_id)

    def _offer_sheet(self, recording_id: str) -> None:
        def look() -> None:
            self.go("matches")
            self._pages.matches.show_only(Section.NO_SHEET, recording_id)

        self._window.tell("No guide sheet belongs to this recording.", "warn", "Find its sheet", look)

    def _on_empty(self, empty: bool) -> None:
        """An empty database welcomes; the first answer brings back last time's page, unless one went on already."""
        first, self._first_answer = self._first_answer, False
        if empty and self._window.shown == "worklist":
            self._window.show_page("welcome")
        elif first and self._window.shown == "worklist":
            self._window.show_page(self._wanted_first)
        elif not empty and self._window.shown == "welcome":
            self._window.show_page("worklist")

    def _on_import_wished(self) -> None:
        self._window.show_page("import")
        self._states.intake.start(dry_run=False)

    def _open_demonstration(self) -> None:
        folder = paths.data_folder() / "demonstration"
        self._window.tell("The demonstration opens in a window of its own; this database stays as it is.")
        self._states.runner.submit(
            "intake",
            demonstration_job(demonstration_request(), folder, DEMONSTRATION_DAY, WORKER),
            on_failed=self._on_failed,
            text="Preparing the demonstration",
        )

    def _on_failed(self, error: SteercheckError) -> None:
        self._window.tell(error.message, "bad")

    # matches

    def _connect_matches(self) -> None:
        page, matching, window = self._pages.matches, self._states.matching, self._window
        page.open_wished.connect(lambda item: self.open_item(item.recording_id, item.sheet_id))
        page.undo_offered.connect(self._on_decided)
        matching.undone.connect(self._on_undone)
        matching.reported.connect(lambda _report: page.refresh())
        matching.failed.connect(lambda why: window.tell(why, "bad"))
        self._states.unmatched.failed.connect(lambda why: window.tell(why, "bad", "Read again", page.refresh))

    def _on_decided(self, decision: Decided) -> None:
        self._window.tell(decision.words, "good", "Undo", lambda: self._states.matching.undo(decision))
        self._states.worklist.count()

    def _on_undone(self, recording_id: str) -> None:
        self._window.tell(f"{recording_id} is as the rules have it again.", "good")
        self._pages.matches.refresh()
        self._states.worklist.count()

    # import and export

    def _connect_intake(self) -> None:
        page, intake, window = self._pages.imports, self._states.intake, self._window
        page.notice_wished.connect(window.tell)
        page.worklist_wished.connect(lambda: self.go("worklist"))
        intake.done.connect(self._on_imported)
        intake.cancelled.connect(self._read_anew)

    def _on_dropped(self, found: list[Path]) -> None:
        if self._window.shown != "welcome":
            self.go("import")
        self._states.intake.take_dropped(found)

    def _on_imported(self, report: ImportReport) -> None:
        if not report.dry_run:
            self._read_anew()

    def _read_anew(self) -> None:
        """Other records may stand in the database: lists, counts and who works are asked for again."""
        self._states.session.look_who_works()
        self._states.worklist.refresh()
        self._pages.export.refresh()

    def _connect_export(self) -> None:
        self._pages.export.notice_wished.connect(self._window.tell)

    # the call on the desk

    def _connect_review(self) -> None:
        opening, draft, page = self._states.opening, self._states.draft, self._pages.review
        opening.opened.connect(self._on_opened)
        opening.left.connect(self._on_left)
        page.closed.connect(opening.closed)
        page.signed.connect(self._on_signed)
        draft.saved.connect(self._on_saved)

    def _on_opened(self, item: Item) -> None:
        self._window.notices.clear("accent", "good")
        self._window.show_page("review")
        self._window.setWindowTitle(f"{item.name} – Steercheck")

    def _on_left(self, page: str) -> None:
        self._window.setWindowTitle("Steercheck")
        self._window.show_page(page)

    def _on_saved(self, when: datetime) -> None:
        self._window.status.tell_saved(when)

    def _on_signed(self, _review_id: str) -> None:
        self._states.worklist.count()
        item = self._states.opening.item
        name = "The review" if item is None else item.name
        self._window.tell(f"{name} is signed.", "good", "Next call to check", self._open_next)

    def _open_next(self) -> None:
        store = self._states.store.worklist

        def on_done(items: list[WorkItem]) -> None:
            if items:
                self.open_item(items[0].recording_id, items[0].sheet_id)
            else:
                self._window.tell("Nothing else waits for a check.", "good")
                self.go("worklist")

        self._states.runner.submit(
            "worklist",
            lambda _report, _check: store.page(WorkQuery(Section.DUE), 0, 1),
            on_done=on_done,
            on_failed=self._on_failed,
        )

    # the palette

    def _connect_palette(self) -> None:
        self._palette.calls_wished.connect(self._on_calls_wished)
        self._palette.item_chosen.connect(self._on_open_wished)

    def _on_calls_wished(self, words: str) -> None:
        store = self._states.store.worklist
        self._states.runner.submit(
            "worklist",
            lambda _report, _check: store.find(words),
            on_done=lambda items: self._palette.show_calls(words, items),
            on_failed=self._on_failed,
        )
