"""Pictures of every screen, of a team leader's day half done, for the README, `steercheck demo` and the eye.

Runs in a process of its own on Qt's offscreen platform, on its own copy of the demonstration in a temporary folder.
Each picture is named after its scene and look: "worklist-light.png", "review-dark.png", "settings-large.png" (text at
200%). Nothing here is seen by a user of the window.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtWidgets import QApplication

import resources
from desktop.app import build
from desktop.demonstration import DEMONSTRATION_DAY, WORKER, demonstration_request, sign_answers
from desktop.jobs.runner import Runner
from desktop.jobs.take_in import take_in_job
from desktop.screenshots_board import BOARD_EMPTY, BOARD_SCENES
from desktop.screenshots_drawn import DRAWN_SCENES
from desktop.screenshots_life import LIFE_SCENES
from desktop.screenshots_people import PEOPLE_SCENES
from desktop.screenshots_reports import REPORTS_EMPTY, REPORTS_SCENES
from desktop.screenshots_review import DRAFTED, REVIEW_SCENES
from desktop.screenshots_reviews import REVIEWS_SCENES
from desktop.screenshots_samples import SAMPLES_SCENES
from desktop.screenshots_scorecards import SCORECARDS_SCENES
from desktop.screenshots_speech import SPEECH_SCENES
from desktop.screenshots_studio import SIZE, Scene, Studio
from desktop.settings import Settings
from desktop.state.intake import Intake
from desktop.state.mapping import Mapping
from desktop.state.time_left import TimeLeft
from desktop.views.export_page import ExportPage
from desktop.views.import_page import ImportPage
from desktop.views.mapping_page import MappingPage
from desktop.views.matches_page import MatchesPage
from desktop.views.palette import Palette
from desktop.views.search_page import SearchPage
from desktop.views.settings_page import SettingsPage
from desktop.views.sheets_page import SheetsPage
from desktop.views.worklist import WorklistPage
from models.clock import Clock
from models.database import open_database
from models.errors import Defect
from models.intake.profile import ColumnMap
from models.intake.recognise import ForeignList
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section

Page = TypeVar("Page")

LOOKS: dict[str, Settings] = {
    "light": Settings(theme="light"),
    "dark": Settings(theme="dark"),
    "contrast": Settings(theme="contrast"),
    "large": Settings(theme="light", text_scale_pct=200),
}
SHOWN = ("light",)
"""The look of the demonstration; the others are for those who work on the screens (`make screenshots`)."""
SEEN_IN_CONTRAST = frozenset(
    {
        "worklist",
        "reviews",
        "samples",
        "reports",
        "reports_issued",
        "scorecards",
        "sheets",
        "review",
        "review_signed",
        "matches",
        "transcripts",
        "import",
        "mapping",
        "people",
        "dashboard",
        "settings",
        "keys",
    }
)
"""High contrast is light and dark with other colours: a page of each kind shows it."""
SIGNED = ("VR-88101", "VR-88103", "VR-88104", "VR-88106", "VR-88107")


def grab_all(folder: Path, begun: Path | None = None, looks: Sequence[str] = SHOWN) -> Iterator[Path]:
    """Every scene in each of these looks into `folder`, each path as soon as it is written. `begun`: see
    `half_done_day`."""
    app = QApplication.instance() or QApplication(["steercheck"])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as common:
        half_done = Path(common) / "day.db"
        half_done_day(half_done, begun).close()
        for look in looks:
            with tempfile.TemporaryDirectory() as place:
                shutil.copyfile(half_done, Path(place) / "day.db")
                yield from _grab_look(Path(place), look, LOOKS[look], folder)


def _grab_look(place: Path, look: str, settings: Settings, folder: Path) -> Iterator[Path]:
    """Every scene in one look, the half-done day in `place`."""
    scenes = {name: scene for name, scene in SCENES.items() if look != "contrast" or name in SEEN_IN_CONTRAST}
    if look != "contrast":
        empty = Store(open_database(place / "empty.db"), Clock())
        yield from _in_window(empty, place, settings, EMPTY, look, folder)
    others = {"samples": SAMPLES_SCENES, "drawn": DRAWN_SCENES}
    for name in others:  # samples have days of their own: by the end of the long one all is checked
        shutil.copyfile(place / "day.db", place / f"{name}.db")
    day = Store(open_database(place / "day.db"), Clock(DEMONSTRATION_DAY))
    yield from _in_window(day, place, settings, scenes, look, folder)
    for name, own in others.items():
        seen = {scene: act for scene, act in own.items() if look != "contrast" or scene in SEEN_IN_CONTRAST}
        if seen:
            other = Store(open_database(place / f"{name}.db"), Clock(DEMONSTRATION_DAY))
            yield from _in_window(other, place, settings, seen, look, folder)


def _in_window(
    store: Store, place: Path, settings: Settings, scenes: dict[str, Scene], look: str, folder: Path
) -> Iterator[Path]:
    person = store.staff.get(WORKER) or Person("os:user", None, None)
    window = build(store, person, settings=settings, locked=frozenset(), folder=place)
    runner = window.findChild(Runner)
    assert runner is not None
    studio = Studio(window, runner, place, store)
    window.resize(*SIZE)
    window.show()
    try:
        # PySide 6.11 gives back a reference too many to the `resizeEvent` of a widget grabbed in a page half made, and
        # the next window crashes on the function that is gone
        studio.wait(lambda: window.shown != "" and not window.stack.unmade)
        for name, scene in scenes.items():
            shown = scene(studio) or window
            studio.wait()
            target = folder / f"{name}-{look}.png"
            if not shown.grab().save(str(target)):
                raise Defect(f"{target} could not be written")
            yield target
    finally:
        window.close()
        shiboken6.delete(window)  # the next look would dress it as well
        store.close()


def half_done_day(path: Path, begun: Path | None = None) -> Store:
    """The demonstration with some reviews signed, one half answered, and a recording without a sheet.

    It starts from a copy of `begun`, a database with everything imported and transcribed; without one, from the
    recordings and their true transcripts.
    """
    if begun is not None:
        shutil.copyfile(begun, path)
    store = Store(open_database(path), Clock(DEMONSTRATION_DAY))
    if begun is None:
        request = demonstration_request(resources.path("demo/truth"))
        take_in_job(store, request)(lambda _fraction, _text: None, lambda: None)
    answers = resources.path("demo/answers")
    sign_answers(store, [answers / f"{name}.json" for name in SIGNED])
    recording_id, sheet_id = DRAFTED
    form = store.reviews.start_draft(recording_id, sheet_id, WORKER)
    span = EvidenceNote(EvidenceKind.SPAN, 62_750, 65_660)
    for note in (
        AnswerNote("FIGURES_SOURCED", AnswerValue.YES),
        AnswerNote("FULL_FIRST", AnswerValue.YES, evidence=(EvidenceNote(EvidenceKind.SPAN, 26_000, 28_400),)),
        AnswerNote("LUMP_SOUGHT", AnswerValue.YES),
        AnswerNote("SOURCES_AGREE", AnswerValue.NO, "The sheet says £60.00 a week, the caller says £40.", (), (span,)),
    ):
        form = form.with_answer(note)
    store.reviews.save_draft(form)
    return store


def _signed_list(studio: Studio) -> None:
    studio.show("worklist")
    _page(studio, WorklistPage).show_section(Section.SIGNED)


def _worklist(studio: Studio) -> None:
    studio.show("worklist")
    _page(studio, WorklistPage).show_section(Section.DUE)


def _sheets(studio: Studio) -> None:
    """One sheet left out of the next confirmation, and worked out below the list."""
    studio.show("sheets")
    page = _page(studio, SheetsPage)
    page.table.go_to(3)
    page.leave_out()
    page.table.go_to(3)


def _matches(studio: Studio) -> None:
    studio.show("matches")
    _page(studio, MatchesPage).show_list(Section.NO_SHEET)


def _search(studio: Studio) -> None:
    studio.show("search")
    page = _page(studio, SearchPage)
    page.search_for('"full amount" OR 30 per cent OR £40 OR direct')
    studio.wait(lambda: page.rows.rowCount() > 0)
    page.list.take_keyboard()


def _import_empty(studio: Studio) -> None:
    studio.show("import")


def _import_running(studio: Studio) -> None:
    """As it looks on the way: told to the page by the state's own signals, with a clock set by hand."""
    studio.show("import")
    intake, page = _intake(studio), _page(studio, ImportPage)
    for part, name in (("sheets", "guide-sheets.csv"), ("tasks", "task-567.csv")):
        shutil.copyfile(resources.path(f"demo/{name}"), studio.folder / name)
        intake.choose(part, studio.folder / name)
    moments = [0.0]
    intake.left = TimeLeft(lambda: moments[0])
    intake.running_changed.emit(True)
    for share in range(1, 43):
        moments[0] += 3.0
        intake.left.tell(share / 100)
    intake.progressed.emit(0.42, "Guide sheets: 420,000 rows")
    assert page.bar.isVisible()


