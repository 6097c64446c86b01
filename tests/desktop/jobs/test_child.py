"""The child process itself: its frames, its start, and its end when the program is gone."""

import io
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop.jobs import child
from desktop.jobs.child import Child, Limits
from desktop.jobs.frames import LENGTHS, BrokenStream, Frame, read_frame, write_frame
from models.errors import ChildFailed

OWNER = """
import sys, time
from desktop.jobs.child import Child, Limits
one = Child("recordings", Limits())
print(one.pid, flush=True)
sys.stdin.read()
"""


def never() -> None:
    pass


def test_a_frame_comes_back_as_it_was_sent():
    pipe = io.BytesIO()
    sent = [Frame("head", {"text": "ü\udcff", "n": 3, "yes": True}), Frame("block", {}, b"\0\1" * 9)]
    for frame in sent:
        write_frame(pipe, frame)
    pipe.seek(0)
    assert [read_frame(pipe), read_frame(pipe), read_frame(pipe)] == [*sent, None]


@pytest.mark.parametrize(
    "content",
    [b"\0\0\0", LENGTHS.pack(5, 0) + b"{}", LENGTHS.pack(2, 0) + b"no", LENGTHS.pack(2, 0) + b"[]", b"\xff" * 99],
    ids=["short lengths", "short header", "no JSON", "no kind", "huge"],
)
def test_what_is_no_whole_frame_is_refused(content):
    with pytest.raises(BrokenStream):
        read_frame(io.BytesIO(content))


def test_a_field_of_another_type_is_refused():
    frame = Frame("done", {"n": "three"})
    with pytest.raises(BrokenStream, match="n is not a whole number"):
        frame.number("n")


def test_a_frozen_program_starts_itself_and_a_source_tree_its_package(monkeypatch):
    assert child.command("recordings", Limits()) == [
        sys.executable,
        "-m",
        "desktop",
        "child",
        "recordings",
        "1073741824",
    ]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.command("recordings", Limits()) == [sys.executable, "child", "recordings", "1073741824"]


def test_a_child_of_an_unknown_name_fails_with_its_last_words():
    with Child("nonsense", Limits()) as one, pytest.raises(ChildFailed, match="ended with code 2: no such child"):
        one.ask(Frame("probe"), never)


def test_a_defect_in_the_child_is_told_by_its_last_line():
    with Child("recordings", Limits()) as one:
        one.ask(Frame("probe"), never)  # without its path
        with pytest.raises(ChildFailed, match="path is not text"):
            one.receive(never)
        assert not one.alive


def test_the_working_directory_cannot_smuggle_in_another_program(tmp_path, monkeypatch):
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__main__.py").write_text("raise SystemExit('smuggled')")
    (tmp_path / "av.py").write_text("raise SystemExit('smuggled')")
    monkeypatch.chdir(tmp_path)
    with Child("recordings", Limits()) as one:
        one.ask(Frame("probe", {"path": str(tmp_path)}), never)
        assert one.receive(never) == Frame("refused", {"reason": "it is a folder"})


def test_closing_leaves_neither_process_nor_thread(tmp_path):
    one = Child("recordings", Limits())
    one.ask(Frame("probe", {"path": str(tmp_path)}), never)
    one.receive(never)
    one.close()
    one.close()
    assert not psutil.pid_exists(one.pid)


def test_the_child_ends_when_the_program_is_killed():
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(child.__file__).parents[2],
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    orphan = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    owner.stdin.close()
    owner.stdout.close()
    _, alive = psutil.wait_procs([orphan], timeout=20)
    assert not alive
