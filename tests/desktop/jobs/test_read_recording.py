"""Reading recordings by the child process: what is taken, what is refused, and what happens when the child fails."""

import csv
import os
import struct
import sys
import wave
from pathlib import Path

import numpy as np
import psutil
import pytest

from desktop.jobs import sound_track
from desktop.jobs.child import Limits
from desktop.jobs.decode import answer
from desktop.jobs.frames import Frame
from desktop.jobs.read_recording import RecordingHead, RecordingReader
from models.errors import Cancelled, RecordingUnreadable
from models.sound_source import SoundSource
from resources import path as shipped

INDEX = list(csv.DictReader(shipped("demo/recordings.csv").read_text("utf-8").splitlines()))
CODECS = {"ulaw": "pcm_mulaw", "alaw": "pcm_alaw", "gsm": "gsm_ms"}


def demo(name: str) -> Path:
    return shipped("demo/recordings") / name


def decoded(reader: RecordingReader, path: Path) -> tuple[RecordingHead, np.ndarray, list[int]]:
    heads: list[RecordingHead] = []
    blocks: list[np.ndarray] = []
    reader.decode(SoundSource(path), heads.append, blocks.append)
    assert len(heads) == 1
    return heads[0], np.concatenate(blocks, axis=1), [block.shape[1] for block in blocks]


def refusal(reader: RecordingReader, path: Path) -> str:
    with pytest.raises(RecordingUnreadable) as caught:
        reader.probe(SoundSource(path))
    assert caught.value.path == path
    return caught.value.reason


@pytest.mark.parametrize("row", INDEX, ids=lambda row: row["recording_id"])
def test_a_demonstration_call_is_read_as_its_index_describes_it(reader, row):
    facts = reader.probe(SoundSource(demo(row["file"])))
    assert facts.duration_ms == pytest.approx(float(row["duration_s"]) * 1000, abs=100)
    assert (facts.rate_hz, facts.channels) == (int(row["rate"]), int(row["channels"]))
    assert facts.codec == CODECS.get(row["codec"], row["codec"])
    assert facts.size_bytes == demo(row["file"]).stat().st_size
    assert (facts.truncated, facts.note) == (False, "")


@pytest.mark.parametrize("row", INDEX, ids=lambda row: row["recording_id"])
def test_the_samples_of_a_demonstration_call_last_as_long_as_its_probe_says(reader, row):
    head, sound, sizes = decoded(reader, demo(row["file"]))
    assert head.sound_rate_hz == min(int(row["rate"]), 16_000)
    assert sound.dtype == np.int16
    assert sound.shape[0] == head.channels
    assert sound.shape[1] / head.sound_rate_hz == pytest.approx(
        reader.probe(SoundSource(demo(row["file"]))).duration_ms / 1000, abs=0.001
    )
    assert sizes[:-1] == [2 * head.sound_rate_hz] * (len(sizes) - 1)
    assert np.abs(sound.astype(int)).mean() > 50


def test_plain_samples_come_out_exactly_as_they_were_written(reader, make_wav):
    path = make_wav(seconds=5.3)
    with wave.open(str(path)) as file:
        written = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).T
    assert np.array_equal(decoded(reader, path)[1], written)


def test_left_and_right_stay_apart_when_the_rate_is_lowered(reader, tmp_path):
    path = tmp_path / "fast.wav"
    tone = np.zeros((48_000, 2), "<i2")
    tone[:, 1] = 8000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        out.writeframes(tone.tobytes())
    head, sound, _ = decoded(reader, path)
    assert (head.rate_hz, head.sound_rate_hz) == (48_000, 16_000)
    assert sound.shape[1] == pytest.approx(16_000, abs=2)
    assert np.abs(sound[0]).max() == 0
    assert np.abs(sound[1]).max() == pytest.approx(8000, rel=0.02)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"The caller agreed to pay.\n" * 300, "no sound"),
        (bytes(200_000), "no sound"),
        (np.random.default_rng(1).bytes(300_000), "no sound"),
        (b"\xef\xbb\xbf#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\ncall.wav\n", "points to other files"),
        (b"ffconcat version 1.0\nfile call.wav\n", "points to other files"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0@\x1f\0\0\0}\0\0\4\0\x10\0data\0\0\0\0", "no sound"),
    ],
    ids=["empty", "text", "zeros", "garbage", "playlist", "concat", "header-only"],
)
def test_a_file_without_sound_is_refused_in_words(reader, tmp_path, make_wav, content, words):
    make_wav("call.wav")
    path = tmp_path / "call-2.wav"
    path.write_bytes(content)
    assert words in refusal(reader, path)


