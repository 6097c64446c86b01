"""Recordings: what is taken, what it is called, what is recognised, and that nothing is decoded twice."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from models.errors import Refusal
from models.history import PastVersion
from models.recording import Recording, RecordingPath

INDEX_ROW = {
    "recording_id": "VR-1",
    "start": "2009-09-14T23:30:00+00:00",
    "duration_s": "60.0",
    "agent_id": "CW1",
    "case_ref": "C-1",
    "file": "a.wav",
    "sha256": "",
    "delete_after": "2010-11-14",
}


@pytest.fixture
def row() -> Callable[..., dict[str, str]]:
    return lambda **cells: INDEX_ROW | cells


def ids(held: Callable[[type[SQLModel]], list[Recording]]) -> list[str]:
    return sorted(recording.recording_id for recording in held(Recording))


def where(refusal: Refusal) -> tuple[int | None, str | None, str | None]:
    return refusal.line, refusal.column, refusal.value


def test_without_an_index_a_recording_is_called_by_its_path_without_ending(taken, calls, held) -> None:
    folder = calls({"a.wav": b"sound a", "monday/b.c.mp3": b"sound b"})
    report = taken(recordings=folder).recordings
    assert (report.new, ids(held)) == (2, ["a", "monday/b.c"])
    first = held(Recording)[0]
    assert (first.started_at, first.case_ref, first.call_date, first.caseworker_channel) == (None, None, None, 0)
    assert (first.path, first.size_bytes, first.duration_ms) == (str(folder / "a.wav"), 7, 60_000)


def test_where_two_would_be_called_alike_their_endings_stay(taken, calls, held) -> None:
    taken(recordings=calls({"a.wav": b"sound a", "a.mp3": b"sound b", "c.wav": b"sound c"}))
    assert ids(held) == ["a.mp3", "a.wav", "c"]


def test_a_file_that_would_take_a_name_in_use_keeps_its_ending(taken, calls, held) -> None:
    taken(recordings=calls({"a.wav": b"sound a"}, "one"))
    report = taken(recordings=calls({"a.wav": b"sound b"}, "two")).recordings
    assert (report.new, ids(held)) == (1, ["a", "a.wav"])
    report = taken(recordings=calls({"a.wav": b"sound c"}, "three")).recordings
    (refusal,) = report.refused
    assert "called 'a.wav' already" in refusal.reason


def test_hidden_files_indexes_transcripts_and_readmes_are_passed_over(taken, calls, held) -> None:
    passed = (
        ".hidden.wav",
        ".git/b.wav",
        "recordings.csv",
        "index.xml",
        "index.txt",
        "README",
        "ReadMe.md",
        "a.json",
        "a.vtt",
        "a.srt",
        "a.txt",
        "a.wav.txt",
        "a.lrc",
        "transcripts.txt",
    )
    report = taken(recordings=calls({"a.wav": b"sound a"} | dict.fromkeys(passed, b"no recording"))).recordings
    assert (report.new, report.refused, ids(held)) == (1, [], ["a"])


@pytest.mark.parametrize("name", ["notes.txt", "letter.pdf", "call.wav", "noending"])
def test_every_other_file_is_refused_when_it_is_no_recording(taken, calls, name: str) -> None:
    folder = calls({name: b"Dear Sir", "a.wav": b"sound a"})
    report = taken(recordings=folder).recordings
    (refusal,) = report.refused
    assert refusal == Refusal(str(folder / name), None, None, None, "it holds no sound")
    assert report.new == 1


def test_links_and_pipes_are_refused_and_never_followed(taken, calls, probe) -> None:
    folder = calls({"a.wav": b"sound a"})
    (folder / "b.wav").symlink_to(folder / "a.wav")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.wav")
    report = taken(recordings=folder).recordings
    assert sorted(Path(refusal.file).name for refusal in report.refused) == ["b.wav", "loop", "pipe.wav"]
    assert probe.asked == ["a.wav"]


def test_a_name_that_is_not_utf_8_is_refused_in_words(taken, calls) -> None:
    folder = calls({"a.wav": b"sound a"})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.wav")).write_bytes(b"sound b")
    (refusal,) = taken(recordings=folder).recordings.refused
    assert refusal.reason == "its name is not UTF-8"
    assert refusal.file.encode("utf-8").endswith(b".wav")


def test_a_missing_folder_is_refused_in_words(taken, tmp_path: Path) -> None:
    (refusal,) = taken(recordings=tmp_path / "none").recordings.refused
    assert refusal.reason == "there is no such folder"


def test_a_second_import_is_unchanged_and_decodes_nothing(taken, calls, held, probe) -> None:
    folder = calls({"a.wav": b"sound a", "b.wav": b"sound b"})
    taken(recordings=folder)
    before = [one.model_dump() for one in held(Recording)]
    report = taken(recordings=folder).recordings
    assert (report.new, report.unchanged, report.changed) == (0, 2, 0)
    assert probe.asked == ["a.wav", "b.wav"]
    assert [one.model_dump() for one in held(Recording)] == before


def test_the_same_content_under_another_name_is_unchanged_and_its_place_kept(taken, calls, held, probe) -> None:
    folder = calls({"a.wav": b"sound a", "copy.wav": b"sound a"})
    report = taken(recordings=folder).recordings
    assert (report.new, report.unchanged, probe.asked) == (1, 1, ["a.wav"])
    taken(recordings=folder)
    (place,) = held(RecordingPath)
    assert (place.recording, place.path) == (held(Recording)[0].id, str(folder / "copy.wav"))


def test_a_recording_that_was_moved_is_found_at_its_new_place(taken, calls, held) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder)
    (folder / "a.wav").rename(folder / "b.wav")
    report = taken(recordings=folder).recordings
    (kept,) = held(Recording)
    assert (report.unchanged, kept.recording_id, kept.path) == (1, "a", str(folder / "b.wav"))
    assert held(RecordingPath)[0].path == str(folder / "a.wav")


def test_changed_content_at_the_same_place_is_a_new_version(taken, calls, held, sha) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder)
    report = taken(recordings=calls({"a.wav": b"sound longer"})).recordings
    (kept,) = held(Recording)
    assert (report.changed, kept.version, kept.sha256) == (1, 2, sha(b"sound longer"))
    assert held(PastVersion)[0].facts["sha256"] == sha(b"sound a")


def test_the_index_tells_id_start_caseworker_and_case(taken, calls, listed, row, held) -> None:
    report = taken(recordings=calls({"a.wav": b"sound a"}), index=listed("recordings.csv", [row()]))
    assert report.refusals == []
    (kept,) = held(Recording)
    assert (kept.recording_id, kept.caseworker_id, kept.case_ref) == ("VR-1", "CW1", "C-1")
    assert kept.started_at == datetime(2009, 9, 14, 23, 30, tzinfo=UTC)
    assert (kept.started_offset_min, kept.call_date) == (0, date(2009, 9, 15))
    assert (kept.indexed_duration_ms, kept.delete_after) == (60_000, date(2010, 11, 14))


def test_files_the_index_does_not_name_are_taken_by_their_path(taken, calls, listed, row, held) -> None:
    folder = calls({"a.wav": b"sound a", "b.wav": b"sound b"})
    report = taken(recordings=folder, index=listed("recordings.csv", [row()])).recordings
    assert (report.new, ids(held)) == (2, ["VR-1", "b"])


def test_an_index_may_name_files_by_path_by_windows_path_or_by_bare_name(taken, calls, listed, row, held) -> None:
    folder = calls({"mon/a.wav": b"sound a", "tue/b.wav": b"sound b", "wed/c.wav": b"sound c"})
    rows = [
        row(file="mon/a.wav"),
        row(recording_id="VR-2", file="tue\\b.wav"),
        row(recording_id="VR-3", file="c.wav"),
    ]
    report = taken(recordings=folder, index=listed("recordings.csv", rows)).recordings
    assert (report.new, report.refused, ids(held)) == (3, [], ["VR-1", "VR-2", "VR-3"])


@pytest.mark.parametrize("file", ["gone.wav", "../secret.wav", "/etc/hosts", "twice.wav"])
def test_an_index_row_without_its_file_is_refused_at_column_file(taken, calls, listed, row, file: str) -> None:
    folder = calls({"a.wav": b"sound a", "x/twice.wav": b"sound 1", "y/twice.wav": b"sound 2"})
    path = listed("recordings.csv", [row(), row(recording_id="VR-2", file=file)])
    (refusal,) = taken(recordings=folder, index=path).recordings.refused
    assert (refusal.file, *where(refusal)) == (str(path), 3, "file", file)


def test_a_file_that_is_not_the_one_listed_is_refused_at_column_sha256(taken, calls, listed, row, held, sha) -> None:
    path = listed("recordings.csv", [row(sha256=sha(b"sound other"))])
    (refusal,) = taken(recordings=calls({"a.wav": b"sound a"}), index=path).recordings.refused
    assert where(refusal) == (2, "sha256", sha(b"sound other"))
    assert held(Recording) == []


def test_the_sha256_of_the_index_may_be_in_capitals(taken, calls, listed, row, sha) -> None:
    path = listed("recordings.csv", [row(sha256=sha(b"sound a").upper())])
    assert taken(recordings=calls({"a.wav": b"sound a"}), index=path).recordings.new == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("start", "2009-09-14T10:31:40"),
        ("duration_s", "long"),
        ("sha256", "abc"),
        ("delete_after", "never"),
        ("recording_id", ""),
        ("file", ""),
    ],
)
def test_a_bad_index_row_is_refused_and_its_file_not_taken_under_another_name(
    taken, calls, listed, row, held, column: str, value: str
) -> None:
    path = listed("recordings.csv", [row() | {column: value}, row(recording_id="VR-2", file="b.wav")])
    files = {"b.wav": b"sound b"} | ({} if column == "file" else {"a.wav": b"sound a"})
    report = taken(recordings=calls(files), index=path).recordings
    (refusal,) = report.refused
    assert where(refusal) == (2, column, value)
    assert ids(held) == ["VR-2"]


def test_a_file_named_twice_by_the_index_is_refused(taken, calls, listed, row) -> None:
    path = listed("recordings.csv", [row(), row(recording_id="VR-2")])
    (refusal,) = taken(recordings=calls({"a.wav": b"sound a"}), index=path).recordings.refused
    assert (where(refusal), refusal.reason) == ((3, "file", "a.wav"), "line 2 names this file already")


def test_an_index_that_cannot_be_read_keeps_every_file_out(taken, calls, listed, held) -> None:
    path = listed("recordings.csv", [{"id": "VR-1", "file": "a.wav"}])
    report = taken(recordings=calls({"a.wav": b"sound a"}), index=path).recordings
    assert [where(refusal) for refusal in report.refused] == [(None, "recording_id", None)]
    assert held(Recording) == []


def test_an_index_alone_finds_its_files_beside_itself(taken, calls, listed, row, tmp_path: Path, held) -> None:
    calls({"a.wav": b"sound a", "other.wav": b"sound b"})
    path = listed("recordings.csv", [row(file="calls/a.wav"), row(recording_id="VR-2", file="calls/no.wav")])
    report = taken(index=path).recordings
    assert (report.new, ids(held)) == (1, ["VR-1"])
    assert where(report.refused[0]) == (3, "file", "calls/no.wav")


def test_a_changed_index_row_is_a_new_version_without_decoding(taken, calls, listed, row, held, probe) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder, index=listed("recordings.csv", [row()]))
    report = taken(recordings=folder, index=listed("recordings.csv", [row(case_ref="C-9")])).recordings
    (kept,) = held(Recording)
    assert (report.changed, kept.version, kept.case_ref, probe.asked) == (1, 2, "C-9", ["a.wav"])
    assert held(PastVersion)[0].facts["case_ref"] == "C-1"


def test_a_folder_taken_again_without_its_index_keeps_what_the_index_told(taken, calls, listed, row, held) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder, index=listed("recordings.csv", [row()]))
    report = taken(recordings=folder).recordings
    assert (report.unchanged, held(Recording)[0].case_ref) == (1, "C-1")


def test_an_index_that_comes_later_gives_the_recording_its_own_id(taken, calls, listed, row, held) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder)
    report = taken(recordings=folder, index=listed("recordings.csv", [row()])).recordings
    (kept,) = held(Recording)
    assert (report.changed, kept.recording_id, kept.version) == (1, "VR-1", 2)
    assert held(PastVersion)[0].facts["recording_id"] == "a"


def test_an_id_that_belongs_to_another_recording_is_refused(taken, calls, listed, row, held, sha) -> None:
    taken(recordings=calls({"a.wav": b"sound a"}), index=listed("recordings.csv", [row()]))
    path = listed("recordings.csv", [row(file="b.wav")])
    (refusal,) = taken(recordings=calls({"b.wav": b"sound b"}, "new"), index=path).recordings.refused
    assert where(refusal) == (2, "recording_id", "VR-1")
    assert held(Recording)[0].sha256 == sha(b"sound a")


def test_an_id_whose_old_file_is_gone_takes_its_new_content(taken, calls, listed, row, held, sha) -> None:
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder, index=listed("recordings.csv", [row()]))
    (folder / "a.wav").unlink()
    path = listed("recordings.csv", [row(file="a.mp3")])
    report = taken(recordings=calls({"a.mp3": b"sound smaller"}), index=path).recordings
    (kept,) = held(Recording)
    assert (report.changed, kept.sha256, kept.path) == (1, sha(b"sound smaller"), str(folder / "a.mp3"))


def test_a_length_that_the_index_tells_otherwise_is_remarked_and_taken(taken, calls, listed, row) -> None:
    path = listed("recordings.csv", [row(duration_s="90")])
    report = taken(recordings=calls({"a.wav": b"sound a"}), index=path).recordings
    assert (report.new, report.remarks) == (1, ["VR-1: the index says 90.0 s, the file holds 60.0 s"])


def test_a_dry_run_counts_recordings_and_writes_nothing(taken, calls, listed, row, held) -> None:
    folder = calls({"a.wav": b"sound a", "copy.wav": b"sound a", "b.wav": b"sound b", "c.wav": b"no"})
    report = taken(recordings=folder, index=listed("recordings.csv", [row()]), dry_run=True).recordings
    assert (report.new, report.unchanged, len(report.refused)) == (2, 1, 1)
    assert (held(Recording), held(RecordingPath)) == ([], [])
    real = taken(recordings=folder, index=listed("recordings.csv", [row()])).recordings
    assert real.as_dict() == report.as_dict()
