"""Transcripts in the database: adding one, reading the newest as it is corrected, and correcting.

Import and the speech engines add; the review page, the cues and `steercheck transcript` read. "Newest" goes by row id
(UUIDv7, the real time), since the working date can be set and would then stand still.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from models.clock import Clock
from models.columns import new_id
from models.database import Database
from models.errors import UnknownId
from models.recording import Recording
from models.store.segment_rows import add_segments
from models.store.tables import table_of
from models.transcript import (
    Correction,
    Hand,
    Segment,
    SegmentText,
    Speaker,
    SpokenSegment,
    Transcript,
    TranscriptText,
    Word,
    WordText,
    doubts_of,
)
from models.transcript_settings import remarks_of
from models.transcription import Hearing

_RECORDING = table_of(Recording)
_TRANSCRIPT = table_of(Transcript)
_SEGMENT = table_of(Segment)
_WORD = table_of(Word)
_CORRECTION = table_of(Correction)


def content_hash(segments: Sequence[SpokenSegment], engine: str, model: str | None) -> str:
    """SHA-256 over everything a transcript says and who says so: equal transcripts have equal hashes."""
    told = [
        [one.channel, one.speaker, one.start_ms, one.end_ms, one.text, [_facts(word) for word in one.words]]
        for one in segments
    ]
    spoken = json.dumps([engine, model, told], ensure_ascii=False)
    return hashlib.sha256(spoken.encode()).hexdigest()


class TranscriptStore:
    """Transcripts, and the corrections above them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def newest(self, recording_id: str) -> TranscriptText | None:
        """The newest whole transcript of a recording with its corrections, else the one that grows; None without one.
        Raises UnknownId."""
        with self._database.session() as session:
            recording = _recording(session, recording_id)
            found = session.execute(
                select(*(_TRANSCRIPT.c[name] for name in ("id", "engine", "model", "partial", "settings")))
                .where(_TRANSCRIPT.c.recording == recording)
                .order_by(_TRANSCRIPT.c.partial, _TRANSCRIPT.c.id.desc())
                .limit(1)
            ).first()
            if found is None:
                return None
            transcript, engine, model, partial, settings = found
            of_it = _SEGMENT.c.transcript == transcript
            words = words_of(session, of_it)
            texts, speakers = _corrections(session, of_it)
            columns = [
                _SEGMENT.c[name]
                for name in ("id", "position", "channel", "speaker", "start_ms", "end_ms", "text", "doubt")
            ]
            rows = session.execute(select(*columns).where(of_it).order_by(_SEGMENT.c.position)).all()
        segments = tuple(
            SegmentText(
                segment,
                position,
                channel,
                Speaker(speakers.get(segment, (speaker, None))[0]),
                start_ms,
                end_ms,
                texts.get(segment, (text, None))[0],
                text,
                tuple(words.get(segment, ())),
                doubts_of(doubt),
                _hand(texts.get(segment), text),
                _hand(speakers.get(segment), speaker),
            )
            for segment, position, channel, speaker, start_ms, end_ms, text, doubt in rows
        )
        return TranscriptText(transcript, recording_id, engine, model, segments, partial, remarks_of(settings))

    def spoken(self, transcript: str) -> list[SpokenSegment]:
        """A transcript (row id) as it was recognised or imported, without corrections, in order of time."""
        with self._database.session() as session:
            return spoken_segments(session, transcript)

    def made_by(self, recording_id: str) -> Hearing | None:
        """By what the newest whole transcript was made here; None without one, and for one that was imported."""
        columns = (_TRANSCRIPT.c[name] for name in ("engine", "model", "model_sha256", "settings"))
        with self._database.session() as session:
            found = session.execute(
                select(*columns)
                .join(_RECORDING, _RECORDING.c.id == _TRANSCRIPT.c.recording)
                .where((_RECORDING.c.recording_id == recording_id) & _TRANSCRIPT.c.partial.is_(False))
                .order_by(_TRANSCRIPT.c.id.desc())
                .limit(1)
            ).first()
        if found is None or found.model_sha256 is None or not isinstance(found.settings, dict):
            return None
        return Hearing(found.engine, found.model, found.model_sha256, found.settings.get("recipe", {}))

    def has(self, recording_id: str, content_sha256: str | None = None) -> bool:
        """Whether the recording has a transcript; with `content_sha256`, one with exactly this content."""
        known = (
            select(_TRANSCRIPT.c.id)
            .join(_RECORDING, _RECORDING.c.id == _TRANSCRIPT.c.recording)
            .where(_RECORDING.c.recording_id == recording_id)
        )
        if content_sha256 is not None:
            known = known.where(_TRANSCRIPT.c.content_sha256 == content_sha256)
        with self._database.session() as session:
            return session.execute(known.limit(1)).first() is not None

    def recorded(self, recording_id: str) -> tuple[int, int, int] | None:
        """Channels, length in milliseconds and the caseworker's channel of a recording; None for an unknown one."""
        columns = (_RECORDING.c[name] for name in ("channels", "duration_ms", "caseworker_channel"))
        with self._database.session() as session:
            row = session.execute(select(*columns).where(_RECORDING.c.recording_id == recording_id)).first()
        return None if row is None else (row[0], row[1], row[2])

    def legs(self, recording_id: str) -> tuple[str, str] | None:
        """The files of a call that was recorded as two, channel 0 first; None for a call in one file."""
        columns = (_RECORDING.c.path, _RECORDING.c.second_path)
        with self._database.session() as session:
            row = session.execute(select(*columns).where(_RECORDING.c.recording_id == recording_id)).first()
        return None if row is None or row[1] is None else (row[0], row[1])

    def recording_files(self) -> list[tuple[str, str]]:
        """The recording_id of every recording with the path of its file; once more with that of its second leg."""
        found: list[tuple[str, str]] = []
        with self._database.session() as session:
            for recording_id, *paths in session.execute(
                select(_RECORDING.c.recording_id, _RECORDING.c.path, _RECORDING.c.second_path)
            ):
                found.extend((recording_id, path) for path in paths if path is not None)
        return found

    def add(
        self,
        recording_id: str,
        segments: Sequence[SpokenSegment],
        engine: str,
        model: str | None = None,
        *,
        model_sha256: str | None = None,
        settings: object = None,
    ) -> str:
        """Keep a transcript; it is the newest from now on. Returns its row id. Raises UnknownId."""
        ordered = sorted(segments, key=lambda segment: (segment.start_ms, segment.channel))
        transcript = new_id()
        with self._database.session() as session:
            session.add(
                Transcript(
                    id=transcript,
                    recording=_recording(session, recording_id),
                    engine=engine,
                    model=model,
                    model_sha256=model_sha256,
                    settings=settings,
                    content_sha256=content_hash(ordered, engine, model),
                    created_at=self._clock.now(),
                )
            )
            session.flush()
            add_segments(session, transcript, list(enumerate(ordered)))
        return transcript

    def correct(self, segment: str, text: str, author: str) -> None:
        """From now on the segment (row id) reads `text`; what was recognised stays beneath. Raises UnknownId."""
        self._correct(segment, author, text, None)

    def assign_speaker(self, segment: str, speaker: Speaker, author: str) -> None:
        """From now on the segment (row id) is this speaker's. Raises UnknownId."""
        self._correct(segment, author, None, speaker)

    def _correct(self, segment: str, author: str, text: str | None, speaker: Speaker | None) -> None:
        with self._database.session() as session:
            if session.execute(select(_SEGMENT.c.id).where(_SEGMENT.c.id == segment)).first() is None:
                raise UnknownId("transcript segment", segment)
            session.add(
                Correction(segment=segment, text=text, speaker=speaker, author=author, made_at=self._clock.now())
            )


