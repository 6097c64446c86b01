"""The default speech engine: pywhispercpp, through its low-level functions with our own samples.

Its `Model` class is passed over on purpose: it takes a model's name for something to be downloaded, and it joins the
tokens to text before their times and probabilities can be read.
"""

from pathlib import Path

import numpy as np

from desktop.jobs.speech.engine import RATE_HZ, Decoding, EngineFault, Sound, Token, context_of
from desktop.jobs.speech.model_path import as_bytes

LEAST_FRAMES = RATE_HZ + RATE_HZ // 10
"""whisper.cpp passes over sound shorter than a second."""


class PyWhisperCpp:
    """A model held by pywhispercpp, for one thread at a time."""

    name = "pywhispercpp"

    def __init__(self, model: Path, threads: int) -> None:
        try:
            import _pywhispercpp
        except (ImportError, OSError) as exc:
            raise EngineFault(f"pywhispercpp cannot be loaded ({exc})") from exc
        self._library = _pywhispercpp
        settings = _pywhispercpp.whisper_context_default_params()
        settings.use_gpu = False
        try:
            self._context = _pywhispercpp.whisper_init_from_file_with_params(as_bytes(model, takes_utf8=True), settings)
        except RuntimeError as exc:
            raise EngineFault("pywhispercpp does not take this model") from exc
        if self._context is None:
            raise EngineFault("pywhispercpp does not take this model")
        self._threads = threads
        self._end = _pywhispercpp.whisper_token_eot(self._context)

    def hear(self, sound: Sound, how: Decoding) -> list[Token]:
        """See Engine.hear."""
        library, context = self._library, self._context
        asked = library.whisper_full_default_params(library.whisper_sampling_strategy.WHISPER_SAMPLING_GREEDY)
        asked.n_threads = self._threads
        asked.language = "en"
        asked.no_context = True
        asked.token_timestamps = True
        asked.suppress_nst = how.suppress_non_speech
        asked.temperature_inc = how.temperature_step
        asked.initial_prompt = how.prompt
        for silent in ("print_progress", "print_realtime", "print_timestamps", "print_special"):
            setattr(asked, silent, False)
        asked.audio_ctx = context_of(sound, how)
        padded = np.pad(sound, (0, max(0, LEAST_FRAMES - sound.size))).astype(np.float32)
        if library.whisper_full(context, asked, padded, padded.size) != 0:
            raise EngineFault("pywhispercpp failed at this stretch")
        heard: list[Token] = []
        for segment in range(library.whisper_full_n_segments(context)):
            for at in range(library.whisper_full_n_tokens(context, segment)):
                data = library.whisper_full_get_token_data(context, segment, at)
                if data.id < self._end:
                    text = library.whisper_token_to_bytes(context, data.id)
                    heard.append(Token(text, data.t0 * 10, data.t1 * 10, data.p))
        return heard