def _import(studio: Studio) -> None:
    intake = _intake(studio)
    intake.running_changed.emit(False)
    studio.show("import")
    faulty = studio.folder / "guide-sheets.csv"
    lines = resources.path("demo/guide-sheets.csv").read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("6000.00", "-6000.00")
    lines[5] = lines[5].replace(",CSCS,", ",CS3,")
    faulty.write_text("\n".join(lines) + "\n", encoding="utf-16")
    tasks = studio.folder / "task-567.csv"
    shutil.copyfile(resources.path("demo/task-567.csv"), tasks)
    intake.choose("sheets", faulty)
    intake.choose("tasks", tasks)
    intake.start(dry_run=True)
    studio.wait(lambda: not intake.running)


def _import_changed(studio: Studio) -> None:
    studio.show("import")
    intake = _intake(studio)
    sheets = studio.folder / "guide-sheets.csv"
    words = resources.path("demo/guide-sheets.csv").read_text(encoding="utf-8")
    sheets.write_text(words.replace(",6000.00,", ",5800.00,").replace(",direct_debit,", ",standing_order,", 2))
    intake.choose("sheets", sheets)
    intake.start(dry_run=False)
    studio.wait(lambda: not intake.running)
    studio.wait()
    _page(studio, ImportPage).outcome.show_list(1)


