"""The Reports page: a preview with hidden cells, what a report is, issued copies, one compared, one refused, nothing
yet."""

from desktop.demonstration import confirm_sheets, draw_sample
from desktop.screenshots_studio import Scene, Studio
from desktop.state.report_files import ReportFiles
from desktop.state.reports import Reports
from desktop.views.reports_page import ABOUT, COPIES, PREVIEW, ReportsPage
from models.errors import Defect


def _page(studio: Studio) -> ReportsPage:
    page = studio.window.page("reports")
    assert isinstance(page, ReportsPage)
    return page


def _go_to(studio: Studio, kind: str, part: str = PREVIEW) -> ReportsPage:
    studio.show("reports")
    page = _page(studio)
    page.ask.threshold.setValue(_reports(studio).threshold)
    page.show_report(kind)
    page.show_part(part)
    _made(studio)
    return page


def _made(studio: Studio) -> None:
    """Wait for the preview of what is asked for."""
    reports = _reports(studio)
    studio.wait(lambda: reports.asked is None or reports.up_to_date)


def _reports(studio: Studio) -> Reports:
    found = studio.window.findChild(Reports)
    assert found is not None
    return found


def _preview(studio: Studio) -> None:
    """Small counts hidden, and what would give them away; every sheet is confirmed, every call drawn."""
    confirm_sheets(studio.store)
    draw_sample(studio.store)
    page = _go_to(studio, "accuracy-trend")
    studio.window.notices.clear()
    page.focus_catalogue()


def _kpi(studio: Studio) -> None:
    """The KPI on its side, every count shown: not for publication."""
    page = _go_to(studio, "kpi")
    page.ask.threshold.setValue(0)
    _made(studio)
    page.preview.take_keyboard()


def _about(studio: Studio) -> None:
    _go_to(studio, "throughput", ABOUT)


def _issued(studio: Studio) -> None:
    """Three copies of a report, of which the newest is checked."""
    page = _go_to(studio, "accuracy-trend")
    files = studio.window.findChild(ReportFiles)
    preview = _reports(studio).preview
    if files is None or preview is None:
        raise Defect("there is no report to issue")
    for ending in (".pdf", ".xlsx", ".csv"):
        files.write(preview.report, studio.folder / f"accuracy-trend-2009-09-01-2009-09-30{ending}")
        studio.wait(lambda: not files.running)
    page.show_part(COPIES)
    studio.window.notices.clear()
    _reports(studio).check(_reports(studio).lines[0])


def _compared(studio: Studio) -> None:
    """A confirmation was withdrawn since: what a fresh report has otherwise."""
    store = studio.store
    page = _go_to(studio, "accuracy-trend", COPIES)
    leader = store.staff.get("TL01")
    assert leader is not None
    store.judgements.withdraw("PAG-088104", leader, "The figures are asked for again.")
    page.hands.compare()
    studio.wait(lambda: not _reports(studio).comparing)


def _damaged(studio: Studio) -> None:
    """The bytes of a copy are no longer those that were issued."""
    with studio.store.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE issued_file SET content = CAST(x'00' || substr(content, 2) AS BLOB)"
        )
        session.commit()
    page = _go_to(studio, "accuracy-trend", COPIES)
    page.foot.links["check_copy"].click()


def _by_team(studio: Studio) -> None:
    """The KPI by team: wider than the window, and longer than what lies on its side."""
    page = _go_to(studio, "kpi")
    page.ask.grouping.setCurrentIndex(page.ask.grouping.findData("team"))
    page.ask.changed.emit()
    _made(studio)
    page.preview.take_keyboard()


def _caselist(studio: Studio) -> None:
    """Restricted: nothing of it is kept."""
    _go_to(studio, "caselist").focus_catalogue()


def _nothing(studio: Studio) -> None:
    """An empty database: a report without figures."""
    _go_to(studio, "kpi").focus_catalogue()


def _refused(studio: Studio) -> None:
    """Nobody who reviews is working: the caselist is not for everybody."""
    _go_to(studio, "caselist").focus_catalogue()


REPORTS_EMPTY: dict[str, Scene] = {"reports_empty": _nothing, "reports_refused": _refused}
REPORTS_SCENES: dict[str, Scene] = {
    "reports": _preview,
    "reports_issued": _issued,
    "reports_compared": _compared,
    "reports_kpi": _kpi,
    "reports_by_team": _by_team,
    "reports_about": _about,
    "reports_caselist": _caselist,
    "reports_damaged": _damaged,
}
