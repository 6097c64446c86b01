"""Which recording a transcript belongs to."""

import pytest

from models.intake.transcripts.belonging import Belonging
from models.intake.transcripts.told import Unfit

KNOWN = {"VR-1", "VR-2", "VR-3", "sub/call", "1.5"}
FILES = {"call.wav": {"VR-2"}, "call": {"VR-2"}, "twice": {"VR-1", "VR-3"}, "vr-1": {"VR-1"}}


@pytest.fixture
def belonging() -> Belonging:
    return Belonging(KNOWN.__contains__, lambda: FILES)


@pytest.mark.parametrize(
    ("name", "recording_id"),
    [
        ("VR-1.json", "VR-1"),
        ("any/where/VR-1.vtt", "VR-1"),
        ("VR-1.wav.json", "VR-1"),
        ("VR-1.transcript.vtt", "VR-1"),
        ("VR-1.en-GB.srt", "VR-1"),
        ("call.json", "VR-2"),
        ("CALL.wav.vtt", "VR-2"),
        ("sub/call.vtt", "sub/call"),
        ("1.5.txt", "1.5"),
    ],
)
def test_the_files_name_tells_the_recording(belonging: Belonging, name: str, recording_id: str) -> None:
    assert belonging.of(name, None) == recording_id


def test_the_id_inside_comes_before_the_name(belonging: Belonging) -> None:
    assert belonging.of("VR-1.json", "VR-2") == "VR-2"


@pytest.mark.parametrize(
    ("name", "told", "value", "reason"),
    [
        ("VR-1.json", "VR-9", "VR-9", "no recording has this id"),
        ("other.json", None, "other.json", "no recording is called like the file"),
        ("VR-1.2.json", None, "VR-1.2.json", "no recording is called like the file"),
        ("twice.vtt", None, "twice", "several recordings are called so: VR-1, VR-3"),
    ],
)
def test_what_belongs_to_none_or_several_is_refused(belonging, name: str, told, value: str, reason: str) -> None:
    with pytest.raises(Unfit, match=reason) as caught:
        belonging.of(name, told)
    assert (caught.value.column, caught.value.value) == ("recording_id", value)


def test_the_profiles_pattern_tells_it_and_names_it_does_not_fit_are_read_as_usual() -> None:
    belonging = Belonging(KNOWN.__contains__, lambda: FILES, r"\d{8}_(?P<recording_id>.+)_final")
    assert belonging.of("20090914_VR-3_final.vtt", None) == "VR-3"
    assert belonging.of("VR-1.vtt", None) == "VR-1"
    with pytest.raises(Unfit, match="which the file's name tells"):
        belonging.of("20090914_VR-9_final.vtt", None)


def test_the_names_of_all_files_are_asked_for_only_when_needed() -> None:
    asked: list[str] = []
    belonging = Belonging(KNOWN.__contains__, lambda: asked.append("files") or FILES)
    belonging.of("a.json", "VR-1")
    belonging.of("sub/call.vtt", None)
    assert asked == []
    belonging.of("call.vtt", None)
    belonging.of("call.vtt", None)
    assert asked == ["files"]