def test_a_playlist_that_hides_its_first_line_still_reads_no_other_file(reader, tmp_path, make_wav):
    make_wav("call.wav")
    path = tmp_path / "list.m3u8"
    path.write_bytes(b"#\n#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\ncall.wav\n#EXT-X-ENDLIST\n")
    assert "no sound" in refusal(reader, path)


def test_what_is_no_regular_file_is_refused_in_words(reader, tmp_path):
    assert refusal(reader, tmp_path) == "it is a folder"
    assert refusal(reader, tmp_path / "gone.wav") == "it is not there"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and link loops of POSIX")
def test_pipes_devices_and_link_loops_are_refused_without_waiting(reader, tmp_path):
    pipe, loop = tmp_path / "pipe.wav", tmp_path / "loop.wav"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert "device or a pipe" in refusal(reader, pipe)
    assert "device or a pipe" in refusal(reader, Path("/dev/zero"))
    assert "circle" in refusal(reader, loop)


def test_of_more_than_two_channels_the_first_two_are_played_and_it_is_said(reader, make_wav):
    facts = reader.probe(SoundSource(make_wav(channels=5)))
    assert (facts.channels, facts.file_channels) == (2, 5)
    assert facts.note == "it has 5 channels; 1 and 2 are played"


def test_a_name_that_looks_like_a_url_is_only_a_name(reader, make_wav):
    path = make_wav("concat:a|http:b ümlaut.wav" if sys.platform != "win32" else "http ümlaut.wav")
    assert reader.probe(SoundSource(path)).duration_ms == 3000


@pytest.mark.parametrize("declared", [0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_0000, 0])
def test_the_length_is_that_of_the_sound_when_the_header_declares_nonsense(reader, make_wav, declared):
    path = make_wav(seconds=3)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"data") + 4, declared)
    path.write_bytes(content)
    facts = reader.probe(SoundSource(path))
    assert facts.duration_ms == 3000
    assert not facts.truncated
    assert ("length in its header" in facts.note) == (declared == 0x7FFF_0000)


