"""The import's page and its connections: what was dropped, which profile reads it, what is read anew afterwards."""

from PySide6.QtCore import QObject

from desktop.state.import_profiles import ProfileLine
from desktop.views.import_page import ImportPage
from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts
from models.intake.recognise import ForeignList
from models.intake.request import ImportReport


def make(parts: Parts) -> Placed:
    page = ImportPage(
        parts.states.intake, parts.states.profiles, parts.actions, parts.picker, parent=parts.window.stack
    )
    ImportWiring(parts, page)
    return Placed(page, page.focus_first)


class ImportWiring(QObject):
    """Import page, intake, profiles and window."""

    def __init__(self, parts: Parts, page: ImportPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        window, intake, profiles = parts.window, parts.states.intake, parts.states.profiles
        window.dragged.connect(page.show_drop)
        page.notice_wished.connect(window.tell)
        page.worklist_wished.connect(lambda: parts.ways.go("worklist"))
        page.mapping_wished.connect(self._map)
        intake.foreign_found.connect(self._map)
        intake.done.connect(self._on_imported)
        intake.cancelled.connect(self._read_anew)
        intake.done.connect(lambda _report: self._judge())
        intake.cancelled.connect(self._judge)
        profiles.chosen.connect(lambda _line: intake.read_by(profiles.profile))
        profiles.failed.connect(lambda why: window.tell(why, "bad"))
        profiles.saved.connect(self._on_profile_saved)

    def _map(self, lists: list[ForeignList]) -> None:
        """Lists whose columns are to be mapped, into the profile in force; the page comes once the first is read."""
        self._parts.window.page("mapping")
        self._parts.states.mapping.begin(lists, self._parts.states.profiles.profile)

    def _on_profile_saved(self, line: ProfileLine) -> None:
        """The mapped list goes into the import, read by its profile; the next that waits is mapped into it too."""
        states = self._parts.states
        mapping, profiles = states.mapping, states.profiles
        if mapping.list is not None:
            states.intake.choose(mapping.list.kind.part, mapping.list.path)
        mapping.next(profiles.profile)
        words = f"The profile {line.title} is saved, and everything is read by it from now on."
        self._parts.window.tell(words, "good")

    def _on_imported(self, report: ImportReport) -> None:
        if not report.dry_run:
            self._read_anew()

    def _judge(self) -> None:
        """What was imported is judged by the steer."""
        self._parts.states.sheets.list.keep_up()

    def _read_anew(self) -> None:
        """Other records may stand in the database: lists, counts and who works are asked for again. A page that is not
        in sight asks when it is shown."""
        self._parts.states.session.look_who_works()
        self._parts.states.worklist.refresh()
