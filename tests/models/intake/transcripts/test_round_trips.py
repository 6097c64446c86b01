"""What `steercheck transcript` writes is read back: JSON and CSV whole, the others but for what they cannot hold."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.intake.request import KindReport
from models.intake.take_transcripts import TranscriptIntake
from models.intake.transcripts.fit import Fitted, Recorded, fitted
from models.intake.transcripts.forms import read_file
from models.intake.transcripts.speakers import Speakers
from models.store import Store
from models.transcript import SegmentText, Speaker, SpokenSegment, TranscriptText, WordText
from models.transcript_formats import FORMATS

LENGTH_MS = 3 * 3_600_000
USUAL = {Speaker.CASEWORKER: 0, Speaker.NRP: 1, Speaker.UNKNOWN: 0}

letters = st.characters(exclude_categories=["Cs", "Cc"])
odd = st.sampled_from(["£", " ", "<b>", "&amp;", "&", "'", '"', ",", ";", ":", "=", "-->", "\n", "\r", "40", "Agent: "])
texts = st.lists(letters | odd, max_size=12).map("".join)
plain_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<{"), min_size=1)
times = st.integers(0, LENGTH_MS)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    first, second = draw(times), draw(times)
    return min(first, second), max(first, second)


@st.composite
def transcripts(draw: st.DrawFn, said: st.SearchStrategy[str] = texts, *, usual: bool = False) -> TranscriptText:
    """Segments in order of time; with `usual`, everybody on their own channel."""
    segments = []
    for start_ms, end_ms in sorted(draw(st.lists(spans(), max_size=8, unique=True))):
        speaker = draw(st.sampled_from(Speaker))
        channel = USUAL[speaker] if usual else draw(st.integers(0, 1))
        text = draw(said)
        words = tuple(
            WordText(*draw(spans()), draw(texts), draw(st.none() | st.floats(0, 1)))
            for _ in range(draw(st.integers(0, 3)))
        )
        segments.append(SegmentText("s", 0, channel, speaker, start_ms, end_ms, text, text, words))
    in_order = sorted(segments, key=lambda one: (one.start_ms, one.channel))
    return TranscriptText("t", "VR-1", draw(texts), draw(st.none() | texts), tuple(in_order))


def spoken(transcript: TranscriptText) -> tuple[SpokenSegment, ...]:
    return tuple(
        SpokenSegment(one.channel, one.speaker, one.start_ms, one.end_ms, one.text, one.words)
        for one in transcript.segments
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written")


def read_back(folder: Path, transcript: TranscriptText, how: str) -> Fitted:
    """Written in the form `how`, and taken in again."""
    path = folder / f"a.{how}"
    path.write_bytes(FORMATS[how](transcript, "a.wav").encode())
    return fitted(read_file(path), Recorded(2, LENGTH_MS), Speakers())


def one_line(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=50, deadline=None)
@given(transcript=transcripts())
def test_json_is_read_back_whole(folder: Path, transcript: TranscriptText) -> None:
    found = read_back(folder, transcript, "json")
    assert (found.segments, found.losses) == (spoken(transcript), [])
    told = read_file(folder / "a.json")
    assert (told.recording_id, told.engine, told.model) == ("VR-1", transcript.engine, transcript.model)


@settings(max_examples=50, deadline=None)
@given(transcript=transcripts())
def test_csv_read_back_and_written_again_is_the_same_file(folder: Path, transcript: TranscriptText) -> None:
    found = read_back(folder, transcript, "csv")
    segments = tuple(
        SegmentText("s", 0, one.channel, one.speaker, one.start_ms, one.end_ms, one.text, one.text, one.words)
        for one in found.segments
    )
    again = FORMATS["csv"](TranscriptText("t", "VR-1", "e", None, segments), "a.wav")
    assert again == FORMATS["csv"](transcript, "a.wav")
    assert [one.text for one in found.segments] == [one.text for one in transcript.segments]


@settings(max_examples=50, deadline=None)
@given(transcript=transcripts())
def test_vtt_keeps_channels_speakers_times_and_text(folder: Path, transcript: TranscriptText) -> None:
    found = read_back(folder, transcript, "vtt")
    assert [(one.channel, one.speaker, one.start_ms, one.end_ms, one.text) for one in found.segments] == [
        (one.channel, one.speaker, one.start_ms, max(one.end_ms, one.start_ms + 1), one_line(one.text))
        for one in transcript.segments
        if one.text.strip()
    ]
    assert "word times not told" in [loss.text for loss in found.losses]


@settings(max_examples=50, deadline=None)
@given(transcript=transcripts(plain_texts, usual=True))
def test_srt_keeps_speakers_times_and_text(folder: Path, transcript: TranscriptText) -> None:
    if not transcript.segments:
        return
    found = read_back(folder, transcript, "srt")
    assert [(one.channel, one.speaker, one.start_ms, one.end_ms, one.text) for one in found.segments] == [
        (one.channel, one.speaker, one.start_ms, max(one.end_ms, one.start_ms + 1), one_line(one.text))
        for one in transcript.segments
        if one.text.strip()
    ]


@settings(max_examples=50, deadline=None)
@given(transcript=transcripts(plain_texts, usual=True))
def test_txt_keeps_speakers_seconds_and_text(folder: Path, transcript: TranscriptText) -> None:
    if not transcript.segments:
        return
    found = read_back(folder, transcript, "txt")
    kept = [
        (one.start_ms // 1000, one.channel, one.speaker, one_line(one.text))
        for one in transcript.segments
        if one.text.strip()
    ]
    read = [(one.start_ms // 1000, one.channel, one.speaker, one.text) for one in found.segments]
    assert sorted(read) == sorted(kept)
    assert "times told to the second only" in [loss.text for loss in found.losses]


@pytest.mark.parametrize(
    ("how", "counts"),
    [("json", (0, 1, 0)), ("csv", (0, 1, 0)), ("vtt", (0, 1, 0)), ("srt", (0, 1, 0)), ("txt", (0, 0, 1))],
)
def test_a_transcript_written_by_the_program_is_known_again(
    demo_store: Store, tmp_path: Path, how: str, counts
) -> None:
    """The true transcripts have neither words nor an engine: only the seconds of plain text are another content."""
    newest = demo_store.transcripts.newest("VR-88102")
    (tmp_path / f"VR-88102.{how}").write_text(FORMATS[how](newest, "a.wav"), encoding="utf-8", newline="")
    outcome = KindReport()
    intake = TranscriptIntake(demo_store.imports, demo_store.transcripts, {}, lambda: None, dry_run=False)
    intake.take(tmp_path / f"VR-88102.{how}", outcome, lambda _fraction, _text: None)
    assert ((outcome.new, outcome.unchanged, outcome.changed), outcome.refused) == (counts, [])
    again = demo_store.transcripts.newest("VR-88102")
    assert [one.text for one in again.segments] == [one.text for one in newest.segments]
