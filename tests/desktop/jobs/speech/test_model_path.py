"""A model's path in the bytes each engine can open, on POSIX and on Windows."""

import os
from pathlib import Path

import pytest

from desktop.jobs.speech.engine import EngineFault
from desktop.jobs.speech.model_path import as_bytes, windows_bytes

LONG = "C:\\Users\\Zoë\\größe 模型.bin"


@pytest.mark.skipif(os.name != "posix", reason="what a path is made of on POSIX")
def test_on_posix_the_bytes_are_the_file_systems() -> None:
    assert as_bytes(Path("/größe 模型.bin"), takes_utf8=False) == "/größe 模型.bin".encode()
    assert as_bytes(Path(os.fsdecode(b"/no\xfftext.bin")), takes_utf8=True) == b"/no\xfftext.bin"


def test_on_windows_plain_letters_mean_the_same_to_every_engine() -> None:
    assert windows_bytes("C:\\a b\\m.bin", None, takes_utf8=False) == b"C:\\a b\\m.bin"


@pytest.mark.parametrize("takes_utf8", [True, False])
def test_on_windows_the_short_name_is_taken_for_other_letters(takes_utf8: bool) -> None:
    assert windows_bytes(LONG, "C:\\USERS\\ZO~1\\GR~1.BIN", takes_utf8=takes_utf8) == b"C:\\USERS\\ZO~1\\GR~1.BIN"


def test_on_windows_without_short_names_the_letters_are_told_as_the_engine_reads_them() -> None:
    assert windows_bytes(LONG, None, takes_utf8=True) == LONG.encode()
    assert windows_bytes("C:\\Zoë.bin", None, takes_utf8=False) == b"C:\\Zo\xeb.bin"


@pytest.mark.parametrize(("path", "takes_utf8"), [(LONG, False), ("C:\\\U0001f600.bin", True)])
def test_on_windows_letters_no_engine_can_be_told_are_a_fault_in_words(path: str, takes_utf8: bool) -> None:
    with pytest.raises(EngineFault, match="move it to a folder of plain letters"):
        windows_bytes(path, None, takes_utf8=takes_utf8)
