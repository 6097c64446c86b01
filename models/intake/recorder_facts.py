"""What a recorder's profile says of all its recordings: its name, its clock, the caseworker's channel, raw sound.

Between the profile (or what a person set since) and models.intake.recordings, which writes it into each record.
"""

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from models.clock import office_date
from models.intake.profile import RecorderProfile
from models.sound_source import RawForm
from models.store.imports import KnownRecording

SkewOf = Callable[[str | None], int | None]
"""The correction of a recorder's clock in seconds, as a person set it; None where nobody did."""


class RecorderFacts:
    """One recorder; `profile` None: nothing is said of it."""

    def __init__(self, profile: RecorderProfile | None, skew_of: SkewOf) -> None:
        self._profile = profile
        self._skew_of = skew_of
        self._skews: dict[str | None, int | None] = {}

    def facts(self, told: dict[str, Any], known: KnownRecording | None) -> dict[str, Any]:
        """Columns of the record: what was told of the recording, with its recorder's name and clock.

        The start becomes the true one: what the recorder told plus the correction. A person's correction counts before
        the profile's, and an import without a profile leaves that of a known recording as it is.
        """
        facts = dict(told)
        recorder = None if self._profile is None else self._profile.recorder
        if recorder is not None:
            facts["recorder"] = recorder
        elif known is not None:
            recorder = known.recorder
        skew = self._skew(recorder)
        if skew is None and self._profile is not None:
            skew = self._profile.clock_skew_s
        if skew is None:
            skew = 0 if known is None else known.clock_skew_s
        if "started_at" in facts:
            facts["clock_skew_s"] = skew
            if facts["started_at"] is not None and skew:
                started = facts["started_at"] + timedelta(seconds=skew)
                facts |= {"started_at": started, "call_date": office_date(started.replace(tzinfo=UTC))}
        return facts

    def caseworker_channel(self, channels: int) -> int:
        """Which channel is the caseworker's in a new recording."""
        told = None if self._profile is None else self._profile.caseworker_channel
        return told if told is not None and told < channels else 0

    def raw_form(self, path: Path) -> RawForm | None:
        """How a file is read when it has no header; with endings told, only files that have one of them."""
        if self._profile is None or self._profile.raw is None:
            return None
        endings = self._profile.raw_endings
        return self._profile.raw if not endings or path.suffix.casefold() in endings else None

    def _skew(self, recorder: str | None) -> int | None:
        if recorder not in self._skews:
            self._skews[recorder] = self._skew_of(recorder)
        return self._skews[recorder]
