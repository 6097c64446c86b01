"""What is dropped on the window is known by what it holds."""

import json
from pathlib import Path

import pytest

from models.intake.profile import ColumnMap, IndexForm, ListProfile, Profile, RecorderProfile
from models.intake.recognise import ForeignList, Look, Recognised, look_at, recognise
from models.intake.request import ImportRequest


def test_a_whole_department_is_recognised_at_once(demo: Path) -> None:
    found = recognise([demo])
    assert (found.refused, found.foreign) == ([], [])
    assert found.request == ImportRequest(
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
    assert recognise([path]) == Recognised(ImportRequest(sheets=path))


def test_an_index_inside_the_folder_of_recordings_is_found(calls) -> None:
    folder = calls({"a.wav": b"sound a", "index.csv": b"recording_id,start,file\nVR-1,,a.wav\n"})
    assert recognise([folder]) == Recognised(ImportRequest(recordings=folder, index=folder / "index.csv"))


def test_a_folder_of_transcripts_and_a_single_one_are_known(tmp_path: Path) -> None:
    path = tmp_path / "said" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"recording_id": "a", "segments": []}), encoding="utf-8")
    assert recognise([path.parent]) == Recognised(ImportRequest(transcripts=path.parent))
    assert recognise([path]) == Recognised(ImportRequest(transcripts=path))


def test_a_second_list_of_a_kind_is_refused_naming_the_first(listed, sheet) -> None:
    first, second = listed("one.csv", [sheet()]), listed("two.csv", [sheet()])
    found = recognise([first, second])
    (refusal,) = found.refused
    assert found.request.sheets == first
    assert refusal.file == str(second)
    assert str(first) in refusal.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("one.csv", b"names\nnobody\n", "a single column"),
        ("empty.csv", b"", "no headings"),
        ("call.wav", b"sound", "choose the folder that holds it"),
        ("answers.json", b"{}", "is not a transcript"),
        ("deep.json", b"[" * 100_000, "is not a transcript"),
    ],
)
def test_what_is_not_recognised_is_refused_in_words(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = recognise([path])
    (refusal,) = found.refused
    assert found.request.is_empty
    assert found.foreign == []
    assert reason in refusal.reason


def test_an_empty_folder_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = recognise([tmp_path / "empty", tmp_path / "none"])
    assert found.request.is_empty
    assert [refusal.reason for refusal in found.refused] == [
        "holds neither recordings nor transcripts nor a list with known headings",
        "there is no such file or folder",
    ]


THEIRS = {"Sheet no": "1", "Case": "C-1", "Total arrears": "5000", "Net income per week": "400", "Paid every": "W"}
"""A row under headings that are not ours."""
MAPPED = Profile(
    "north",
    lists={
        "tasks": ListProfile(columns={"task_id": ColumnMap("Task no"), "case_ref": ColumnMap("Case")}),
    },
)


def test_a_list_with_other_headings_is_told_apart_with_what_it_most_likely_is(listed) -> None:
    path = listed("north.csv", [THEIRS])
    assert recognise([path]) == Recognised(ImportRequest(), [], [ForeignList(path, "sheets")])


@pytest.mark.parametrize(
    ("headings", "part"),
    [
        (("Task no", "Case", "Raised on", "Method promoted", "Status"), "tasks"),
        (("View", "Case", "User", "Viewed at", "Purpose"), "views"),
        (("Staff number", "Role", "Team", "Leader of the team", "Grade"), "staff"),
        (("Recording", "Start of call", "Duration", "File name", "Direction"), "index"),
    ],
)
def test_what_a_foreign_list_most_likely_is_follows_its_headings(listed, headings: tuple[str, ...], part: str) -> None:
    path = listed("foreign.csv", [dict.fromkeys(headings, "x")])
    assert recognise([path]).foreign == [ForeignList(path, part)]


def test_the_profile_in_force_knows_the_departments_headings(listed) -> None:
    path = listed("north.csv", [{"Task no": "1", "Case": "C-1"}])
    assert recognise([path], MAPPED).request.tasks == path
    assert recognise([path]).request.is_empty


def test_foreign_lists_in_a_folder_are_found_beside_what_is_known(calls, sheet, tmp_path: Path) -> None:
    row = sheet()
    ours = (",".join(row) + "\n" + ",".join(row.values()) + "\n").encode()
    folder = calls({"a.wav": b"sound a", "ours.csv": ours, "theirs.csv": b"Task no,Case\n1,2\n"})
    found = recognise([folder])
    assert (found.request.recordings, found.request.sheets) == (folder, folder / "ours.csv")
    assert found.foreign == [ForeignList(folder / "theirs.csv", "tasks")]
    assert found.refused == []


def test_our_own_headings_are_known_whatever_the_profile(listed, sheet) -> None:
    path = listed("ours.csv", [sheet()])
    assert recognise([path], MAPPED).request.sheets == path


def test_a_list_is_known_in_any_dialect(tmp_path: Path, sheet) -> None:
    row = sheet()
    path = tmp_path / "export.tsv"
    path.write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n", encoding="utf-16")
    assert recognise([path]).request.sheets == path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("call.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"),
        ("call.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n"),
    ],
)
def test_subtitles_are_transcripts(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert recognise([path]).request.transcripts == path


@pytest.mark.parametrize(
    ("kind", "name", "content"), [("json", "i.json", '{"calls": []}'), ("xml", "i.xml", "<calls/>")]
)
def test_an_index_in_json_or_xml_is_known_where_the_profile_says_so(
    tmp_path: Path, kind: str, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    profile = Profile("r", recorder=RecorderProfile(index=IndexForm(kind)))
    assert recognise([path], profile).request.index == path
    assert "needs a profile" in recognise([path]).refused[0].reason
    assert look_at(path, "index", profile) == Look("")


def test_a_chosen_list_is_looked_at_before_it_is_imported(listed, sheet, tmp_path: Path) -> None:
    assert look_at(listed("ours.csv", [sheet()]), "sheets") == Look("")
    assert look_at(listed("north.csv", [THEIRS]), "sheets") == Look("other headings than ours", True)
    assert look_at(listed("north.csv", [THEIRS]), "tasks", MAPPED).foreign
    assert look_at(tmp_path / "none.csv", "sheets") == Look("there is no such file")
    assert look_at(tmp_path, "recordings") == Look("")
