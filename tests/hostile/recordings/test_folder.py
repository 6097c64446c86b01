"""A folder as nobody would wish it, taken in whole: what was taken and what was refused, and why, file by file."""

import os
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from desktop.jobs.take_in import take_in_job
from models.intake.profile_folders import find_profile
from models.intake.request import ImportReport, ImportRequest
from models.recording import Recording
from models.store import Store

TAKEN = "taken"
TABLE = {
    "good.wav": TAKEN,
    "good mp3 called.wav": TAKEN,
    "cut.wav": TAKEN,
    "six channels.wav": TAKEN,
    "copy of good.wav": "unchanged",
    "text.wav": "it holds no sound: it is text",
    "picture.wav": "it holds no sound: it is a JPEG picture",
    "archive.wav": "it holds no sound: it is a ZIP archive or an office document",
    "empty.wav": "the file is empty",
    "list.m3u": "it is a list that points to other files, not a recording",
    "raw.ul": "it holds no sound in a form this program knows; if it is sound without a header, "
    "an import profile can say how it is written",
    "link.wav": "a link; links are not followed",
    "loop": "a link; links are not followed",
    "pipe.wav": "not a regular file",
    "terabyte.wav": "it is longer than 6 hours",
}


def hostile_folder(make, folder: Path) -> Path:
    """The files of the table."""
    folder.mkdir()
    good = make.wave(make.mulaw(make.tones(8000, 2)), make.wave_form(7, 8000, 2, 8))
    mp3 = make.encoded("mp3", "libmp3lame", 8000, 1)
    contents = {
        "good.wav": good,
        "good mp3 called.wav": mp3,
        "cut.wav": make.encoded("wav", "adpcm_ima_wav", 8000, 2)[:9000],
        "six channels.wav": make.wave(make.pcm(make.tones(8000, 6), "<i2"), make.wave_form(1, 8000, 6, 16)),
        "copy of good.wav": good,
        "text.wav": b"The caller agreed to pay.\n" * 99,
        "picture.wav": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 9,
        "archive.wav": b"PK\3\4" + mp3,
        "empty.wav": b"",
        "list.m3u": b"#EXTM3U\n#EXTINF:9,\ngood.wav\n",
        "raw.ul": make.mulaw(make.tones(8000, 1)),
        ".hidden.wav": b"nothing",
        "notes.csv": b"a,b\n1,2\n",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "link.wav").symlink_to(folder / "good.wav")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.wav")
    (folder / "terabyte.wav").write_bytes(make.wave(b"\1\0", make.wave_form(1, 8000, 2, 16), told=0xFFFF_FFFF))
    os.truncate(folder / "terabyte.wav", 1 << 40)
    return folder


def imported(store: Store, **parts: object) -> ImportReport:
    request = ImportRequest(**parts)  # type: ignore[arg-type]
    return take_in_job(store, request)(lambda _fraction, _text: None, lambda: None)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and sparse files of POSIX")
def test_a_hostile_folder_is_taken_file_by_file_as_the_table_says(make, store: Store, tmp_path: Path) -> None:
    folder = hostile_folder(make, tmp_path / "calls")
    report = imported(store, recordings=folder).recordings
    with store.database.session() as session:
        known = {Path(one.path).name: one for one in session.exec(select(Recording))}
    refused = {Path(one.file).name: one.reason for one in report.refused}
    met = {name: refused.get(name, TAKEN if name in known else "unchanged") for name in TABLE}
    # of two files with the same content the first by name is the recording, and the other one its second place
    assert {**met, "good.wav": TAKEN, "copy of good.wav": "unchanged"} == TABLE
    assert sorted([met["good.wav"], met["copy of good.wav"]]) == [TAKEN, "unchanged"]
    assert (report.new, report.unchanged, len(refused)) == (4, 1, len(TABLE) - 5)
    assert known["cut.wav"].truncated
    assert (known["six channels.wav"].channels, known["six channels.wav"].file_channels) == (2, 6)


def test_the_shipped_profile_brings_headerless_legs_together(make, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    for at, leg in enumerate(("agent", "customer")):
        sound = make.mulaw(make.tones(8000, 2, 2 + at)[at : at + 1])
        (folder / f"20090914-103140_CW012_VR-88102_{leg}.ul").write_bytes(sound)
    report = imported(store, recordings=folder, profile=find_profile("raw-mulaw-legs", ())).recordings
    assert (report.new, report.refused) == (1, [])
    assert report.remarks == ["VR-88102: the first leg ends 1.0 s earlier, after 0:02; silence follows"]
    found = store.calls.open("VR-88102", None).recording
    assert found is not None
    assert (found.channels, found.duration_ms, found.caseworker_channel) == (2, 3000, 0)
    assert (found.caseworker_id, found.recorder, str(found.call_date)) == ("CW012", "telephone system", "2009-09-14")
