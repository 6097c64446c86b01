"""The import page: choose or drop recordings and lists, try, import, and read what came of it.

No dialog but the system's own for choosing. What was dropped anywhere on the window ends here. The page arranges and
connects; the left card chooses (`import_choice`), the right one tells (`import_results`).
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.import_history import ImportStory
from desktop.state.import_profiles import ImportProfiles
from desktop.state.intake import Intake
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.import_choice import SOURCES, ImportChoice
from desktop.views.import_outcome import LIST_ACTIONS
from desktop.views.import_results import ImportResults
from desktop.views.page import Page
from desktop.views.picking import INDEXES, LISTS, PROFILES, Picker
from desktop.views.printing import print_html
from models.errors import Refusal
from models.intake.account import ImportAccount
from models.intake.recognise import ForeignList
from models.intake.request import ImportReport, ImportRequest

SIDE_BY_SIDE_FROM = 1100
EVERY_MS = 1000
"""How often the time left is said anew while nothing else is."""


class ImportPage(Page):
    """Signals: `worklist_wished()` after an import; `mapping_wished(list[ForeignList])`;
    `notice_wished(text, tone)`."""

    worklist_wished = Signal()
    mapping_wished = Signal(list)
    notice_wished = Signal(str, str)

    def __init__(
        self,
        intake: Intake,
        profiles: ImportProfiles,
        actions: ActionTable,
        picker: Picker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Import",
            "Choose what the department has, or drop files and folders anywhere on this window. "
            "Recordings stay where they are; importing the same again changes nothing.",
            parent,
        )
        self._intake = intake
        self._profiles = profiles
        self._picker = picker or Picker()
        self.choice = ImportChoice(actions, self._frame)
        self.results = ImportResults(actions, self._picker, self._frame)
        self.sources = self.choice.sources
        self.outcome = self.results.outcome
        self.start, self.try_first, self.cancel = self.choice.start, self.choice.try_first, self.choice.cancel
        self.bar, self.progress, self.done = self.choice.bar, self.choice.progress, self.results.done
        self._words = ""
        self._fraction = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(EVERY_MS)
        self._tick.timeout.connect(self._say_progress)
        self._arrange()
        self._bind(actions)
        self._connect_choice()
        self._connect_profiles()
        self._connect_results()
        self._connect_intake()
        self._on_request(intake.request)

    def show_drop(self, over: bool) -> None:
        """Show that what is held over the window may be dropped."""
        self.choice.show_drop(over)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE_FROM * max(1.0, theme.changes().scale_pct / 100)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._intake.history.refresh()
        self._profiles.refresh()

    def focus_first(self) -> None:
        """The keyboard goes to the next thing to do: choosing, or importing what is chosen."""
        (self.start if self.start.isEnabled() else self.sources["recordings"].choose).setFocus()

    def _arrange(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.space(2))
        left = QVBoxLayout()
        left.addWidget(self.choice)
        left.addStretch(1)
        self._columns.addLayout(left, 5)
        self._columns.addWidget(self.results, 6)
        self.body.addLayout(self._columns, 1)

    def _bind(self, actions: ActionTable) -> None:
        outcome = self.outcome
        for action, slot in (
            ("try_import", self.try_first.click),
            ("start_import", self.start.click),
            ("choose_profile", self.choice.profile.box.setFocus),
            ("map_columns", self._on_map_key),
            ("earlier_imports", self.results.show_earlier),
            ("search_import", self._search),
            ("save_import_report", outcome.report.click),
            ("print_import_report", outcome.print.click),
        ):
            actions.bind(action, self, slot)
        for at, action in enumerate(LIST_ACTIONS):
            actions.bind(action, self, partial(self._show_list, at))

    def _connect_choice(self) -> None:
        choice = self.choice
        choice.choose_wished.connect(self._on_choose)
        choice.clear_wished.connect(lambda part: self._intake.choose(part, None))
        choice.map_wished.connect(self._on_map)
        choice.try_wished.connect(lambda: self._intake.start(dry_run=True))
        choice.start_wished.connect(lambda: self._intake.start(dry_run=False))
        choice.cancel_wished.connect(self._intake.cancel)

    def _connect_profiles(self) -> None:
        box, profiles = self.choice.profile, self._profiles
        box.chosen.connect(profiles.choose)
        box.file_wished.connect(self._on_profile_file)
        profiles.known.connect(box.show_known)
        profiles.chosen.connect(box.show_chosen)

    def _connect_results(self) -> None:
        history, outcome = self._intake.history, self.outcome
        self.results.worklist_wished.connect(self.worklist_wished)
        self.results.earlier.chosen.connect(history.open)
        outcome.saved.connect(lambda path: self.notice_wished.emit(f"The refusals are in {path}.", "good"))
        outcome.not_saved.connect(lambda why: self.notice_wished.emit(why, "bad"))
        outcome.report_wished.connect(history.save)
        outcome.print_wished.connect(self._on_print)
        history.listed.connect(self.results.earlier.show_runs)
        history.opened.connect(self._on_opened)
        history.saved.connect(lambda path: self.notice_wished.emit(f"The report is in {path}.", "good"))
        history.printed.connect(lambda where: self.notice_wished.emit(f"The report was printed to {where}.", "good"))
        history.failed.connect(lambda why: self.notice_wished.emit(why, "bad"))

    def _connect_intake(self) -> None:
        intake = self._intake
        intake.request_changed.connect(self._on_request)
        intake.running_changed.connect(self._on_running)
        intake.progressed.connect(self._on_progress)
        intake.stopping.connect(self.choice.show_stopping)
        intake.told.connect(self._on_told)
        intake.done.connect(self._on_done)
        intake.failed.connect(lambda why: self.notice_wished.emit(why, "bad"))
        intake.cancelled.connect(self._on_cancelled)
        intake.not_recognised.connect(self._on_not_recognised)
        intake.looked.connect(lambda part, look: self.sources[part].show_standing(look.fault))

    def _on_choose(self, part: str) -> None:
        source = next(one for one in SOURCES if one.part == part)
        take = partial(self._intake.choose, part)
        start = self._near()
        if source.folder:
            self._picker.folder(self, source.name, start, take)
        else:
            self._picker.file(self, source.name, start, INDEXES if part == "index" else LISTS, take)

    def _on_profile_file(self) -> None:
        self._picker.file(self, "Import profile", self._near(), PROFILES, lambda path: self._profiles.choose(str(path)))

    def _on_map(self, part: str) -> None:
        path = getattr(self._intake.request, part)
        if path is not None and not self._intake.running:
            self.mapping_wished.emit([ForeignList(path, part)])

    def _on_map_key(self) -> None:
        """The list whose row has the keyboard, else the first whose headings are not known, else the first there is."""
        chosen = [source for source in self.sources.values() if source.is_mappable]
        focused = self.focusWidget()
        here = [source for source in chosen if focused is not None and source.isAncestorOf(focused)]
        wanted = next(iter([*here, *(source for source in chosen if source.has_fault), *chosen]), None)
        if wanted is not None:
            self._on_map(wanted.part)

    def _near(self) -> Path | None:
        """Lists mostly lie together: begin where something was chosen before."""
        chosen = [getattr(self._intake.request, part) for part in self.sources]
        return next((path.parent for path in reversed(chosen) if path is not None), None)

    def _on_request(self, request: ImportRequest) -> None:
        for part, source in self.sources.items():
            source.show_path(getattr(request, part))
        self._allow()

    def _on_running(self, running: bool) -> None:
        self._words, self._fraction = "", 0.0
        self.choice.show_running(running)
        if running:
            self.results.offer_worklist(False)
            self._tick.start()
            self.cancel.setFocus()
        else:
            self._tick.stop()
        self._allow()

    def _allow(self) -> None:
        self.choice.allow(not self._intake.request.is_empty and not self._intake.running)

    def _on_progress(self, fraction: float, words: str) -> None:
        self._fraction, self._words = fraction, words
        self._say_progress()

    def _say_progress(self) -> None:
        """What is done, and how long the rest will take as far as that can be said."""
        left = self._intake.left.seconds
        parts = [self._words or "Beginning …"]
        if left is not None:
            parts.append(f"{wording.spoken_length(left)} left")
        self.choice.show_progress(self._fraction, " · ".join(parts))

    def _on_told(self, account: ImportAccount) -> None:
        """An import ended, however it did: show what is known at once, and find out what it changed."""
        self.results.tell(ImportStory(account))
        self._intake.history.tell(account)
        if not account.report.dry_run:
            self._intake.history.refresh()
        QTimer.singleShot(0, self, lambda: self.keep_in_view(self.outcome))

    def _on_opened(self, story: ImportStory) -> None:
        earlier = self.outcome.story is None or self.outcome.story.account is not story.account
        self.results.tell(story)
        if earlier:
            self.results.offer_worklist(False)
            self.outcome.search.setFocus()

    def _on_done(self, report: ImportReport) -> None:
        self.results.offer_worklist(not report.dry_run)
        (self.start if report.dry_run else self.done).setFocus()

    def _on_cancelled(self) -> None:
        """What was finished before the stop is whole, and matched by the time the stop is told."""
        account = self._intake.account
        assert account is not None
        if account.report.dry_run:
            self.notice_wished.emit("The trial was stopped. Nothing was written.", "warn")
            return
        kept = _kept(account)
        self.results.offer_worklist(bool(kept))
        said = f"Kept and matched: {kept}. Importing again goes on from there." if kept else "Nothing was written yet."
        self.notice_wished.emit(f"The import was stopped. {said}", "warn")

    def _on_print(self, story: ImportStory, printer: QPrinter) -> None:
        self._intake.history.print(story, lambda document: print_html(document, printer))

    def _show_list(self, at: int) -> None:
        if self.outcome.isVisible():
            self.outcome.show_list(at)
            self.outcome.panes[at].table.setFocus()

    def _search(self) -> None:
        if self.outcome.isVisible():
            self.outcome.search.setFocus()

    def _on_not_recognised(self, refusals: list[Refusal]) -> None:
        names = "; ".join(f"{Path(r.file).name}: {r.reason}" for r in refusals[:3])
        more = f" and {len(refusals) - 3} more" if len(refusals) > 3 else ""
        self.notice_wished.emit(f"Not recognised: {names}{more}.", "warn")


def _kept(account: ImportAccount) -> str:
    """What an import had written, in words; empty for nothing."""
    parts = [
        f"{wording.number(part.new + part.changed)} {wording.KINDS[kind].lower()}"
        for kind, part in account.report.kinds()
        if part.new + part.changed
    ]
    return ", ".join(parts)
