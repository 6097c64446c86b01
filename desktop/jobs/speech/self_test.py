"""Whether a speech engine works on this machine, how long an hour of calls takes it, and which one `auto` takes.

A shipped call is heard by the engine in the speech child, both channels, as a real call is: voice, islands, chunks,
hearing. What was found is remembered for the machine, the engine's version and the model, so that choosing an engine
does not cost a test at every start; `steercheck speech check` always tests anew.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import resources
from desktop.jobs.read_recording import RecordingHead, RecordingReader
from desktop.jobs.samples import Block, Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import check_channels
from desktop.jobs.speech.engine import ENGINES, Decoding, Sound, Token
from desktop.jobs.speech.engine_memory import EngineTest, Remembered, version_of
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.plan import Probabilities, make_plan
from desktop.jobs.speech.recipe import Recipe
from models.errors import SpeechFailed
from models.sound_source import SoundSource

Report = Callable[[float, str], None]
Check = Callable[[], None]

CALL = "20090914-091205_CW011_VR-88101.wav"
TRUTH = "VR-88101.json"
SECONDS = 45
"""So much of the call is heard to measure by; some forty words are said in it."""
SECONDS_TO_CHOOSE = 10
"""So much is enough to see whether an engine works."""
PATIENCE_S = 15
"""After so much hearing no further piece is begun, and the rest is reckoned from those that were heard."""


class Hears(Protocol):
    """What a test needs of a listener (jobs/speech/listener)."""

    def load(self, check: Check) -> None: ...

    def voice(self, frames: int, read: Callable[[int, int], Sound], check: Check) -> Probabilities: ...

    def hear(self, sound: Sound, how: Decoding, check: Check) -> list[Token]: ...

    def close(self) -> None: ...


Listen = Callable[[LoadedModel], Hears]


def try_engine(
    recipe: Recipe,
    check: Check,
    report: Report = lambda _fraction, _text: None,
    *,
    seconds: int = SECONDS,
    listen: Listen = Listener,
    clock: Callable[[], float] = time.perf_counter,
) -> EngineTest:
    """Hear the shipped call with one engine. Raises only what `check` raises: a failure is a finding."""
    name, version = recipe.engine, version_of(recipe.engine)
    if version is None:
        return EngineTest(name, None, False, "it is not installed", _mend(name, "not installed"))
    report(0.0, f"{name}: loading the model")
    listener = listen(recipe.loaded)
    try:
        begun = clock()
        listener.load(check)
        loaded = clock()
        samples = spoken_call(seconds, check)
        heard = _heard(listener, samples, recipe, check, lambda s: report(0.1 + 0.9 * s, f"{name}: listening"), clock)
    except SpeechFailed as exc:
        why, _, advice = exc.reason.partition("; choose ")
        return EngineTest(name, version, False, why, f"Choose {advice}." if advice else _mend(name, why))
    finally:
        listener.close()
    length_s = samples.duration_ms / 1000
    minutes = round(heard.seconds / length_s * 60, 1) if seconds >= SECONDS else None
    share = _share(_words_said(length_s), heard)
    found = EngineTest(name, version, bool(heard.words), "", "", minutes, round(loaded - begun, 1), share)
    if not heard.words:
        why = "it heard no word in a call where people speak"
        return replace(found, why=why, mend=_mend(name, why))
    return found


def engine_for(
    recipe: Recipe,
    check: Check,
    memory: Path | None,
    *,
    listen: Listen = Listener,
    now: Callable[[], float] = time.time,
) -> str:
    """The engine `auto` takes for a recipe's model: the first that passes, tested only if nothing is remembered of it.

    Raises SpeechFailed naming why none passes.
    """
    known = Remembered(memory, now)
    failures: list[str] = []
    for name in ENGINES:
        before = known.of(name, recipe.model_sha256)
        test = before or try_engine(replace(recipe, engine=name), check, seconds=SECONDS_TO_CHOOSE, listen=listen)
        if before is None:
            known.keep(test, recipe.model_sha256)
        if test.passed:
            return name
        failures.append(f"{name}: {test.why}")
    raise SpeechFailed(
        f"no speech engine works with {recipe.model.name} on this machine ({'; '.join(failures)}); "
        "steercheck speech check tells what to do"
    )


def spoken_call(seconds: int, check: Check) -> Samples:
    """The beginning of a shipped call, both channels. Raises RecordingUnreadable."""
    made: list[Samples] = []
    most = [0]

    def started(head: RecordingHead) -> None:
        made.append(Samples(head.sound_rate_hz, head.channels))
        most[0] = seconds * head.sound_rate_hz

    def take(block: Block) -> None:
        made[0].append(block[:, : max(0, most[0] - made[0].frames)])

    with RecordingReader() as reader:
        reader.decode(SoundSource(resources.path(f"demo/recordings/{CALL}")), started, take, check)
    made[0].finish()
    return made[0]


@dataclass(frozen=True)
class _Heard:
    """Words heard, the share of the call they are from, and the seconds the whole would take."""

    words: list[str]
    share: float
    seconds: float


def _heard(
    listener: Hears,
    samples: Samples,
    recipe: Recipe,
    check: Check,
    report: Callable[[float], None],
    clock: Callable[[], float],
) -> _Heard:
    """Both channels, as far as PATIENCE_S allows."""
    begun = clock()
    found = check_channels(samples, check)
    sound = CallSound(samples, found.gains)
    plan = make_plan(
        sound,
        found,
        lambda frames, read: listener.voice(frames, read, check),
        recipe.voice,
        recipe.join_ms,
        lambda share: report(0.2 * share),
        check,
    )
    words: list[str] = []
    planned, done = clock(), 0
    for chunk in plan.chunks:
        tokens = listener.hear(sound.levelled(chunk.channel, chunk.start, chunk.end), recipe.decoding, check)
        words += _plain(b"".join(token.text for token in tokens).decode("utf-8", "replace"))
        done += 1
        report(0.2 + 0.8 * done / len(plan.chunks))
        if clock() - planned > PATIENCE_S:
            break
    share = done / max(1, len(plan.chunks))
    return _Heard(words, share, planned - begun + (clock() - planned) / (share or 1))


def _words_said(seconds: float) -> list[str]:
    told = json.loads(resources.path(f"demo/truth/{TRUTH}").read_text(encoding="utf-8"))
    return [word for part in told["segments"] if part["end"] <= seconds for word in _plain(part["text"])]


def _share(said: list[str], heard: _Heard) -> float:
    """How many of the words said are among the words heard, each counted once, in no order; of those of the pieces
    that were heard at all, where not all were."""
    left = list(heard.words)
    found = 0
    for word in said:
        if word in left:
            left.remove(word)
            found += 1
    return min(1.0, round(found / max(1.0, len(said) * heard.share), 2))


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9£']+", text.lower())


def _mend(engine: str, why: str) -> str:
    other = next(name for name in ENGINES if name != engine)
    if "installed" in why:
        return (
            "The other engine is enough; make test builds this one from source where a compiler is at hand."
            if engine == "whisper-cpp-python"
            else "Set the program up again: remove .venv, then make run."
        )
    if "model" in why or "no word" in why:
        return f"Choose another model, or the engine {other} if that works with this one."
    return f"Choose the engine {other} in Settings."
