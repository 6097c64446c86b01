"""What must be decoded to hear a recording: its file, the second leg, and how to read what does not say so itself.

Between the record (or intake, before there is one) and the decoder, which takes a SoundSource instead of a bare path:
probing at import and decoding at opening can then never read the same recording in two ways.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.recording import Recording  # the child that decodes imports this module, and must not pay for SQLModel

RAW_CODECS = {
    "mulaw": "G.711 mu-law",
    "alaw": "G.711 A-law",
    "s16le": "16-bit PCM",
    "s16be": "16-bit PCM, high byte first",
    "s8": "8-bit PCM, signed",
    "u8": "8-bit PCM",
    "g722": "G.722",
    "gsm": "GSM 6.10, 33 bytes a frame",
    "oki": "Dialogic (OKI) ADPCM, 4 bits a sample",
}
"""How a recorder may write sound without any header, by the name a profile uses, with words for people."""
RAW_MONO = frozenset({"g722", "gsm", "oki"})
"""Codecs that have no form of two channels without a container."""
RAW_RATES_HZ = range(4_000, 192_001)


@dataclass(frozen=True)
class RawForm:
    """Sound without a header: what it is written in, samples a second, and channels (interleaved), 1 or 2.

    Raises ValueError, in words, for what is no such form. G.722 is always decoded to 16,000 samples a second.
    """

    codec: str
    rate_hz: int
    channels: int = 1

    def __post_init__(self) -> None:
        if self.codec not in RAW_CODECS:
            raise ValueError(f"not a raw codec this program knows; use {', '.join(RAW_CODECS)}")
        if self.rate_hz not in RAW_RATES_HZ:
            raise ValueError(f"{self.rate_hz} samples a second is not the rate of a recording")
        if self.channels not in (1, 2):
            raise ValueError("a raw file has 1 or 2 channels")
        if self.channels == 2 and self.codec in RAW_MONO:
            raise ValueError(f"{self.codec} has 1 channel")
        if self.codec == "g722" and self.rate_hz != 16_000:
            raise ValueError("g722 has 16000 samples a second")


@dataclass(frozen=True)
class SoundSource:
    """One recording as the decoder needs it.

    `second_path` is the file of the other leg of a call kept in two mono files: `path` becomes channel 0, this one
    channel 1. `raw` is how a file without any header is read; a file that has one is read by its header all the same.
    `picked` are the two channels to play, from 0, of a file that has more than two.
    """

    path: Path
    second_path: Path | None = None
    raw: RawForm | None = None
    picked: tuple[int, int] | None = None

    def reading(self) -> dict[str, Any] | None:
        """What the record keeps in `Recording.reading`; None when the file says everything itself."""
        kept: dict[str, Any] = {}
        if self.raw is not None:
            kept["raw"] = {"codec": self.raw.codec, "rate_hz": self.raw.rate_hz, "channels": self.raw.channels}
        if self.picked is not None:
            kept["picked"] = list(self.picked)
        return kept or None


def source_of(recording: "Recording") -> SoundSource:
    """How a recording that was taken in is decoded again."""
    kept = recording.reading or {}
    raw, picked = kept.get("raw"), kept.get("picked")
    return SoundSource(
        Path(recording.path),
        None if recording.second_path is None else Path(recording.second_path),
        None if raw is None else RawForm(raw["codec"], raw["rate_hz"], raw["channels"]),
        None if picked is None else (picked[0], picked[1]),
    )