def _import_history(studio: Studio) -> None:
    studio.show("import")
    intake = _intake(studio)
    for _again in range(2):
        intake.start(dry_run=False)
        studio.wait(lambda: not intake.running)
    studio.window.notices.clear()
    _page(studio, ImportPage).results.show_earlier()


FOREIGN = (
    "PAG no;Case;System;Caseworker;Decision date;Arrears owed;Net monthly;Regular maintenance;Lump sum;Instalment;"
    "Paid every;How paid;Label;Comments",
    "088201;C-1B01;CS2;CW012;14/09/2009;5,000.00;1,733.33;60.00;500.00;60.00;Weekly;DD;Agreement;rang twice",
    "088202;C-1B02;CS2;CW014;15/09/2009;1,250.50;866.67;20.00;0.00;45.00;Monthly;SO;Arrangement;",
    "088203;C-1B03;CSCS;CW014;15/09/2009;£310.00;1,040.00;35.00;(10.00);25.00;Weekly;DD;Agreement;",
    "088204;C-1B04;CS2;CW015;31/09/2009;2,700.00;1,213.33;40.00;200.00;70.00;4-weekly;DD;Agreement;",
    "088205;C-1B05;CS2;CW015;17/09/2009;see file;1,300.00;40.00;0.00;65.00;Monthly;Giro;Agreement;ask",
    "088206;C-1B06;CS2;CW021;18/09/2009;940.00;953.33;30.00;0.00;30.00;Weekly;SO;Arrangement;",
)
"""A list of another office, with its own headings; some of its rows cannot be taken."""


