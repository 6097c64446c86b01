"""A caseworker's record leaves by no export: proved on a pack, and on what imports it."""

import ast
import zipfile
from datetime import date
from pathlib import Path

import resources
from desktop.demonstration import sign_answers
from desktop.jobs.write_export import write_pack
from models.development import EntryForm, EntryKind, Standing
from models.review_export import export_tables
from models.store import Store

ROOT = Path(__file__).resolve().parents[2]
MARKED = "Quillfeather"
INSIDE = {
    "desktop/screenshots_people.py",
    "desktop/state/people.py",
    "desktop/tables/people.py",
    "desktop/wiring/people.py",
    "models/development.py",
    "models/records.py",
    "models/reports/development_record.py",
    "models/store/__init__.py",
    "models/store/development.py",
    "models/reports/development_words.py",
    "models/store/development_reading.py",
}
"""Modules that may know a record, beside the views of its own page."""
PARTS = ("models.development", "models.store.development", "models.reports.development_record", "desktop.state.people")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_a_quality_assurance_pack_holds_no_word_of_a_record(demo_store: Store, tmp_path: Path) -> None:
    sign_answers(demo_store, [resources.path("demo/answers/VR-88104.json")])
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    day = date(2009, 10, 5)
    entry = demo_store.development.save(
        EntryForm("CW014", EntryKind.NEED, day, MARKED, due=day, standing=Standing.OPEN, action=MARKED, outcome=MARKED),
        leader,
    )
    own = demo_store.staff.get("CW014")
    assert own is not None
    demo_store.development.comment(entry.entry_id, MARKED, own)
    pack = tmp_path / "pack.zip"
    write_pack(export_tables(demo_store, date(2009, 9, 1), day), pack, lambda: None, lambda _share, _text: None)
    with zipfile.ZipFile(pack) as held:
        names = held.namelist()
        assert any(b"VR-88104" in held.read(name) for name in names)
        for name in names:
            assert MARKED.encode() not in held.read(name)
            if name.endswith((".xlsx", ".zip")):
                with zipfile.ZipFile(held.open(name)) as inner:
                    assert all(MARKED.encode() not in inner.read(part) for part in inner.namelist())


def test_only_the_page_of_records_and_its_print_know_a_record() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("desktop", "models")
        for path in (ROOT / folder).rglob("*.py")
        if any(part in (text := path.read_text(encoding="utf-8")) for part in (*PARTS, ".development"))
        and any(
            name == part or name.startswith(f"{part}.")
            for node in ast.walk(ast.parse(text))
            for name in _imported(node)
            for part in PARTS
        )
    }
    outside = {name for name in knowing - INSIDE if not name.startswith("desktop/views/people_")}
    # the states of the window make the page's own state when the page is first wanted
    assert outside <= {"desktop/wiring/__init__.py", "desktop/wiring/states.py", "desktop/wiring/pages.py"}
