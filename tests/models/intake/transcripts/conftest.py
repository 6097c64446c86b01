"""Transcript files written and read without a database."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from models.intake.transcripts.fit import Fitted, Recorded, fitted
from models.intake.transcripts.forms import read_file
from models.intake.transcripts.speakers import Speakers
from models.intake.transcripts.told import Told
from models.transcript import Speaker

TWO_CHANNELS = Recorded(2, 60_000)
ONE_CHANNEL = Recorded(1, 60_000)

Content = bytes | str | dict[str, Any] | list[Any]


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a file: bytes, text, or a document as JSON."""

    def write(content: Content, name: str = "a") -> Path:
        path = tmp_path / name
        if not isinstance(content, bytes):
            content = (content if isinstance(content, str) else json.dumps(content)).encode()
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def told(file_of) -> Callable[..., Told]:
    """What a file tells: `told("WEBVTT")`."""
    return lambda content, name="a": read_file(file_of(content, name))


@pytest.fixture
def fit(told) -> Callable[..., Fitted]:
    """What a file tells, laid on a recording of 60 s."""

    def lay(
        content: Content,
        recorded: Recorded = TWO_CHANNELS,
        speakers: Mapping[str, str] | None = None,
        name: str = "a",
    ) -> Fitted:
        own = {name: Speaker(speaker) for name, speaker in (speakers or {}).items()}
        return fitted(told(content, name), recorded, Speakers(own))

    return lay


@pytest.fixture
def lines() -> Callable[[Fitted], list[tuple[int, str, int, int, str]]]:
    """The segments as plain rows: channel, speaker, start, end, text."""
    return lambda found: [
        (one.channel, one.speaker.value, one.start_ms, one.end_ms, one.text) for one in found.segments
    ]


@pytest.fixture
def losses() -> Callable[[Fitted], str]:
    """What was lost, in words."""
    return lambda found: "; ".join(loss.in_words() for loss in found.losses)
