"""A transcript saved as a file: by its ending, whole or not at all, and taken in again as it was."""

from pathlib import Path

import pytest

from desktop.jobs.write_transcript import proposed_name, save_transcript
from models.errors import InputRefused, OutputRefused, UnknownId
from models.intake.request import KindReport
from models.intake.take_transcripts import TranscriptIntake
from models.store import Store
from models.transcript import Speaker, SpokenSegment, TranscriptText, WordText
from models.transcript_formats import FORMATS

SPOKEN = [
    SpokenSegment(
        0,
        Speaker.CASEWORKER,
        1000,
        2500,
        "for tea pounds a week",
        (
            WordText(1000, 1200, "for", 0.9),
            WordText(1200, 1400, "tea", 0.4),
            WordText(1400, 1900, "pounds", 0.8),
            WordText(1900, 2000, "a", 0.99),
            WordText(2000, 2500, "week", None),
        ),
    ),
    SpokenSegment(1, Speaker.NRP, 3000, 3400, "yes", (WordText(3000, 3400, "yes", 0.7),)),
]


@pytest.fixture
def corrected(demo_store: Store) -> Store:
    """VR-88112 with a transcript whose first line is corrected and whose second is the caseworker's now."""
    demo_store.transcripts.add("VR-88112", SPOKEN, "engine", "model")
    first, second = newest(demo_store).segments
    demo_store.transcripts.correct(first.segment, "forty pounds a week", "TL01")
    demo_store.transcripts.assign_speaker(second.segment, Speaker.CASEWORKER, "TL01")
    return demo_store


def newest(store: Store) -> TranscriptText:
    found = store.transcripts.newest("VR-88112")
    assert found is not None
    return found


@pytest.mark.parametrize("how", list(FORMATS))
def test_the_ending_names_the_form(corrected: Store, tmp_path: Path, how: str) -> None:
    target = tmp_path / f"call.{how.upper()}"
    assert save_transcript(corrected, "VR-88112", target) == target
    file = Path(corrected.imports.recording_with_id("VR-88112").path).name
    assert target.read_text(encoding="utf-8") == FORMATS[how](newest(corrected), file)
    assert [path.name for path in tmp_path.glob(".steercheck*")] == []


def test_a_corrected_transcript_comes_back_as_it_reads_with_every_word_and_time(
    corrected: Store, tmp_path: Path
) -> None:
    saved = newest(corrected)
    target = save_transcript(corrected, "VR-88112", tmp_path / "VR-88112.json")
    corrected.transcripts.add("VR-88112", [], "another")
    outcome = KindReport()
    intake = TranscriptIntake(corrected.imports, corrected.transcripts, {}, lambda: None, dry_run=False)
    intake.take(target, outcome, lambda _fraction, _text: None)
    back = newest(corrected)
    assert (outcome.changed, outcome.refused, outcome.remarks) == (1, [], [])
    assert (back.engine, back.model) == ("engine", "model")
    assert [(one.channel, one.speaker, one.start_ms, one.end_ms, one.text, one.words) for one in back.segments] == [
        (one.channel, one.speaker, one.start_ms, one.end_ms, one.text, one.words) for one in saved.segments
    ]
    assert back.segments[0].text == "forty pounds a week"
    assert back.segments[0].words == SPOKEN[0].words


@pytest.mark.parametrize("name", ["call", "call.docx", ".vtt"])
def test_a_name_without_a_known_ending_is_refused(corrected: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputRefused, match=r"end it with \.vtt"):
        save_transcript(corrected, "VR-88112", tmp_path / name)
    assert list(tmp_path.glob("call*")) == []


def test_a_place_that_takes_nothing_leaves_what_stood_there(corrected: Store, tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="the folder does not exist"):
        save_transcript(corrected, "VR-88112", tmp_path / "gone" / "call.vtt")
    (tmp_path / "call.vtt").mkdir()
    with pytest.raises(OutputRefused, match="there is a folder of that name"):
        save_transcript(corrected, "VR-88112", tmp_path / "call.vtt")


def test_without_a_transcript_there_is_nothing_to_save(corrected: Store, tmp_path: Path) -> None:
    from sqlalchemy import text

    with corrected.database.session() as session:
        for table in ("correction", "word", "segment", "transcript"):
            session.execute(text(f"DELETE FROM {table}"))
    with pytest.raises(InputRefused, match="VR-88112 has no transcript"):
        save_transcript(corrected, "VR-88112", tmp_path / "call.vtt")
    with pytest.raises(UnknownId):
        save_transcript(corrected, "VR-1", tmp_path / "call.vtt")


def test_the_proposed_name_fits_every_system() -> None:
    assert proposed_name("VR-88102") == "VR-88102.vtt"
    assert proposed_name('2009/Sep\\a:b"c') == "2009_Sep_a_b_c.vtt"
