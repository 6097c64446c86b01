"""By what a call is to be transcribed: the model file, the engine, and every setting that decides what is heard.

Chosen once for a call (jobs/speech/choose_model), kept with the transcript, compared when a run goes on: chunks of
another recipe would not fit together.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desktop.jobs.speech.engine import Decoding
from desktop.jobs.speech.listener import LoadedModel
from desktop.jobs.speech.voice_activity import VoiceSettings
from models.transcription import Hearing

VERSION = 1
"""Counted up whenever the same settings would give other chunks or other words."""
JOIN_MS = 2000
"""How far apart islands may be joined for a model that was made for 30 seconds of sound."""


@dataclass(frozen=True)
class Recipe:
    """`engine` is one of ENGINES, never "auto". `join_ms` and the decoding are the model's own settings."""

    engine: str
    model: Path
    model_sha256: str
    threads: int = 1
    join_ms: int = JOIN_MS
    decoding: Decoding = field(default_factory=Decoding)
    voice: VoiceSettings = field(default_factory=VoiceSettings)

    @property
    def loaded(self) -> LoadedModel:
        """What the speech child is to hold."""
        return LoadedModel(self.engine, self.model, self.threads)

    @property
    def hearing(self) -> Hearing:
        """What goes along with the transcript."""
        recipe: dict[str, Any] = {
            "version": VERSION,
            "join_ms": self.join_ms,
            "decoding": asdict(self.decoding),
            "voice": asdict(self.voice),
        }
        return Hearing(self.engine, self.model.name, self.model_sha256, recipe)
