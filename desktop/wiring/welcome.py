"""The welcome into an empty database and its connections: to the first import, and to the demonstration."""

from PySide6.QtCore import QObject

from desktop import paths
from desktop.jobs.open_demonstration import demonstration_job
from desktop.views.page_stack import Placed
from desktop.views.welcome import WelcomePage
from desktop.wiring.parts import Parts


def make(parts: Parts) -> Placed:
    parts.window.page("import")  # what is chosen here is shown there
    page = WelcomePage(parts.states.intake, parts.actions, parts.picker)
    WelcomeWiring(parts, page)
    return Placed(page, page.focus_first)


class WelcomeWiring(QObject):
    """Welcome page, import and window."""

    def __init__(self, parts: Parts, page: WelcomePage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        page.page_wished.connect(parts.ways.go)
        page.import_wished.connect(self._on_import_wished)
        page.demonstration_wished.connect(self._open_demonstration)
        parts.window.dragged.connect(page.show_drop)

    def _on_import_wished(self) -> None:
        self._parts.window.show_page("import")
        self._parts.states.intake.start(dry_run=False)

    def _open_demonstration(self) -> None:
        from desktop.demonstration import DEMONSTRATION_DAY, WORKER, demonstration_request

        folder = paths.data_folder() / "demonstration"
        self._parts.window.tell("The demonstration opens in a window of its own; this database stays as it is.")
        self._parts.states.runner.submit(
            "intake",
            demonstration_job(demonstration_request(), folder, DEMONSTRATION_DAY, WORKER),
            on_failed=self._parts.ways.tell_failure,
            text="Preparing the demonstration",
        )