def _map_columns(studio: Studio, rows: tuple[str, ...]) -> MappingPage:
    path = studio.folder / "north-office.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    studio.window.page("mapping")
    mapping = studio.window.findChild(Mapping)
    assert mapping is not None
    mapping.begin([ForeignList(path, "sheets")], None)
    studio.wait(lambda: studio.window.shown == "mapping" and mapping.preview is not None)
    page = _page(studio, MappingPage)
    page.name.setText("Northern office")
    return page


def _mapping(studio: Studio) -> None:
    good = tuple(FOREIGN[at] for at in (0, 1, 2, 6))
    page = _map_columns(studio, good)
    mapping = studio.window.findChild(Mapping)
    assert mapping is not None
    mapping.map_column("frequency", ColumnMap("Paid every", codes={"Weekly": "W", "Monthly": "M"}))
    mapping.map_column("method_agreed", ColumnMap("How paid", codes={"DD": "direct_debit", "SO": "standing_order"}))
    page.name.setFocus()


def _mapping_faults(studio: Studio) -> None:
    page = _map_columns(studio, FOREIGN)
    mapping = studio.window.findChild(Mapping)
    assert mapping is not None
    mapping.change(date_forms=("%d/%m/%Y",))
    mapping.map_column("frequency", ColumnMap("Paid every", codes={"Weekly": "W", "Monthly": "M", "4-weekly": "4W"}))
    mapping.map_column("method_agreed", ColumnMap("How paid", codes={"DD": "direct_debit", "SO": "standing_order"}))
    studio.wait(lambda: bool(mapping.preview and mapping.preview.taken))
    page.rows["method_agreed"].heading.setFocus()


def _intake(studio: Studio) -> Intake:
    studio.window.page("import")
    intake = studio.window.findChild(Intake)
    assert intake is not None
    return intake


def _export(studio: Studio) -> None:
    studio.show("export")
    page = studio.window.page("export")
    assert isinstance(page, ExportPage)
    page.target.setText(str(studio.folder / "qa-pack-2009-09-01-2009-09-30.zip"))


def _settings_speech(studio: Studio) -> None:
    """The part of the settings that is below the first screenful: no model yet, and how to get one."""
    studio.show("settings")
    page = _page(studio, SettingsPage)
    page.keep_in_view(page.models)


def _keys(studio: Studio) -> None:
    studio.show("keys")


def _palette(studio: Studio) -> None:
    studio.show("worklist")
    palette = studio.window.findChild(Palette)
    assert palette is not None
    palette.open()


def _page(studio: Studio, kind: type[Page]) -> Page:
    """A page that was shown before."""
    return next(page for page in studio.window.stack.children() if isinstance(page, kind))


EMPTY: dict[str, Scene] = {"welcome": lambda studio: studio.show("welcome"), **REPORTS_EMPTY, **BOARD_EMPTY}
SCENES: dict[str, Scene] = {
    "worklist": _worklist,
    "worklist_signed": _signed_list,
    "sheets": _sheets,
    **REVIEW_SCENES,
    **LIFE_SCENES,
    **SPEECH_SCENES,
    "matches": _matches,
    "search": _search,
    "import_empty": _import_empty,
    "import_running": _import_running,
    "import": _import,
    "import_changed": _import_changed,
    "import_history": _import_history,
    "mapping": _mapping,
    "mapping_faults": _mapping_faults,
    "export": _export,
    "settings": lambda studio: studio.show("settings"),
    "settings_speech": _settings_speech,
    "keys": _keys,
    "palette": _palette,
    **REVIEWS_SCENES,
    **REPORTS_SCENES,
    **BOARD_SCENES,
    **PEOPLE_SCENES,
    **SCORECARDS_SCENES,
}
