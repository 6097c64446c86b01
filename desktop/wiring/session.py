"""The session's connections: who works and the settings, told to the frame and to the lists."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop import theme
from desktop.settings import Settings
from desktop.wiring.parts import Parts
from models.store.staff import Person


class SessionWiring(QObject):
    """Session, frame and worklist."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        session, window = parts.states.session, parts.window
        session.person_changed.connect(self._on_person)
        session.reviewers_known.connect(lambda reviewers: window.worker.ask(session.person, reviewers))
        session.settings_changed.connect(self._on_settings)
        window.worker.chosen.connect(session.work_as)

    def _on_person(self, person: Person) -> None:
        states, window = self._parts.states, self._parts.window
        window.top.show_person(person)
        window.worker.ask(person, states.session.reviewers)
        states.worklist.work_for(person.staff_id if person.on_staff else None)
        self._parts.opening.work_as(person)

    def _on_settings(self, settings: Settings) -> None:
        look = theme.changes()
        app = QApplication.instance()
        if (look.wanted, look.scale_pct) != (settings.theme, settings.text_scale_pct) and isinstance(app, QApplication):
            theme.apply(app, settings.theme, settings.text_scale_pct)
