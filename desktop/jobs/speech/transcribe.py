"""One call from recording to transcript, chunk by chunk, so that whatever stops it loses at most one chunk.

queue (store.transcriptions) -> the call's samples -> what its channels hold -> the plan -> each chunk heard, put into
words, doubted where there is reason to, committed, told. A `Transcriber` does one call after another with the model
loaded once; it belongs to one thread. The window's lane and the command line use it alike.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, Self

from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import ChannelCheck, check_channels
from desktop.jobs.speech.doubt import with_doubts
from desktop.jobs.speech.engine import Decoding, Sound, Token
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.plan import Plan, Probabilities, key_of, make_plan
from desktop.jobs.speech.read_call import read_call
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.speakers import look_swapped, speaker_on
from desktop.jobs.speech.words import segments
from models.cue_rules import CueRules, shipped
from models.errors import Cancelled, Defect, SteercheckError
from models.recording import Recording
from models.store import Store
from models.transcript import SpokenSegment
from models.transcript_settings import ChannelNotes, remarks_of
from models.transcription import ChunkKey, Run, Standing

Report = Callable[[float, str], None]
Check = Callable[[], None]

SHARE_OF_READING = 0.04
SHARE_OF_PLANNING = 0.16
"""How much of the work on a call is decoding, and then finding the voice; the rest is hearing."""


class Hears(Protocol):
    """What transcribing needs of a listener (jobs/speech/listener)."""

    def voice(self, frames: int, read: Callable[[int, int], Sound], check: Check) -> Probabilities: ...

    def hear(self, sound: Sound, how: Decoding, check: Check) -> list[Token]: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class ChunkDone:
    """A chunk that is in the database: its segments, and how many of the call's chunks are done."""

    recording_id: str
    transcript: str
    chunk: ChunkKey
    segments: tuple[SpokenSegment, ...]
    done: int
    planned: int


@dataclass(frozen=True)
class Made:
    """A whole transcript. `seconds` of work over all runs; `remarks` are sentences on what the channels hold."""

    recording_id: str
    transcript: str
    segments: int
    words: int
    engine: str
    model_sha256: str
    seconds: float
    remarks: tuple[str, ...] = ()
    look_swapped: bool = False


