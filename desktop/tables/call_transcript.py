"""Where the transcript of the open call stands, in the words of the review page."""

from dataclasses import dataclass

from desktop.state.call_transcript import CallTranscript
from desktop.tables import wording
from models.transcript import IMPORTED
from models.transcription import Standing, TranscriptionState

State = TranscriptionState
NOTHING_YET = "Everything else works without one: mark evidence in the waveform, or take the last seconds heard."


@dataclass(frozen=True)
class Offer:
    """What stands where there are no lines yet: `wish` is the word on the button, empty for none; `share` 0 to 1 while
    it is being made."""

    title: str
    words: str
    wish: str = ""
    share: float | None = None


@dataclass(frozen=True)
class Band:
    """What stands above the lines: `wish` as in Offer, `why` says more than there is room for, `swaps` where the button
    swaps the speakers, `asks_who` where the keys that say who speaks are told."""

    words: str
    tone: str = ""
    wish: str = ""
    why: str = ""
    swaps: bool = False
    asks_who: bool = False


def offer_of(call: CallTranscript) -> Offer:
    """For a call without any line to show."""
    standing = call.standing
    if standing is None or standing.state is State.DONE:
        if call.transcript is not None:
            return Offer(
                "Nothing was said", " ".join(call.transcript.remarks) or "No voice was found on this recording."
            )
        return Offer("No transcript yet", NOTHING_YET, "Transcribe")
    title, words, wish = _standing_words(call, standing)
    share = call.queue.share_of(standing) if standing.state is State.RUNNING else None
    return Offer(title, words, wish, share)


def band_of(call: CallTranscript | None, unknown: int) -> Band:
    """For a transcript that is shown; `unknown` of its lines have no speaker."""
    if call is None or call.transcript is None:
        return Band("")
    transcript, standing = call.transcript, call.standing
    if transcript.partial or (standing is not None and standing.state is not State.DONE):
        if standing is None:
            return Band("This transcript ends before the call does.", "warn", "Transcribe the rest")
        title, words, wish = _standing_words(call, standing)
        what = "" if transcript.partial else "A new transcript: "
        tone = {State.FAILED: "bad", State.PAUSED: "warn"}.get(standing.state, "accent")
        return Band(f"{what}{title}. {words}".rstrip(), tone, wish)
    if call.swapped:
        why = "The channels may be the wrong way round: what a caseworker says is found on the other one."
        return Band("Channels swapped?", "warn", "Swap", why, swaps=True)
    if unknown:
        return Band(f"{wording.several(unknown, 'line')} without a speaker", "accent", asks_who=True)
    by = ", ".join(part for part in (transcript.model, transcript.engine) if part)
    return Band(" ".join(("Imported." if transcript.engine == IMPORTED else f"By {by}.", *transcript.remarks)))


def _standing_words(call: CallTranscript, standing: Standing) -> tuple[str, str, str]:
    """Title, words and wish for a call that is not done."""
    queue = call.queue
    share = f"{queue.share_of(standing):.0%}"
    done = standing.chunks_done
    held = queue.why_held.get(standing.id)
    if held is not None:
        return "It waits", held, "Try again"
    if standing.state is State.RUNNING:
        left = queue.seconds_left(standing)
        words = "" if left is None else f"{wording.spoken_length(left)} left."
        if standing.id in queue.pausing:
            return f"Pausing at {share}", "The stretch that is being heard is finished first.", ""
        return f"Transcribing, {share} done", words, "Pause"
    if standing.state is State.WAITING:
        before = queue.before(standing)
        words = "It is next." if not before else f"{wording.several(before, 'call')} before it."
        return (f"Waiting, {share} done" if done else "Waiting"), words, "Do it first" if before else ""
    if standing.state is State.PAUSED:
        return (f"Paused at {share}" if done else "Paused"), "", "Go on"
    return (f"Failed at {share}" if done else "Failed"), standing.why or "", "Try again"
