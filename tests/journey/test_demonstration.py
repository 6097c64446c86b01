"""`steercheck demo --no-window` does the whole job by itself and everything comes out as expected."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from desktop import demonstration
from models.reports.catalogue import CATALOGUE

EXPECTED = Path(__file__).parents[1] / "expected"


def test_the_whole_job_comes_out_as_expected(built: Any) -> None:
    document = built.document
    assert {key: document[key] for key in ("recordings", "matched", "transcribed", "reviews")} == {
        "recordings": 12,
        "matched": 11,
        "transcribed": 12,
        "reviews": 12,
    }
    assert document["kpi"] == json.loads((EXPECTED / "expected-kpi.json").read_text())

    with zipfile.ZipFile(document["pack"]) as pack:
        tables = [csv.DictReader(io.StringIO(pack.read(name).decode())) for name in ("steer.csv", "reviews.csv")]
        steer, reviews = ({row["sheet_id"]: row for row in table} for table in tables)
    expected = (EXPECTED / "expected.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(expected)):
        assert row.pop("story")
        found = steer[row["sheet_id"]] | reviews[row["sheet_id"]]
        assert {key: found[key] for key in row} == row
    assert len(reviews) == 12
    assert {row["sample_id"] for row in reviews.values() if row["recording_id"]} == {"S-0001"}

    for picture in document["screenshots"]:
        image = QImage(picture)
        own_window = "review_sheet_window" in picture  # the sheet beside the desk, not the desk
        assert image.width() >= (500 if own_window else 1366), picture
        assert image.height() >= 768, picture
    names = {Path(picture).stem.removesuffix("-light") for picture in document["screenshots"]}
    assert not [name for name in names if "-" in name], "one picture of each screen, in one look"
    assert {"worklist", "sheets", "review", "import", "matches", "export", "settings", "welcome", "keys"} <= names
    assert "of_an_older_screen" not in names
    assert not (built.folder / "screenshots" / "of_an_older_screen-light.png").exists()


def test_its_pack_carries_the_certificate_of_its_sample(built: Any) -> None:
    with zipfile.ZipFile(built.document["pack"]) as pack:
        manifest = json.loads(pack.read("manifest.json"))
    frame = manifest["certificate"]["frame"]
    assert (manifest["sample_id"], frame["size"], len(manifest["certificate"]["draws"])) == ("S-0001", 11, 11)
    assert (manifest["certificate"]["seed"], manifest["certificate"]["drawn_by"]) == ("1298", "TL01")


def test_it_writes_every_report_and_keeps_those_that_may_be_published(
    built: Any, steercheck: Callable[..., Any]
) -> None:
    paths = [Path(path) for path in built.document["reports"]]
    assert all(path.stat().st_size > 0 for path in paths)
    assert {entry.kind for entry in CATALOGUE} == {path.stem.removesuffix("-CW014") for path in paths}
    issued = json.loads(steercheck("--json", "report", "--issued", db=built.document["database"]).out)
    publishable = {entry.kind for entry in CATALOGUE if entry.publishable}
    assert {(line["kind"], line["file_name"]) for line in issued} == {
        (path.stem, path.name) for path in paths if path.stem in publishable
    }


def test_its_own_folder_is_built_again_in_its_place(
    steercheck: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / demonstration.MARK).touch()
    (tmp_path / "demo" / "steercheck.db").write_text("of another day")
    monkeypatch.setattr(demonstration, "_take_screenshots", lambda _folder, _begun: ())
    monkeypatch.setattr(demonstration, "transcribe_all", lambda _store, _say: 0)
    again = steercheck("--json", "demo", "--no-window", "--to", tmp_path / "demo")
    assert again.status == 0
    assert json.loads(again.out)["reviews"] == 12


def test_a_folder_that_is_not_its_own_is_left_alone(program: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("dear")
    ended = program("--json", "demo", "--no-window", "--to", target)
    assert ended.status == 2
    assert ended.document["error"]["exit"] == 2
    assert [path.name for path in target.iterdir()] == ["letter.txt"]
