"""Which speech models are known, by the hash of their file, and how each is best asked.

Data in, data out: resources/speech/models.toml lists the official files of whisper.cpp and the demonstration model. A
file nobody listed may be used as well; it is then asked as the official ones are. The files themselves are looked for
in desktop/jobs/speech/model_shelf, their structure is judged in desktop/jobs/speech/model_file.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

import resources
from models.errors import Defect

LIST = "speech/models.toml"
JOIN_MS = 2000
"""How far apart islands of voice are joined for a model that was made for 30 seconds of sound."""
MOST_WORDS = 600
"""Letters of the department's words. Whisper reads at most 224 tokens of them, and the last ones count."""
DEPARTMENT_WORDS = (
    "A call about child maintenance arrears: the caseworker, the non-resident parent, a lump sum, the arrears balance, "
    "net weekly income, regular maintenance, an instalment of £40 a week, direct debit, standing order, a deduction "
    "from earnings order, a liability order, the parent with care."
)
"""What a model may expect to hear, unless the department says otherwise in its settings."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Asking:
    """How a model is best asked: milliseconds between islands that are heard together; how much beyond the sound it
    looks at (None: always 30 seconds); whether it is given the department's words."""

    join_ms: int = JOIN_MS
    trim_ms: int | None = None
    takes_prompt: bool = True


@dataclass(frozen=True)
class KnownModel:
    """A listed model. `demonstration`: it understands only the demonstration's synthetic voices."""

    name: str
    file: str
    size_bytes: int | None
    sha256: str | None
    sha1: str | None
    demonstration: bool = False
    asking: Asking = Asking()

    @property
    def english_only(self) -> bool:
        """Whether it was trained on English alone, which hears English better than a model of its size for all."""
        return self.demonstration or ".en" in self.name


def known_models() -> tuple[KnownModel, ...]:
    """The list as shipped, in its order."""
    return _list()


def known(sha256: str, sha1: str | None = None) -> KnownModel | None:
    """The listed model with this content, by either hash (lower case); None for a file nobody vouches for."""
    for model in _list():
        if model.sha256 == sha256 or (model.sha256 is None and sha1 is not None and model.sha1 == sha1):
            return model
    return None


def asking_of(model: KnownModel | None) -> Asking:
    """How to ask a model; one nobody listed is asked as the official ones are."""
    return Asking() if model is None else model.asking


def demonstration_model() -> KnownModel:
    """The model that ships with the program."""
    return next(model for model in _list() if model.demonstration)


@cache
def _list() -> tuple[KnownModel, ...]:
    path = resources.path(LIST)
    written = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
    return tuple(_model(values) for values in written)


def _model(values: dict[str, object]) -> KnownModel:
    """One entry; a fault in a shipped file is ours."""
    name, size = values["name"], values.get("size_bytes")
    file = values.get("file", f"ggml-{name}.bin")
    sha256, sha1 = values.get("sha256"), values.get("sha1")
    join_ms, trim_ms = values.get("join_ms", JOIN_MS), values.get("trim_ms")
    if not (
        isinstance(name, str)
        and isinstance(file, str)
        and (size is None or isinstance(size, int))
        and (sha256 is None or (isinstance(sha256, str) and _SHA256.fullmatch(sha256)))
        and (sha1 is None or (isinstance(sha1, str) and _SHA1.fullmatch(sha1)))
        and (sha256 or sha1)
        and isinstance(join_ms, int)
        and (trim_ms is None or isinstance(trim_ms, int))
    ):
        raise Defect(f"{LIST}: the entry {name!r} is faulty")
    asking = Asking(join_ms, trim_ms, values.get("takes_prompt", True) is True)
    return KnownModel(name, file, size, sha256, sha1, values.get("demonstration", False) is True, asking)
