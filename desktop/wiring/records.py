"""The records' connections: who works, the settings, what is imported and exported."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop import theme
from desktop.settings import Settings
from desktop.state.import_profiles import ProfileLine
from desktop.window import Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.intake.recognise import ForeignList
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
        self._connect_mapping()
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
        intake.done.connect(self._on_imported)
        intake.cancelled.connect(self._read_anew)

    def _connect_mapping(self) -> None:
        page, imports, window = self._pages.mapping, self._pages.imports, self._window
        mapping, profiles, intake = self._states.mapping, self._states.profiles, self._states.intake
        profiles.chosen.connect(lambda _line: intake.read_by(profiles.profile))
        profiles.failed.connect(lambda why: window.tell(why, "bad"))
        profiles.saved.connect(self._on_profile_saved)
        imports.mapping_wished.connect(self._map)
        intake.foreign_found.connect(self._map)
        page.save_wished.connect(profiles.save)
        page.leave_wished.connect(mapping.close)
        page.notice_wished.connect(window.tell)
        mapping.opened.connect(lambda _list: self._ways.go("mapping"))
        mapping.failed.connect(lambda why: window.tell(why, "bad"))
        mapping.closed.connect(lambda: self._ways.go("import"))

    def _map(self, lists: list[ForeignList]) -> None:
        """Lists whose columns are to be mapped, into the profile in force; the page comes once the first is read."""
        self._states.mapping.begin(lists, self._states.profiles.profile)

    def _on_profile_saved(self, line: ProfileLine) -> None:
        """The mapped list goes into the import, read by its profile; the next that waits is mapped into it too."""
        mapping, profiles = self._states.mapping, self._states.profiles
        if mapping.list is not None:
            self._states.intake.choose(mapping.list.kind.part, mapping.list.path)
        mapping.next(profiles.profile)
        self._window.tell(f"The profile {line.title} is saved, and everything is read by it from now on.", "good")

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
