"""What the two ears hear of the recording's channels: both speakers, one of them, or each in an ear of their own.

Stands between the samples and what plays them: reads like the samples, but always two channels, left and right. With
levels evened (jobs/levels) where that is wished for. The samples themselves never change.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from desktop.jobs.activity import Picture
from desktop.jobs.levels import Evening, Real, cell_frames, limited, margin_frames
from desktop.jobs.samples import Samples

Block = npt.NDArray[np.int16]
"""int16, shape (2, frames): left, right."""


class Listening(StrEnum):
    """Whom to hear."""

    BOTH = "both"
    CASEWORKER = "caseworker"
    PARENT = "nrp"
    OWN_EARS = "own_ears"


class Mix:
    """`samples` for two ears. `picture` (None: levels stay as recorded) says how levels are evened.

    A call of one channel is heard in both ears, whoever was wished for: nobody can be told apart there.
    """

    channels = 2

    def __init__(
        self, samples: Samples, listening: Listening, caseworker_channel: int = 0, picture: Picture | None = None
    ) -> None:
        self.rate_hz = samples.rate_hz
        self._samples = samples
        self._evening = None if picture is None else Evening(picture, samples.rate_hz)
        caseworker = min(caseworker_channel, samples.channels - 1)
        parent = samples.channels - 1 - caseworker
        self._ears = {
            Listening.BOTH: ((caseworker, parent), (caseworker, parent)),
            Listening.CASEWORKER: ((caseworker,), (caseworker,)),
            Listening.PARENT: ((parent,), (parent,)),
            Listening.OWN_EARS: ((caseworker,), (parent,)),
        }[listening if samples.channels > 1 else Listening.CASEWORKER]
        self._as_recorded = picture is None and all(len(ear) == 1 for ear in self._ears)

    @property
    def reach_frames(self) -> int:
        """How far beyond a place it looks."""
        return 0 if self._as_recorded else margin_frames(self.rate_hz) + cell_frames(self.rate_hz)

    def read(self, start_frame: int, count: int) -> Block:
        """int16 (2, count) from `start_frame`, zeros where there is no sound."""
        if self._as_recorded:
            sound = self._samples.read(start_frame, count)
            return sound[[self._ears[0][0], self._ears[1][0]]]
        size = cell_frames(self.rate_hz)
        margin = margin_frames(self.rate_hz)
        first = (start_frame - margin) // size * size
        last = -(-(start_frame + count + margin) // size) * size
        mixed = limited(self._mixed(first, last - first), self.rate_hz)
        inside = mixed[:, start_frame - first : start_frame - first + count]
        return np.rint(inside).astype(np.int16)

    def _mixed(self, start_frame: int, count: int) -> Real:
        sound = self._samples.read(start_frame, count).astype(np.float32)
        if self._evening is not None:
            sound *= self._evening.curves(start_frame, count)
        ears = [sound[list(ear)].sum(axis=0) for ear in self._ears]
        return np.stack(ears)
