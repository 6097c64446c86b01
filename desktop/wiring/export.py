"""The export's page and its connections."""

from desktop.state.intake import Intake
from desktop.views.export_page import ExportPage
from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts


def make(parts: Parts) -> Placed:
    page = ExportPage(parts.states.exporting, parts.actions, parts.today, parts.picker)
    page.notice_wished.connect(parts.window.tell)
    parts.window.stack.when_made("import", lambda: _follow_imports(parts.states.intake, page))

    def arrive() -> None:
        page.refresh()
        page.presets.setFocus()

    return Placed(page, arrive)


def _follow_imports(intake: Intake, page: ExportPage) -> None:
    """What the period holds is counted again once an import may have changed it."""
    intake.done.connect(lambda report: None if report.dry_run else page.refresh())
    intake.cancelled.connect(page.refresh)
