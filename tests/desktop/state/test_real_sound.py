"""What really comes out: a playback on a PulseAudio server with a null sink, recorded by parec, against the source.

Nothing here measures how long something took: what was recorded is correlated with what was to be played. Where the
position is held against it, both have the same clock, and the middle of many comparisons counts.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

RATE_HZ = 8000
PLAYER = Path(__file__).with_name("sounding_player.py")
WHOLE_MS = 40
ELSEWHERE = ("STEERCHECK", "PULSE_", "DBUS_", "PIPEWIRE_")
"""Names of the surroundings that would lead to another sound server than the test's own, or to a message bus."""
SWALLOWED = 80
"""Frames a sound server may drop when a stream begins."""

pytestmark = [
    pytest.mark.skipif(
        not all(shutil.which(program) for program in ("pulseaudio", "parec", "pactl")), reason="PulseAudio is missing"
    ),
    pytest.mark.xdist_group("sound"),
]


class Server:
    """A PulseAudio server of this test alone, with one null sink."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp()  # a socket's path may have no more than 107 characters
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(ELSEWHERE)},
            "XDG_RUNTIME_DIR": self.folder,
            "HOME": self.folder,
            "PULSE_SERVER": f"unix:{self.folder}/pulse/native",
            "QT_LOGGING_RULES": "*=false",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (Path(self.folder) / "pulse").mkdir(mode=0o700, exist_ok=True)
        self._process = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
                f"--load=module-native-protocol-unix auth-anonymous=1 socket={self.folder}/pulse/native",
                f"--load=module-null-sink sink_name=heard rate={RATE_HZ} channels=2",
            ],
            env={**self.environment, "PULSE_SERVER": ""}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(1500):  # waits for a process: pactl itself gives up at once while nobody listens
            if self.ask("info").returncode == 0:
                return
            assert self._process.poll() is None
            threading.Event().wait(0.02)
        raise AssertionError("the sound server did not start")

    def load_sink(self) -> None:
        """The null sink once more."""
        words = ("load-module", "module-null-sink", "sink_name=heard", f"rate={RATE_HZ}", "channels=2")
        assert self.ask(*words).returncode == 0

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def ask(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(["pactl", *words], env=self.environment, capture_output=True, check=False)


@dataclass
class Told:
    """What the player told, and what was recorded: int16 (frames, 2), and when each frame was (monotonic seconds)."""

    sound: np.ndarray
    began: float
    positions: list[tuple[float, int]]
    notes: list[str]
    skipped: list[tuple[int, int]]
    heard: list[tuple[int, int, float]]
    devices: list[tuple[str, str]]


class Recorder:
    """parec on the null sink's monitor, with the time each piece came at."""

    def __init__(self, server: Server) -> None:
        self._process = subprocess.Popen(
            [
                "parec", "-d", "heard.monitor", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=2",
                "--latency-msec=5",
            ],
            env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._pieces: list[tuple[float, bytes]] = []
        self._first = threading.Event()
        self._thread = threading.Thread(target=self._record)
        self._thread.start()
        assert self._first.wait(20)

    def _record(self) -> None:
        assert self._process.stdout is not None
        while piece := os.read(self._process.stdout.fileno(), 1 << 16):
            self._pieces.append((time.monotonic(), piece))
            self._first.set()

    @property
    def sound(self) -> np.ndarray:
        """What came up to now."""
        content = b"".join(piece for _, piece in list(self._pieces))
        return np.frombuffer(content[: len(content) // 4 * 4], np.int16).reshape(-1, 2)

    def stop(self) -> tuple[np.ndarray, float]:
        self._process.terminate()
        self._thread.join()
        self._process.wait()
        self._process.stdout.close()
        ends = np.cumsum([len(piece) for _, piece in self._pieces]) / 4 / RATE_HZ
        came = np.array([at for at, _ in self._pieces])
        return self.sound, float(np.min(came - ends))  # no piece comes before it was played


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    one = Server()
    one.start()
    yield one
    one.stop()
    shutil.rmtree(one.folder)


def told_in(folder: Path, heard: np.ndarray, began: float) -> Told:
    told = json.loads((folder / "told.json").read_text())
    return Told(
        heard,
        began,
        [(at, ms) for at, ms in told["positions"]],
        told["notes"],
        [(start, end) for start, end in told["skipped"]],
        [(start, end, speed) for start, end, speed in told["heard"]],
        [(each, name) for each, name in told["devices"]],
    )


@pytest.fixture
def play(server, tmp_path):
    """Plays `sound` by `steps` and gives what came out."""

    def playing(sound: np.ndarray, *steps: tuple[object, ...]) -> Told:
        np.save(tmp_path / "sound.npy", sound.astype(np.int16))
        (tmp_path / "steps.json").write_text(json.dumps(steps))
        recorder = Recorder(server)
        try:
            subprocess.run(
                [sys.executable, str(PLAYER), str(tmp_path)], env=server.environment, check=True, timeout=120
            )
        finally:
            heard, began = recorder.stop()
        return told_in(tmp_path, heard, began)

    return playing


def noise(seconds: float, seed: int) -> np.ndarray:
    """Sound that is like itself at no other place."""
    return np.random.default_rng(seed).normal(0, 4000, round(seconds * RATE_HZ))


def tone(hz: float, seconds: float) -> np.ndarray:
    return 8000 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)


def pitch(sound: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax()) * RATE_HZ / len(sound)


def place_of(piece: np.ndarray, source: np.ndarray) -> int | None:
    """The frame of `source` at which `piece` begins, None where it is not in it."""
    size = 1 << (len(source) + len(piece)).bit_length()
    product = np.fft.irfft(np.fft.rfft(source, size) * np.conj(np.fft.rfft(piece, size)), size)[: len(source)]
    at = int(product.argmax())
    there = source[at : at + len(piece)]
    if len(there) < len(piece) or not np.any(piece):
        return None
    likeness = float(np.dot(there, piece) / (np.linalg.norm(there) * np.linalg.norm(piece) + 1e-9))
    return at if likeness > 0.9 else None


def loud_part(sound: np.ndarray, level: float = 200) -> np.ndarray:
    """From the first to the last loud frame of one channel."""
    loud = np.flatnonzero(np.abs(sound.astype(int)) > level)
    assert len(loud)
    return sound[loud[0] : loud[-1] + 1].astype(float)


def apart_ms(told: Told, source: np.ndarray, ear: int = 0) -> np.ndarray:
    """How far the positions told were from the source frame that came out at that time, at normal speed: ms each."""
    piece = RATE_HZ * WHOLE_MS // 1000
    out = []
    for at, ms in told.positions[5:-5:5]:
        first = round((at - told.began) * RATE_HZ)
        found = place_of(told.sound[first : first + piece, ear].astype(float), source)
        if found is not None:
            out.append(ms - found * 1000 / RATE_HZ)
    return np.array(out)


def test_the_position_told_is_that_of_the_sound_that_comes_out(play):
    """A busy machine can only make the recorder late, never early: the best of three recordings counts."""
    source = np.stack([noise(8, 1), np.zeros(8 * RATE_HZ)])
    middles = []
    while len(middles) < 3 and not any(abs(middle) <= 20 for middle in middles):
        told = play(source, (0.3, "seek_ms", 1234), (0.5, "play"), (3.5, "end"))
        apart = apart_ms(told, source[0])
        assert len(apart) >= 15
        middles.append(float(np.median(apart)))
        first = place_of(loud_part(told.sound[:, 0])[:4000], source[0])
        assert first is not None
        assert 0 <= first - 1234 * RATE_HZ // 1000 <= SWALLOWED
    assert min(map(abs, middles)) <= 20


def test_a_seek_while_playing_goes_to_the_very_sample(play):
    source = np.stack([noise(10, 2), np.zeros(10 * RATE_HZ)])
    told = play(source, (0.5, "play"), (1.5, "seek_ms", 7001), (3.0, "end"))
    played = told.sound[:, 0].astype(float)
    at = np.array([place_of(played[n : n + 800], source[0]) or -1 for n in range(0, len(played) - 800, 400)])
    after = at[at > 6 * RATE_HZ]
    assert len(after) > 10
    begun = 400 * int(np.argmax(at > 56_000))
    piece = played[begun - 1200 : begun + 400]
    windows = sliding_window_view(piece, 200)
    likeness = windows @ source[0, 56_008 + 40 : 56_008 + 240]
    assert likeness.max() > 0.9 * np.dot(*[source[0, 56_048:56_248]] * 2)


@pytest.mark.parametrize("speed", [0.5, 3.0])
def test_at_another_speed_the_pitch_stays_and_the_position_is_that_of_the_sound(play, speed):
    """A tone throughout, for the pitch, in one ear; in the other a burst each second, for the place."""
    bursts = np.zeros(12 * RATE_HZ)
    for second in range(1, 12):
        bursts[second * RATE_HZ - 160 : second * RATE_HZ + 160] = tone(1000, 0.04)
    source = np.stack([tone(440, 12), bursts])
    middles = []
    while len(middles) < 3 and not any(abs(middle) <= 20 for middle in middles):
        told = play(
            source, (0.2, "set_listening", "own_ears"), (0.3, "set_speed", speed), (0.5, "play"), (4.0, "end")
        )  # fmt: skip
        assert pitch(loud_part(told.sound[:, 0])[2000:-2000]) == pytest.approx(440, rel=0.01)
        loud = np.flatnonzero(np.abs(told.sound[:, 1].astype(int)) > 3000)
        groups = np.split(loud, np.flatnonzero(np.diff(loud) > 800) + 1)
        heard = [told.began + (group[0] + group[-1]) / 2 / RATE_HZ for group in groups if len(group)]
        assert len(heard) >= (1 if speed < 1 else 3)
        when, place_ms = (np.array(each) for each in zip(*told.positions, strict=True))
        shown = np.interp(heard, when, place_ms)
        late = (shown - 1000 * np.arange(1, len(heard) + 1)) / speed
        middles.append(float(np.median(late)))  # of the time that passes: what the eye sees beside what the ear hears
    assert min(map(abs, middles)) <= 20


def test_each_ear_hears_whom_it_was_meant_to(play):
    source = np.stack([tone(300, 6), tone(700, 6)])
    told = play(
        source,
        (0.2, "set_listening", "caseworker"), (0.4, "play"),
        (1.4, "set_listening", "nrp"),
        (2.4, "set_listening", "own_ears"),
        (3.6, "end"),
    )  # fmt: skip
    begin = np.flatnonzero(np.abs(told.sound[:, 0].astype(int)) > 200)[0]
    for second, (left_hz, right_hz) in ((0.3, (300, 300)), (1.4, (700, 700)), (2.45, (300, 700))):
        first = begin + round(second * RATE_HZ)
        for ear, hz in enumerate((left_hz, right_hz)):
            assert pitch(told.sound[first : first + 3200, ear].astype(float)) == pytest.approx(hz, rel=0.02)


def test_the_speakers_are_swapped_while_playing(play):
    source = np.stack([tone(300, 6), tone(700, 6)])
    told = play(source, (0.2, "set_listening", "caseworker"), (0.4, "play"), (1.4, "swap_speakers"), (2.8, "end"))
    played = loud_part(told.sound[:, 0])
    assert pitch(played[800:4800]) == pytest.approx(300, rel=0.02)
    assert pitch(played[-4800:-800]) == pytest.approx(700, rel=0.02)
    assert np.abs(np.diff(played)).max() < 2 * 8000 * 2 * np.pi * 700 / RATE_HZ  # no click


def test_a_loop_goes_round_without_a_gap(play):
    source = np.stack([noise(6, 3), np.zeros(6 * RATE_HZ)])
    told = play(source, (0.3, "set_loop", (2000, 2700)), (0.5, "play"), (3.2, "end"))
    played = loud_part(told.sound[:, 0])
    turn = round(0.7 * RATE_HZ)
    first = place_of(played[:2000], source[0])
    assert first is not None
    assert 0 <= first - 2 * RATE_HZ <= SWALLOWED
    once = source[0, 2 * RATE_HZ : 2 * RATE_HZ + turn]
    for begin in range(turn - (first - 2 * RATE_HZ), len(played) - turn, turn):
        round_ = played[begin + 60 : begin + turn - 60]
        assert np.corrcoef(round_, once[60 : turn - 60])[0, 1] > 0.999
    quiet = np.abs(played[: len(played) // 80 * 80]).reshape(-1, 80).max(axis=1)
    assert quiet.min() > 1000


def spoken(seconds: float, seed: int) -> np.ndarray:
    """Noise that rises and falls as speech does."""
    made = noise(seconds, seed)
    return made * np.maximum(0.05, np.sin(np.pi * 4 * np.arange(len(made)) / RATE_HZ) ** 2)


def test_silence_is_passed_over_and_nothing_else(play):
    parts = [spoken(1.5, 4), np.zeros(4 * RATE_HZ), spoken(1.5, 5), np.zeros(6 * RATE_HZ), spoken(1, 6)]
    source = np.stack([np.concatenate(parts), np.zeros(14 * RATE_HZ)])
    told = play(source, (0.3, "set_skip_silence", "both"), (0.5, "play"), (None, "end"))
    assert [start for start, _ in told.skipped] == pytest.approx([1750, 7250], abs=120)
    played = loud_part(told.sound[:, 0], 1000)
    for begin, length in ((0, 1.5), (5.5, 1.5), (13, 1)):
        piece = source[0, round((begin + 0.3) * RATE_HZ) : round((begin + length - 0.3) * RATE_HZ)]
        assert place_of(piece, played) is not None
    silent = sum(end - start for start, end in told.skipped)
    assert len(played) * 1000 / RATE_HZ == pytest.approx(14_000 - silent, abs=250)
    assert [span for span in told.heard if span[2] == 0] == [(*span, 0) for span in told.skipped]


def test_the_device_is_named_and_can_be_chosen(play, server):
    source = np.stack([noise(4, 7), np.zeros(4 * RATE_HZ)])
    told = play(source, (0.3, "choose_device", "heard", "the null sink"), (0.5, "play"), (1.5, "end"))
    assert "heard" in [each for each, _ in told.devices]
    assert place_of(loud_part(told.sound[:, 0])[:2000], source[0]) is not None
    missing = play(source, (0.3, "choose_device", "headset", "Headset"), (0.5, "play"), (1.5, "end"))
    assert missing.notes[-1].startswith("Headset is not connected: playing on ")
    assert place_of(loud_part(missing.sound[:, 0])[:2000], source[0]) is not None


def until(condition, seconds: float = 15) -> None:
    """Waits for another process, looking every twentieth of a second."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def test_a_device_that_is_lost_and_comes_back_plays_on_by_itself(server, tmp_path):
    source = np.stack([noise(60, 8), np.zeros(60 * RATE_HZ)])
    np.save(tmp_path / "sound.npy", source.astype(np.int16))
    (tmp_path / "steps.json").write_text(json.dumps([(0.4, "play")]))
    player = subprocess.Popen([sys.executable, str(PLAYER), str(tmp_path)], env=server.environment)
    recorders = [Recorder(server)]
    try:
        until(lambda: np.count_nonzero(recorders[0].sound) > RATE_HZ // 2)
        assert server.ask("unload-module", "module-null-sink").returncode == 0
        until(lambda: server.ask("list", "short", "sink-inputs").stdout.strip() == b"")
        server.load_sink()
        recorders.append(Recorder(server))
        until(lambda: np.count_nonzero(recorders[1].sound) > RATE_HZ // 2)
        (tmp_path / "stop").touch()
        assert player.wait(30) == 0
    finally:
        player.kill()
        player.wait()
        came = [recorder.stop() for recorder in recorders]
    told = told_in(tmp_path, *came[1])
    assert any("playing silently" in note for note in told.notes[1:-1])
    assert told.notes[-1] == told.notes[0]
    places = [ms for _, ms in told.positions[:-1]]  # the last is the 0 of a call that was let go
    assert places == sorted(places)
    assert place_of(loud_part(told.sound[:, 0])[400:2400], source[0]) is not None
    assert len(told.heard) == 1
