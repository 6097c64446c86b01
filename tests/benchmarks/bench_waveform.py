"""How soon an hour is drawn, from the file and from the cache, how fast it pans, and what 20,000 words cost."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QTextEdit

import resources
from desktop import theme
from desktop.jobs import peaks_file
from desktop.jobs.activity import Activity
from desktop.jobs.peaks import Peaks, PeaksSource, StoredPeaks
from desktop.jobs.read_recording import RecordingHead, RecordingReader
from desktop.jobs.samples import Samples
from desktop.state.transcript_lines import lines_of
from desktop.tables.transcript import TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.transcript_pane import TranscriptPane
from desktop.views.waveform import WaveformView
from desktop.views.waveform_picture import draw
from models.sound_source import SoundSource
from models.transcript import SegmentText, Speaker, TranscriptText, WordText

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MINUTES = 60
RATE_HZ = 8000
KEY = "0" * 64
WIDTH, HEIGHT, RATIO = 1920, 190, 2.0
FRAME_S = 0.016
WORDS = 20_000


@pytest.fixture(scope="session")
def app() -> QApplication:
    found = QApplication.instance() or QApplication([])
    assert isinstance(found, QApplication)
    theme.apply(found, "light", 100)
    return found


@pytest.fixture(scope="session")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration call over and over: 60 minutes, two channels, mu-law."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg makes the recording, and is what we are held against")
    path = tmp_path_factory.mktemp("hour") / "hour.wav"
    call = next(iter(sorted(resources.path("demo/recordings").glob("*.wav"))))
    length = ("-t", str(MINUTES * 60), "-ac", "2", "-ar", str(RATE_HZ), "-c:a", "pcm_mulaw")
    subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", str(call), *length, str(path)], check=True)
    return path


def peaks_from(path: Path, *, stored: StoredPeaks | None = None) -> Peaks:
    """The whole way: a child is started, decodes, and the peaks are taken of what comes."""
    made: list[Peaks] = []

    def started(head: RecordingHead) -> None:
        made.append(Peaks(Samples(head.sound_rate_hz, head.channels), stored))

    def block(frames: np.ndarray) -> None:
        made[0].samples.append(frames)
        made[0].update()

    with RecordingReader() as reader:
        reader.decode(SoundSource(path), started, block)
    made[0].samples.finish()
    made[0].update()
    return made[0]


@pytest.fixture(scope="session")
def decoded(hour: Path) -> Peaks:
    return peaks_from(hour)


@pytest.fixture
def view(app: QApplication, decoded: Peaks) -> Iterator[WaveformView]:
    """An hour with everything on it: tints, evidence, what was heard."""
    activity = Activity(decoded.samples)
    activity.update()
    made = WaveformView()
    made.resize(WIDTH, HEIGHT)
    made.show()
    made.show_peaks(decoded)
    made.set_activity(activity.picture)
    made.set_heard([(at * 100_000, at * 100_000 + 60_000) for at in range(36)])
    yield made
    made.close()


def by_ffmpeg(path: Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-f", "null", "-"], check=True, stdin=subprocess.DEVNULL)


def bench_an_hour_of_mu_law_to_peaks(hour: Path, side_by_side) -> None:
    side_by_side(
        "60 min of mu-law to peaks, child start included",
        lambda: peaks_from(hour),
        ("ffmpeg decoding it to nothing", lambda: by_ffmpeg(hour)),
        at_most=8,
        rounds=3,
    )


def bench_opening_again_from_the_cache(
    app: QApplication, hour: Path, decoded: Peaks, tmp_path: Path, side_by_side
) -> None:
    assert peaks_file.store(KEY, decoded, tmp_path)
    views: list[WaveformView] = []

    def painted(peaks: PeaksSource | None) -> None:
        assert peaks is not None
        made = WaveformView()
        views.append(made)
        made.resize(WIDTH, HEIGHT)
        made.show_peaks(peaks, MINUTES * 60_000)
        assert not made.grab().isNull()

    line = side_by_side(
        "60 min from the peaks cache to a painted waveform",
        lambda: painted(peaks_file.load(KEY, tmp_path)),
        ("the same by decoding", lambda: painted(peaks_from(hour))),
        at_most=0.25,
        rounds=3,
    )
    assert line.ours_s < 0.3


@pytest.mark.parametrize("factor", [1, 60, 72_000], ids=["the whole call", "a minute", "50 ms"])
def bench_a_frame_of_panning_at_twice_the_pixels(view: WaveformView, factor: int, side_by_side) -> None:
    """Zoom and scroll change the same numbers: each frame is painted anew."""
    scene, size, ratio = view._scene, QSize(WIDTH, HEIGHT), RATIO
    scene.scale.show_whole()
    scene.scale.zoom(factor, 1_800_000)
    frames: list[QPixmap | None] = [None]

    def ours() -> None:
        scene.scale.zoom(1.001, 1_800_000)
        scene.scale.scroll(scene.scale.span_ms * 0.01)
        frames[0] = draw(scene, size, ratio, frames[0])

    def lines() -> None:
        """The plain way: a line a column, without tints, marks or smooth edges."""
        picture = QPixmap(size * ratio)
        picture.fill(scene.colours.ground)
        peaks, columns = scene.peaks, round(WIDTH * ratio)
        assert peaks is not None
        rate = peaks.rate_hz / 1000
        edges = np.linspace(scene.scale.start_ms * rate, scene.scale.end_ms * rate, columns + 1).astype(np.int64)
        painter = QPainter(picture)
        for channel, levels in enumerate(peaks.over(edges)):
            painter.setPen(scene.colours.channels[channel])
            middle = HEIGHT * ratio * (channel + 0.5) / 2
            tops, bottoms = middle - levels[:, 1] * 90, middle - levels[:, 0] * 90
            painter.drawLines([QLineF(x, tops[x], x, bottoms[x]) for x in range(columns)])
        painter.end()

    line = side_by_side(
        f"one frame of the waveform, {WIDTH} px at {RATIO:.0%}, x{factor}", ours, ("a line a column", lines), rounds=40
    )
    assert line.ours_s < FRAME_S


@pytest.fixture(scope="session")
def spoken() -> TranscriptText:
    """Twenty thousand words of a vocabulary of four thousand, ten to a line."""
    chance = np.random.default_rng(1)
    vocabulary = ["".join(chance.choice(list("etaoinshrdlu"), size)) for size in chance.integers(2, 11, 4000)]
    segments = []
    for row in range(WORDS // 10):
        start = row * 3000
        said = [vocabulary[min(3999, int(at))] for at in chance.exponential(400, 10)]
        words = tuple(WordText(start + at * 290, start + at * 290 + 250, word, 0.9) for at, word in enumerate(said))
        who = Speaker.CASEWORKER if row % 2 else Speaker.NRP
        text = " ".join(said)
        segments.append(SegmentText(f"s{row}", row, row % 2, who, start, start + 2900, text, text, words))
    return TranscriptText("t", "VR-1", "test", None, tuple(segments))


def bench_opening_twenty_thousand_words(app: QApplication, spoken: TranscriptText, side_by_side) -> None:
    lines = lines_of(spoken)
    html = "".join(f"<p>{line.start_ms} <b>{line.speaker}</b> {line.text}</p>" for line in lines.lines)
    pane, plain = TranscriptPane(TranscriptTable(), ActionTable()), QTextEdit()
    for widget in (pane, plain):
        widget.resize(390, 600)
        widget.show()

    def ours() -> None:
        pane.show_transcript(lines)
        assert not pane.view.viewport().grab().isNull()

    def others() -> None:
        plain.setHtml(html)
        assert not plain.viewport().grab().isNull()

    line = side_by_side("20,000 words opened and painted", ours, ("a QTextEdit", others), at_most=1, rounds=3)
    assert line.ours_s < 0.05


def bench_a_word_of_twenty_thousand_words(app: QApplication, spoken: TranscriptText, side_by_side) -> None:
    """The play head goes on by one word; beside it, a page turned by hand."""
    pane = TranscriptPane(TranscriptTable(), ActionTable())
    pane.resize(390, 600)
    pane.show()
    pane.show_transcript(lines_of(spoken))
    at, bar = [3_000_000], pane.view.verticalScrollBar()
    pane.view.set_position(at[0])

    def word() -> None:
        at[0] += 290
        pane.view.set_position(at[0])
        row, layout = pane.view.shown.line, pane.view.layout_now
        assert row is not None
        assert layout is not None
        pane.view.viewport().grab(QRect(0, layout.tops[row] - bar.value(), 390, layout.line_height(row)))

    def page() -> None:
        bar.setValue((bar.value() + bar.pageStep()) % bar.maximum())
        pane.view.viewport().grab()

    line = side_by_side("a word further in 20,000", word, ("a page further", page), rounds=60)
    assert line.ours_s < FRAME_S
