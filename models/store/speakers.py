"""Which channel of a recording is the caseworker's, as a person said; its transcripts go along.

Between the open call (whose person hears that the speakers are the wrong way round) and the database. What a person
said of the speaker of a single line stays: it was said of that line.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, update
from sqlmodel import Session

from models.database import Database
from models.errors import UnknownId
from models.recording import Recording
from models.store.tables import table_of
from models.store.transcripts import content_hash, spoken_segments
from models.transcript import Segment, Speaker, SpokenSegment, Transcript
from models.transcript_settings import notes_of

_SEGMENT = table_of(Segment)
_TRANSCRIPT = table_of(Transcript)
OTHER = {Speaker.CASEWORKER: Speaker.NRP, Speaker.NRP: Speaker.CASEWORKER}


class SpeakerStore:
    """The speakers of recordings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_caseworker_on(self, recording: str, channel: int) -> Recording:
        """The caseworker of this recording (row id) is on `channel` from now on, 0 or 1.

        Each of its transcripts in which most lines then contradict their channels has its speakers swapped, so that
        doing it twice leaves everything as it was. Raises UnknownId, and ValueError for a channel there is not.
        """
        with self._database.session() as session:
            row = session.get(Recording, recording)
            if row is None:
                raise UnknownId("recording", recording)
            if not 0 <= channel < min(2, row.channels):
                raise ValueError(f"channel {channel} of {row.channels}")
            row.caseworker_channel = channel
            session.add(row)
            columns = (_TRANSCRIPT.c[name] for name in ("id", "engine", "model", "settings"))
            of_it = _TRANSCRIPT.c.recording == recording
            for transcript, engine, model, settings in session.execute(select(*columns).where(of_it)).all():
                segments = spoken_segments(session, transcript)
                if not _contradicts(segments, channel):
                    continue
                _swap(session, transcript)
                swapped = content_hash(_swapped(segments), engine, model)
                this = _TRANSCRIPT.c.id == transcript
                whole = this & _TRANSCRIPT.c.partial.is_(False)
                session.execute(update(_TRANSCRIPT).where(whole).values(content_sha256=swapped))
                if (notes := notes_of(settings)) is not None:  # whatever was suggested was decided by this
                    decided = settings | {"channels": replace(notes, look_swapped=False).as_values()}
                    session.execute(update(_TRANSCRIPT).where(this).values(settings=decided))
        return row


def _contradicts(segments: Sequence[SpokenSegment], channel: int) -> bool:
    """Whether most lines stand on another channel than their speaker's."""
    known = [segment for segment in segments if segment.speaker in OTHER]
    wrong = sum((segment.channel == channel) != (segment.speaker is Speaker.CASEWORKER) for segment in known)
    return 2 * wrong > len(known)


def _swapped(segments: Sequence[SpokenSegment]) -> list[SpokenSegment]:
    return [replace(one, speaker=OTHER.get(one.speaker, one.speaker)) for one in segments]


def _swap(session: Session, transcript: str) -> None:
    of_it = (_SEGMENT.c.transcript == transcript) & _SEGMENT.c.speaker.in_([str(speaker) for speaker in OTHER])
    rows = session.execute(select(_SEGMENT.c.id, _SEGMENT.c.speaker).where(of_it)).all()
    for speaker, other in OTHER.items():
        ids = [segment for segment, said in rows if said == speaker]
        for at in range(0, len(ids), 500):
            chosen = _SEGMENT.c.id.in_(ids[at : at + 500])
            session.execute(update(_SEGMENT).where(chosen).values(speaker=other.value))
