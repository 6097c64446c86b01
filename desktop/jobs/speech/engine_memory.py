"""What tests of the speech engines found on this machine, remembered from one start to the next.

Filled by jobs/speech/self_test, asked by it when `auto` has to choose, and shown in Settings. An entry holds for the
machine, the version of the engine and the model; without it the test is simply run again.
"""

import importlib.util
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from desktop.jobs.speech.remembering import read_object, write_object

MEMORY = "engines.json"
FAILED_FOR_S = 24 * 3600
"""So long a failure is believed: what was broken may have been mended without a new version."""
FEW_WORDS = 1 / 3
"""Fewer of the words said than this: the engine works, but not with this model on this sound."""
PACKAGES = {"pywhispercpp": "pywhispercpp", "whisper-cpp-python": "whisper_cpp_python"}
MODULES = {"pywhispercpp": "_pywhispercpp", "whisper-cpp-python": "whisper_cpp_python"}


@dataclass(frozen=True)
class EngineTest:
    """What came of testing one engine. `why` is a clause and `mend` a sentence, both empty where it passed; the rest is
    None where it did not get so far (`minutes_an_hour` also where too little was heard to reckon from). `heard_share`:
    of the words said, how many were heard."""

    engine: str
    version: str | None
    passed: bool
    why: str = ""
    mend: str = ""
    minutes_an_hour: float | None = None
    load_seconds: float | None = None
    heard_share: float | None = None

    @property
    def heard_few(self) -> bool:
        """Whether it hears so little that another model or engine should be tried."""
        return self.heard_share is not None and self.heard_share < FEW_WORDS


class Remembered:
    """What tests found here before, in a file that may be lost at any time. `now` is in seconds."""

    def __init__(self, file: Path | None, now: Callable[[], float] = time.time) -> None:
        self._file = file
        self._now = now

    def of(self, engine: str, model_sha256: str) -> EngineTest | None:
        """The last test of this version of the engine with the model on this machine; None where it has to be tested
        (again)."""
        entry = read_object(self._file).get(_key(engine, model_sha256))
        if not isinstance(entry, dict):
            return None
        tested = entry.pop("tested", None)
        try:
            test = EngineTest(**entry)
        except TypeError:
            return None
        lately = isinstance(tested, int | float) and self._now() - tested < FAILED_FOR_S
        return test if test.passed or lately else None

    def keep(self, test: EngineTest, model_sha256: str) -> None:
        """Remembered for the next time, if it can be; want of memory is no fault of the engine and not kept."""
        if self._file is None or test.version is None or "memory" in test.why:
            return
        entry = asdict(test) | {"tested": self._now()}
        write_object(self._file, read_object(self._file) | {_key(test.engine, model_sha256): entry})


def version_of(engine: str) -> str | None:
    """The version of an engine's package, None where it is not installed. A packaged program may hold the engine
    without its papers; it is then as old as the program."""
    try:
        return metadata.version(PACKAGES[engine])
    except metadata.PackageNotFoundError:
        return "packaged" if importlib.util.find_spec(MODULES[engine]) is not None else None


def _key(engine: str, model_sha256: str) -> str:
    return "|".join((platform.node(), platform.machine(), engine, str(version_of(engine)), model_sha256))
