"""What is dropped on the window is known by what it holds."""

import json
from pathlib import Path

import pytest

from models.intake.recognise import recognise
from models.intake.request import ImportRequest


def test_a_whole_department_is_recognised_at_once(demo: Path) -> None:
    request, refused = recognise([demo])
    assert refused == []
    assert request == ImportRequest(
        recordings=demo / "recordings",
        index=demo / "recordings.csv",
        sheets=demo / "guide-sheets.csv",
        tasks=demo / "task-567.csv",
        views=demo / "caseworker-online.csv",
        staff=demo / "staff.csv",
        transcripts=demo / "truth",
    )


def test_lists_are_known_by_their_headings_whatever_they_are_called(listed, sheet) -> None:
    path = listed("export (3).csv", [sheet()])
    assert recognise([path]) == (ImportRequest(sheets=path), [])


def test_an_index_inside_the_folder_of_recordings_is_found(calls) -> None:
    folder = calls({"a.wav": b"sound a", "index.csv": b"recording_id,start,file\nVR-1,,a.wav\n"})
    assert recognise([folder]) == (ImportRequest(recordings=folder, index=folder / "index.csv"), [])


def test_a_folder_of_transcripts_and_a_single_one_are_known(tmp_path: Path) -> None:
    path = tmp_path / "said" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"recording_id": "a", "segments": []}), encoding="utf-8")
    assert recognise([path.parent]) == (ImportRequest(transcripts=path.parent), [])
    assert recognise([path]) == (ImportRequest(transcripts=path), [])


def test_a_second_list_of_a_kind_is_refused_naming_the_first(listed, sheet) -> None:
    first, second = listed("one.csv", [sheet()]), listed("two.csv", [sheet()])
    request, (refusal,) = recognise([first, second])
    assert request.sheets == first
    assert refusal.file == str(second)
    assert str(first) in refusal.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("other.csv", b"sheet_id,colour\n1,2\n", "of no known list"),
        ("latin.csv", b"caf\xe9\n", "UTF-8"),
        ("call.wav", b"sound", "choose the folder that holds it"),
        ("answers.json", b"{}", "is not a transcript"),
        ("deep.json", b"[" * 100_000, "is not a transcript"),
    ],
)
def test_what_is_not_recognised_is_refused_in_words(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    request, (refusal,) = recognise([path])
    assert request.is_empty
    assert reason in refusal.reason


def test_an_empty_folder_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    request, refused = recognise([tmp_path / "empty", tmp_path / "none"])
    assert request.is_empty
    assert [refusal.reason for refusal in refused] == [
        "holds neither recordings nor transcripts nor a list with known headings",
        "there is no such file or folder",
    ]