def _recording(session: Session, recording_id: str) -> str:
    found = select(_RECORDING.c.id).where(_RECORDING.c.recording_id == recording_id)
    row: str | None = session.execute(found).scalar()
    if row is None:
        raise UnknownId("recording", recording_id)
    return row


def _facts(word: WordText) -> list[object]:
    return [word.start_ms, word.end_ms, word.text, word.probability]


def words_of(session: Session, of_it: ColumnElement[bool]) -> dict[str, list[WordText]]:
    """The words of each segment (row id), in order."""
    columns = [_WORD.c[name] for name in ("segment", "start_ms", "end_ms", "text", "probability")]
    joined = select(*columns).join(_SEGMENT, _SEGMENT.c.id == _WORD.c.segment).where(of_it)
    words: defaultdict[str, list[WordText]] = defaultdict(list)
    for segment, *word in session.execute(joined.order_by(_WORD.c.segment, _WORD.c.position)):
        words[segment].append(WordText(*word))
    return words


def spoken_segments(session: Session, transcript: str) -> list[SpokenSegment]:
    """A transcript (row id) as it was recognised or imported, in order of time."""
    of_it = _SEGMENT.c.transcript == transcript
    words = words_of(session, of_it)
    columns = [_SEGMENT.c[name] for name in ("id", "channel", "speaker", "start_ms", "end_ms", "text", "doubt")]
    return [
        SpokenSegment(
            channel, Speaker(speaker), start_ms, end_ms, text, tuple(words.get(segment, ())), doubts_of(doubt)
        )
        for segment, channel, speaker, start_ms, end_ms, text, doubt in session.execute(
            select(*columns).where(of_it).order_by(_SEGMENT.c.position)
        )
    ]


_Said = dict[str, tuple[str, Hand]]


def _hand(said: tuple[str, Hand] | None, recognised: str) -> Hand | None:
    """Whose word it is that something reads otherwise than it was recognised; None where it does not."""
    return None if said is None or said[0] == recognised else said[1]


def _corrections(session: Session, of_it: ColumnElement[bool]) -> tuple[_Said, _Said]:
    """What each corrected segment (row id) reads now, and whose it is, by whose hand: the newest word on either."""
    columns = [_CORRECTION.c[name] for name in ("segment", "text", "speaker", "author", "made_at")]
    joined = select(*columns).join(_SEGMENT, _SEGMENT.c.id == _CORRECTION.c.segment).where(of_it)
    texts: _Said = {}
    speakers: _Said = {}
    for segment, text, speaker, author, made_at in session.execute(joined.order_by(_CORRECTION.c.id)):
        if text is not None:
            texts[segment] = (text, Hand(author, made_at))
        if speaker is not None:
            speakers[segment] = (speaker, Hand(author, made_at))
    return texts, speakers
