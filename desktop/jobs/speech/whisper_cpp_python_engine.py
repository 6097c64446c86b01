"""The second speech engine: whisper-cpp-python, the package the owner named, by its low-level module.

The package's `__init__` imports librosa and with it a large part of scientific Python, only to read sound files; our
samples are read already. So its module of C functions is loaded by its file, and the rest stays where it is. Its
whisper.cpp (2023) mishears once the encoder was asked to look at less than 30 seconds, so `Decoding.trim_ms` is passed
over here.
"""

import ctypes
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np

from desktop.jobs.speech.engine import RATE_HZ, Decoding, EngineFault, Sound, Token
from desktop.jobs.speech.model_path import as_bytes

PACKAGE = "whisper_cpp_python"
GREEDY = 0
LEAST_FRAMES = RATE_HZ + RATE_HZ // 10
"""whisper.cpp passes over sound shorter than a second."""


class WhisperCppPython:
    """A model held by whisper-cpp-python's library, for one thread at a time."""

    name = "whisper-cpp-python"

    def __init__(self, model: Path, threads: int) -> None:
        self._library = _low_level()
        self._context = self._library.whisper_init_from_file(as_bytes(model, takes_utf8=False))
        if not self._context:
            raise EngineFault("whisper-cpp-python does not take this model")
        self._threads = threads
        self._end = self._library.whisper_token_eot(self._context)

    def hear(self, sound: Sound, how: Decoding) -> list[Token]:
        """See Engine.hear."""
        library, context = self._library, self._context
        asked = library.whisper_full_default_params(GREEDY)
        asked.n_threads = self._threads
        asked.language = b"en"
        asked.no_context = True
        asked.token_timestamps = True
        asked.suppress_non_speech_tokens = how.suppress_non_speech
        asked.temperature_inc = how.temperature_step
        asked.initial_prompt = how.prompt.encode()
        for silent in ("print_progress", "print_realtime", "print_timestamps", "print_special"):
            setattr(asked, silent, False)
        padded = np.pad(sound, (0, max(0, LEAST_FRAMES - sound.size))).astype(np.float32)
        samples = padded.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        if library.whisper_full(context, asked, samples, padded.size) != 0:
            raise EngineFault("whisper-cpp-python failed at this stretch")
        heard: list[Token] = []
        for segment in range(library.whisper_full_n_segments(context)):
            for at in range(library.whisper_full_n_tokens(context, segment)):
                data = library.whisper_full_get_token_data(context, segment, at)
                if data.id < self._end:
                    text = library.whisper_token_to_str(context, data.id)
                    heard.append(Token(text, data.t0 * 10, data.t1 * 10, data.p))
        return heard


def _low_level() -> ModuleType:
    package = importlib.util.find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise EngineFault("whisper-cpp-python is not installed")
    file = Path(package.submodule_search_locations[0]) / "whisper_cpp.py"
    found = importlib.util.spec_from_file_location(f"{PACKAGE}_low_level", file)
    if found is None or found.loader is None:
        raise EngineFault("whisper-cpp-python is not installed as it should be")
    module = importlib.util.module_from_spec(found)
    try:
        found.loader.exec_module(module)
    except (OSError, RuntimeError, AttributeError) as exc:
        raise EngineFault(f"whisper-cpp-python cannot be loaded ({exc})") from exc
    return module
