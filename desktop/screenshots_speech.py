"""Transcripts being made: the queue in all its states, and the review page while a transcript grows.

The states are told to the pages by the state's own signals, as they would be on the way: no engine runs here.
"""

from collections.abc import Callable
from dataclasses import replace

from desktop.screenshots_studio import Scene, Studio
from desktop.state.pace import Pace
from desktop.state.queue_rows import QueueRows
from desktop.state.transcribing import Transcribing, Working
from desktop.state.transcript_lines import lines_of
from desktop.views.review_page import ReviewPage
from desktop.views.transcribing_page import TranscribingPage
from models.transcript import Doubt, SegmentText, Speaker
from models.transcript_settings import ChannelNotes
from models.transcription import Standing, TranscriptionState

State = TranscriptionState
DONE, FAILED, RUNNING, PAUSED = "VR-88101", "VR-88102", "VR-88105", "VR-88106"
KILLED = "The transcript could not be made: the speech process was stopped: ended by signal 9."
NO_MODEL = "No speech model is set up. Bring one on a disk and add it in the settings."
ENGINE, MODEL = "pywhispercpp", "ggml-small.en.bin"
DOUBTS = {2: (Doubt.UNSURE,), 4: (Doubt.NO_VOICE, Doubt.REPEATED)}


def _queue(studio: Studio) -> Transcribing:
    found = studio.window.findChild(Transcribing)
    assert found is not None
    return found


def _page(studio: Studio) -> TranscribingPage:
    found = studio.window.page("transcribing")
    assert isinstance(found, TranscribingPage)
    return found


def _standing(studio: Studio, at: int, recording_id: str) -> Standing:
    """How a call may stand, by its id."""
    store = studio.store
    recording = store.calls.open(recording_id, None).recording
    assert recording is not None
    waiting = Standing(
        *(recording_id, recording_id, State.WAITING, at, None, None, None, None, 0, 0.0, None, "TL01"),
        *(store.clock.now(), None, None, recording.duration_ms, recording.caseworker_id, recording.started_at),
    )
    begun = replace(waiting, engine=ENGINE, model=MODEL, chunks_planned=40)
    return {
        DONE: replace(begun, state=State.DONE, transcript=DONE, chunks_done=40, seconds=21.0),
        FAILED: replace(begun, state=State.FAILED, chunks_done=12, why=KILLED),
        RUNNING: replace(begun, state=State.RUNNING, chunks_done=17),
        PAUSED: replace(begun, state=State.PAUSED, chunks_done=10),
    }.get(recording_id, waiting)


def _tell(studio: Studio, recordings: tuple[str, ...]) -> Transcribing:
    queue = _queue(studio)
    rows = [_standing(studio, at, name) for at, name in enumerate(recordings)]
    left_out = ((1, 9_000, 13_000), (1, 41_000, 45_200))
    ordered = [row for row in rows if row.state is not State.DONE] + [row for row in rows if row.state is State.DONE]
    queue.rows = QueueRows(tuple(ordered), {DONE: ChannelNotes(2, left_out=left_out)})
    queue._by_recording = {row.recording_id: row for row in rows}
    moments = [0.0]
    queue.pace = Pace(lambda: moments[0])
    moments[0] = 10.0
    queue.pace.tell(30_000, 900_000)
    return queue


def _empty(studio: Studio) -> None:
    studio.show("transcribing")


def _working(studio: Studio) -> None:
    studio.show("transcribing")
    studio.wait()
    queue = _tell(studio, studio.store.transcriptions.recordings())
    queue.now = Working(RUNNING, RUNNING, 0.43, "17 of 40 stretches")
    queue.changed.emit()
    page = _page(studio)
    page.view.go_to(0)
    page.focus_list()


def _held(studio: Studio) -> None:
    queue = _queue(studio)
    queue.now = None
    queue.why_held = {row.id: NO_MODEL for row in queue.rows.in_state(State.WAITING, State.RUNNING)}
    queue.changed.emit()


def _growing(studio: Studio) -> None:
    _queue(studio).why_held = {}
    page = studio.open(RUNNING, None)
    queue = _tell(studio, (RUNNING,))
    queue.now = Working(RUNNING, RUNNING, 0.43, "17 of 40 stretches")
    _show(page, lambda at, one: one if at < 9 else None, partial=True)
    queue.changed.emit()


def _doubtful(studio: Studio) -> None:
    page = _quiet(studio, FAILED)
    _show(page, lambda at, one: replace(one, doubts=DOUBTS.get(at, ())))
    page.transcript.line_hands.next_doubt(1)


def _unknown(studio: Studio) -> None:
    page = _quiet(studio, "VR-88109")
    said = (Speaker.CASEWORKER, Speaker.NRP, Speaker.CASEWORKER)
    _show(page, lambda at, one: replace(one, speaker=said[at] if at < len(said) else Speaker.UNKNOWN))


def _quiet(studio: Studio, recording_id: str) -> ReviewPage:
    """A call on the desk, and nothing in the queue."""
    queue = _queue(studio)
    queue.now = None
    queue.rows, queue._by_recording = QueueRows(), {}
    return studio.open(recording_id, None)


def _show(page: ReviewPage, change: Callable[[int, SegmentText], SegmentText | None], *, partial: bool = False) -> None:
    """The call's transcript with its lines changed, or left out."""
    transcript = None if page.open_call.file is None else page.open_call.file.transcript
    assert transcript is not None
    changed = (change(at, one) for at, one in enumerate(transcript.segments))
    shown = replace(transcript, segments=tuple(one for one in changed if one is not None), partial=partial)
    page.open_call.lines = lines_of(shown)
    page.transcript.show_transcript(page.open_call.lines)
    page.open_call.take_transcript(shown, page.open_call.lines)


SPEECH_SCENES: dict[str, Scene] = {
    "transcripts_empty": _empty,
    "transcripts": _working,
    "transcripts_held": _held,
    "review_transcribing": _growing,
    "review_doubtful": _doubtful,
    "review_speakers": _unknown,
}
