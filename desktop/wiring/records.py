"""The records' connections: who works, the settings, what is imported and exported."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop import theme
from desktop.settings import Settings
from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.intake.request import ImportReport
from models.store.staff import Person


class RecordsWiring(QObject):
    """Session, settings, import and export."""

    def __init__(self, window: Window, states: States, pages: Pages, ways: Ways) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._pages = pages
        self._ways = ways
        self._connect_session()
        self._connect_intake()
        self._connect_profiles()
        pages.export.notice_wished.connect(window.tell)

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

    def _connect_intake(self) -> None:
        page, intake, window = self._pages.imports, self._states.intake, self._window
        window.dropped.connect(self._on_dropped)
        window.dragged.connect(page.show_drop)
        window.dragged.connect(self._pages.welcome.show_drop)
        page.notice_wished.connect(window.tell)
        page.worklist_wished.connect(lambda: self._ways.go("worklist"))
        page.match_wished.connect(self._states.matching.run)
        intake.done.connect(self._on_imported)
        intake.cancelled.connect(self._read_anew)

    def _connect_profiles(self) -> None:
        profiles, intake = self._states.profiles, self._states.intake
        profiles.chosen.connect(lambda _line: intake.read_by(profiles.profile))
        profiles.failed.connect(lambda why: self._window.tell(why, "bad"))

    def _on_dropped(self, found: list[Path]) -> None:
        if self._window.shown != "welcome":
            self._ways.go("import")
        self._states.intake.take_dropped(found)

    def _on_imported(self, report: ImportReport) -> None:
        if not report.dry_run:
            self._read_anew()

    def _read_anew(self) -> None:
        """Other records may stand in the database: lists, counts and who works are asked for again."""
        self._states.session.look_who_works()
        self._states.worklist.refresh()
        self._pages.export.refresh()
