"""Faster and slower with the pitch kept, and other rates for devices that do not take the call's: libavfilter.

Works on our own samples only, so it may run inside the program; PyAV is imported here, and this module is imported
when the first speed other than 1 is asked for. The chain is aresample (if the rates differ) and atempo.
"""

from fractions import Fraction

import av
import av.error
import av.filter
import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.int16]
"""int16, shape (channels, frames)."""

SLOWEST = 0.5
FASTEST = 3.0


class Stretcher:
    """A running filter: source blocks in, output blocks out, some tens of milliseconds later.

    Output frame m is the sound of source frame `m * step`, counted from the first frame pushed.
    """

    def __init__(self, rate_hz: int, channels: int, speed: float, out_rate_hz: int) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"a speed of {speed} is not between {SLOWEST} and {FASTEST}")
        self.step = speed * rate_hz / out_rate_hz
        self._rate_hz = rate_hz
        self._channels = channels
        self._layout = "mono" if channels == 1 else "stereo"
        self._pushed = 0
        graph = av.filter.Graph()
        source = graph.add_abuffer(
            sample_rate=rate_hz, format="s16", layout=self._layout, time_base=Fraction(1, rate_hz)
        )
        chain = [source]
        if out_rate_hz != rate_hz:
            chain.append(graph.add("aresample", str(out_rate_hz)))
        if speed != 1:
            chain.append(graph.add("atempo", repr(float(speed))))
        form = f"sample_fmts=s16:sample_rates={out_rate_hz}:channel_layouts={self._layout}"
        chain += [graph.add("aformat", form), graph.add("abuffersink")]
        graph.link_nodes(*chain).configure()
        self._graph = graph

    def push(self, block: Block) -> Block:
        """Takes in frames and returns the output that is ready: int16, shape (channels, m), m may be 0."""
        if block.shape[1] == 0:
            return np.zeros((self._channels, 0), np.int16)
        packed = np.ascontiguousarray(block.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=self._layout)
        frame.sample_rate = self._rate_hz
        frame.time_base = Fraction(1, self._rate_hz)
        frame.pts = self._pushed
        self._pushed += block.shape[1]
        self._graph.push(frame)
        return self._pull()

    def flush(self) -> Block:
        """The output of what was pushed and has not come out yet. Nothing may be pushed afterwards."""
        self._graph.push(None)
        return self._pull()

    def _pull(self) -> Block:
        parts = []
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            assert isinstance(frame, av.AudioFrame)
            parts.append(frame.to_ndarray().reshape(-1, self._channels).T)
        return np.concatenate(parts, axis=1) if parts else np.zeros((self._channels, 0), np.int16)