@pytest.mark.parametrize("number", [1, 2, 3, 7], ids=["wav", "mp3", "opus", "gsm"])
def test_a_truncated_file_is_read_as_far_as_it_goes_and_says_so(reader, tmp_path, number):
    row = INDEX[number]
    content = demo(row["file"]).read_bytes()
    path = tmp_path / row["file"]
    path.write_bytes(content[: len(content) // 2 + 3])
    facts = reader.probe(SoundSource(path))
    assert facts.truncated
    assert facts.duration_ms == pytest.approx(float(row["duration_s"]) * 500, rel=0.05)
    assert "ends after" in facts.note or "breaks off" in facts.note


def test_a_truncated_wav_of_plain_samples_says_so_as_well(reader, make_wav):
    path = make_wav(seconds=10)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    facts = reader.probe(SoundSource(path))
    assert facts.truncated
    assert facts.note == "the header speaks of 0:10, the sound ends after 0:05"


def test_a_damaged_stretch_is_passed_over_and_counted(reader, tmp_path):
    row = INDEX[2]
    content = bytearray(demo(row["file"]).read_bytes())
    content[100_000:120_000] = np.random.default_rng(3).bytes(20_000)
    path = tmp_path / "scratched.mp3"
    path.write_bytes(content)
    facts = reader.probe(SoundSource(path))
    assert facts.duration_ms == pytest.approx(float(row["duration_s"]) * 1000, abs=6000)
    assert "damaged" in facts.note


def test_one_child_serves_many_files_and_survives_refusing_some(reader, tmp_path, make_wav):
    good, bad = make_wav(), tmp_path / "bad.wav"
    bad.write_bytes(b"nothing")
    reader.probe(SoundSource(good))
    pid = reader.child_pid
    refusal(reader, bad)
    reader.probe(SoundSource(good))
    assert reader.child_pid == pid


def test_a_child_killed_at_work_costs_one_file_only(reader, make_wav):
    path = make_wav(seconds=120)
    reader.probe(SoundSource(path))
    child = psutil.Process(reader.child_pid)

    def kill(_block: np.ndarray) -> None:
        child.kill()  # once it is gone the reader has no child any more, and psutil takes no number for this process

    with pytest.raises(RecordingUnreadable, match="the decoder was stopped"):
        reader.decode(SoundSource(path), lambda _head: None, kill)
    assert reader.probe(SoundSource(path)).duration_ms == 120_000


def test_a_child_that_died_while_idle_costs_no_file(reader, make_wav):
    path = make_wav()
    reader.probe(SoundSource(path))
    child = psutil.Process(reader.child_pid)
    child.kill()
    child.wait(10)
    assert reader.probe(SoundSource(path)).duration_ms == 3000


@pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP")
def test_a_hung_child_is_killed_after_its_idle_time_and_only_its_file_is_refused(make_wav):
    path = make_wav(seconds=120)
    with RecordingReader(Limits(idle_s=0.4)) as reader:
        hung: list[psutil.Process] = []

        def hang(_block: np.ndarray) -> None:
            if not hung:
                hung.append(psutil.Process(reader.child_pid))
                hung[0].suspend()

        with pytest.raises(RecordingUnreadable, match=r"nothing came of it for 0\.4 seconds"):
            reader.decode(SoundSource(path), lambda _head: None, hang)
        assert not hung[0].is_running()
        assert reader.probe(SoundSource(path)).duration_ms == 120_000


def test_a_file_that_takes_too_long_altogether_is_refused(make_wav):
    path = make_wav(seconds=600)
    with RecordingReader(Limits(whole_s=0.0)) as reader:
        assert "longer than 0 seconds" in refusal(reader, path)


def test_a_file_made_to_decode_slowly_is_refused_in_words(monkeypatch, make_wav):
    monkeypatch.setattr(sound_track, "SLOW_AFTER_S", 0.0)
    monkeypatch.setattr(sound_track, "LEAST_PACE", 10**12)
    told: list[Frame] = []
    answer(Frame("probe", {"path": str(make_wav(seconds=60))}), told.append)
    assert told[-1] == Frame("refused", {"reason": "decoding it takes far longer than a recording does"})


def test_a_child_that_needs_too_much_memory_is_killed(make_wav):
    path = make_wav(seconds=600)
    with RecordingReader(Limits(memory_bytes=8 << 20)) as reader:
        assert "8 MB of memory" in refusal(reader, path)


def test_cancelling_ends_the_child_at_once_and_the_reader_goes_on(reader, make_wav):
    path = make_wav(seconds=120)
    pids: list[int] = []

    def check() -> None:
        if pids:
            raise Cancelled

    with pytest.raises(Cancelled):
        reader.decode(SoundSource(path), lambda _head: None, lambda _block: pids.append(reader.child_pid or 0), check)
    assert not psutil.pid_exists(pids[0])
    assert reader.probe(SoundSource(path)).duration_ms == 120_000


def test_a_fault_in_a_callback_does_not_leave_half_an_answer_behind(reader, make_wav):
    path = make_wav(seconds=60)

    def fault(_block: np.ndarray) -> None:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        reader.decode(SoundSource(path), lambda _head: None, fault)
    assert decoded(reader, path)[1].shape == (2, 480_000)