class Transcriber:
    """Makes transcripts of one call after another; the children it starts live until `close`."""

    def __init__(
        self,
        store: Store,
        rules: Callable[[], CueRules] = shipped,
        listen: Callable[[LoadedModel], Hears] = Listener,
        read: Callable[[Recording, Callable[[float], None], Check], Samples] | None = None,
    ) -> None:
        """`rules` are the cues by which swapped channels are noticed. `listen` and `read` are there for tests."""
        self._store = store
        self._rules = rules
        self._listen = listen
        self._reader = RecordingReader()
        self._read = read or (lambda recording, report, check: read_call(store, recording, self._reader, report, check))
        self._loaded: LoadedModel | None = None
        self._listener: Hears | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the children, and with them the model's memory."""
        self._reader.close()
        if self._listener is not None:
            self._listener.close()
        self._listener = self._loaded = None

    def transcribe(
        self,
        standing: Standing,
        recipe: Recipe,
        report: Report,
        check: Check,
        told: Callable[[ChunkDone], None] = lambda _done: None,
    ) -> Made:
        """The whole transcript of a call in the queue. `told` of every chunk once it is committed.

        Raises SpeechFailed, RecordingUnreadable, OutputRefused and DatabaseUnusable, after the queue was told why;
        ChangedElsewhere when another program took the call over; whatever `check` raises (Cancelled), after which the
        call waits again. In every case what was committed stays, and the next run goes on from there.
        """
        runs = self._store.transcriptions
        claim = runs.start(standing.id)
        why: str | None = "Something in Steercheck went wrong with this call. The log has the details."
        try:
            made = self._transcribed(standing, claim, recipe, report, check, told)
            why = None
        except Cancelled:
            why = None
            runs.release(standing.id, claim)
            raise
        except SteercheckError as exc:
            why = why if isinstance(exc, Defect) else exc.message
            raise
        finally:
            if why is not None:
                with contextlib.suppress(SteercheckError):  # the database itself may be what failed
                    runs.fail(standing.id, claim, why)
        return made

    def _transcribed(
        self,
        standing: Standing,
        claim: str,
        recipe: Recipe,
        report: Report,
        check: Check,
        told: Callable[[ChunkDone], None],
    ) -> Made:
        began = time.monotonic()
        recording = self._store.transcriptions.recording(standing.id)
        samples = self._read(recording, lambda share: report(share * SHARE_OF_READING, "reading"), check)
        found = check_channels(samples, check)
        sound = CallSound(samples, found.gains)
        listener = self._listener_for(recipe.loaded)
        plan = self._planned(sound, found, listener, recipe, report, check)
        notes = notes_on(found, plan)
        settings: dict[str, object] = {"recipe": recipe.hearing.recipe, "channels": notes.as_values()}
        run = self._store.transcriptions.begin(standing.id, claim, recipe.hearing, plan.keys, settings)
        call = _Call(run, sound, found, plan, recipe)
        self._hear_chunks(call, listener, began, report, check, told)
        return self._finished(call, notes, settings)

    def _listener_for(self, model: LoadedModel) -> Hears:
        if self._listener is None or self._loaded != model:
            if self._listener is not None:
                self._listener.close()
            self._listener, self._loaded = self._listen(model), model
        return self._listener

    def _planned(
        self,
        sound: CallSound,
        found: ChannelCheck,
        listener: Hears,
        recipe: Recipe,
        report: Report,
        check: Check,
    ) -> Plan:
        def tell(share: float) -> None:
            report(SHARE_OF_READING + share * SHARE_OF_PLANNING, "finding the voices")

        return make_plan(
            sound,
            found,
            lambda frames, read: listener.voice(frames, read, check),
            recipe.voice,
            recipe.join_ms,
            tell,
            check,
        )

    def _hear_chunks(
        self,
        call: "_Call",
        listener: Hears,
        began: float,
        report: Report,
        check: Check,
        told: Callable[[ChunkDone], None],
    ) -> None:
        chunks = call.plan.chunks
        whole = sum(chunk.end - chunk.start for chunk in chunks) or 1
        passed, done, mark = 0, len(call.run.done), began
        before = SHARE_OF_READING + SHARE_OF_PLANNING
        for chunk in chunks:
            key = key_of(chunk)
            report(before + passed / whole * (1 - before), f"{done} of {len(chunks)} stretches")
            passed += chunk.end - chunk.start
            if key in call.run.done:
                continue
            check()
            sound = call.sound.levelled(chunk.channel, chunk.start, chunk.end)
            tokens = listener.hear(sound, call.recipe.decoding, check)
            speaker = speaker_on(chunk.channel, call.found, self._caseworker_channel(call.run))
            spoken = segments(chunk, tokens, sound, speaker, call.recipe.voice.pad_ms)
            said = with_doubts(spoken, call.plan.voice[chunk.channel])
            now = time.monotonic()
            self._store.transcriptions.commit(call.run, key, said, now - mark)
            mark, done = now, done + 1
            told(ChunkDone(call.run.recording_id, call.run.transcript, key, tuple(said), done, len(chunks)))
        report(1.0, "transcribed")

    def _caseworker_channel(self, run: Run) -> int:
        """As it stands now: a person may swap the speakers while the transcript grows."""
        recorded = self._store.transcripts.recorded(run.recording_id)
        return 0 if recorded is None else recorded[2]

    def _finished(self, call: "_Call", notes: ChannelNotes, settings: dict[str, object]) -> Made:
        said = self._store.transcripts.spoken(call.run.transcript)
        swapped = look_swapped(said, self._rules())
        if swapped:
            notes = replace(notes, look_swapped=True)
            settings = settings | {"channels": notes.as_values()}
        self._store.transcriptions.finish(call.run, settings)
        standing = self._store.transcriptions.of(call.run.recording_id)
        return Made(
            call.run.recording_id,
            call.run.transcript,
            len(said),
            sum(len(segment.words) for segment in said),
            call.recipe.engine,
            call.recipe.model_sha256,
            0.0 if standing is None else standing.seconds,
            remarks_of(settings),
            swapped,
        )


@dataclass(frozen=True)
class _Call:
    run: Run
    sound: CallSound
    found: ChannelCheck
    plan: Plan
    recipe: Recipe


def notes_on(found: ChannelCheck, plan: Plan) -> ChannelNotes:
    """What the transcript is to say of its channels."""
    left_out = tuple((place.channel, place.start_ms, place.end_ms) for place in plan.left_out)
    return ChannelNotes(len(found.gains), found.silent, found.same, left_out)
