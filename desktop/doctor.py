"""What `steercheck doctor` looks at: is this machine fit for the work, and if not, what mends it.

Stands beside the way of the data: it reads nothing of the records and changes nothing. No Qt is imported here; whether
PySide6 and the speech engines can be loaded is asked of other processes, so that a broken installation is a finding and
not a crash. The database is looked at, and an engine is tried, by functions that the caller hands in: the command line
knows which database is meant, and the speech child belongs to the jobs.
packaging/system_libraries.sh installs the Debian packages named in LIBRARIES.
"""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.errors import DatabaseUnusable

State = Literal["ok", "warn", "fail"]

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
PYSIDE_LINE = "6.11."
"""The release line this program is tested with; the reason stands beside the dependency in pyproject.toml."""

DECODERS = ("pcm_mulaw", "pcm_alaw", "gsm_ms", "mp3", "opus")
"""What call recorders write most; each must have a decoder in the FFmpeg that PyAV carries."""

LEAST_FREE_BYTES = 100 * 1024**2
COMFORTABLE_FREE_BYTES = 1024**3
ENGINE_PACKAGES = {
    "pywhispercpp": "Set the program up again: remove .venv, then make run.",
    "whisper-cpp-python": "make test builds it (needs g++) and says why it cannot: build/second-engine.log",
}
"""The speech engines in the order in which they are tried, with what mends one that does not work."""
OUTSIDE_SECONDS = 60
"""A question put to another process is given up after this long."""


@dataclass(frozen=True)
class Library:
    """A system library by its file name, the Debian package that brings it, and what fails without it."""

    file: str
    package: str
    state: State


# "fail": Qt's own libraries are linked against it, no window opens; "warn": only an X11 display or sound needs it
LIBRARIES = (
    Library("libEGL.so.1", "libegl1", "fail"),
    Library("libGL.so.1", "libgl1", "fail"),
    Library("libfontconfig.so.1", "libfontconfig1", "fail"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "fail"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "fail"),
    Library("libdbus-1.so.3", "libdbus-1-3", "fail"),
    Library("libpulse.so.0", "libpulse0", "fail"),
    Library("libXrandr.so.2", "libxrandr2", "warn"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "warn"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "warn"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "warn"),
    Library("libxcb-image.so.0", "libxcb-image0", "warn"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "warn"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "warn"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "warn"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "warn"),
    Library("libxcb-xinerama.so.0", "libxcb-xinerama0", "warn"),
)


@dataclass(frozen=True)
class Check:
    """One finding. `mend` says what to do, and is None when nothing is to be done."""

    name: str
    state: State
    detail: str
    mend: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        return asdict(self)


@dataclass(frozen=True)
class DatabaseFacts:
    """What a look at the database found. `revision` is None when there is none yet; `fault` is the integrity check's
    finding, None when it is whole."""

    revision: str | None
    fault: str | None = None


def run_checks(
    database_address: str,
    data_folder: Path,
    look_at_database: Callable[[str], DatabaseFacts],
    engine_fault: Callable[[str], str | None],
) -> list[Check]:
    """Every check, in the order a person would mend them. Raises nothing: what goes wrong is a finding.

    `look_at_database` is given the address and may raise DatabaseUnusable; `engine_fault`: see `check_engines`.
    """
    checks = [check_python(), check_pyside()]
    if sys.platform.startswith("linux"):
        checks.append(check_libraries())
    return [
        *checks,
        check_decoders(),
        check_sound_device(),
        check_database(database_address, look_at_database),
        check_data_folder(data_folder),
        check_disk_space(data_folder),
        *check_engines(engine_fault),
        check_time_zones(),
    ]


def is_fit(checks: Iterable[Check]) -> bool:
    """Whether nothing failed; a warning leaves the machine fit."""
    return all(check.state != "fail" for check in checks)


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Check:
    shown = ".".join(map(str, version))
    if OLDEST_PYTHON <= version[:2] <= NEWEST_PYTHON:
        return Check("Python", "ok", shown)
    return Check("Python", "fail", f"{shown} is not supported", "Use Python 3.11, 3.12 or 3.13.")


def check_pyside() -> Check:
    name, mend = "PySide6", "Set the program up again: remove .venv, then make run."
    version = _version_of("PySide6") or _version_of("PySide6-Essentials")
    if version is None:
        return Check(name, "fail", "not installed: no window can be opened; the commands work", mend)
    if not version.startswith(PYSIDE_LINE):
        return Check(name, "fail", f"{version}; this program is tested with {PYSIDE_LINE}x only", mend)
    if _is_frozen():
        return Check(name, "ok", f"{version}, part of this program")
    fault = _asked_outside("import PySide6.QtWidgets, PySide6.QtMultimedia, PySide6.QtSvg")
    if fault is not None:
        return Check(name, "fail", f"{version} is installed but cannot be loaded: {fault}", "See system libraries.")
    return Check(name, "ok", version)


def check_libraries(libraries: Iterable[Library] = LIBRARIES) -> Check:
    """Try to load each library as the dynamic linker would."""
    libraries = tuple(libraries)
    missing = [library for library in libraries if not _loads(library.file)]
    if not missing:
        return Check("system libraries", "ok", f"all {len(libraries)} found")
    state: State = "fail" if any(library.state == "fail" for library in missing) else "warn"
    return Check(
        "system libraries",
        state,
        "missing: " + ", ".join(library.file for library in missing),
        "On Debian: sudo apt-get install " + " ".join(library.package for library in missing),
    )


def check_decoders(wanted: Iterable[str] = DECODERS) -> Check:
    name, mend = "PyAV", "Set the program up again: remove .venv, then make run."
    try:
        import av
    except ImportError as exc:
        return Check(name, "fail", f"cannot be loaded, so no recording can be read: {exc}", mend)
    missing = []
    for codec in wanted:
        try:
            av.Codec(codec, "r")
        except ValueError:
            missing.append(codec)
    if missing:
        return Check(name, "fail", f"{av.__version__} has no decoder for {', '.join(missing)}", mend)
    return Check(name, "ok", f"{av.__version__}; decodes {', '.join(wanted)}")


def check_sound_device() -> Check:
    """A warning at most: without a device a silent clock drives the same play head."""
    device = _sound_device()
    if device is not None:
        return Check("sound device", "ok", device)
    return Check(
        "sound device",
        "warn",
        "none found; calls play silently, everything else works",
        "Connect a headset or loudspeaker, and start the sound server (PulseAudio or PipeWire).",
    )


def check_database(address: str, look: Callable[[str], DatabaseFacts]) -> Check:
    shown = _without_password(address)
    try:
        facts = look(address)
    except DatabaseUnusable as exc:
        return Check(
            "database", "fail", _without_password(exc.message), "Restore a backup, or choose another with --db."
        )
    if facts.fault is not None:
        return Check(
            "database",
            "fail",
            f"{shown} is damaged: {facts.fault}",
            "Restore the newest backup; keep the damaged file.",
        )
    if facts.revision is None:
        return Check("database", "ok", f"{shown} is not there yet; it is made when first needed")
    return Check("database", "ok", f"{shown}, schema {facts.revision}, whole")


def check_data_folder(folder: Path) -> Check:
    """Whether a file can be written there; a folder not made yet is judged by the nearest one that is there."""
    nearest = _nearest_existing(folder)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as exc:
        return Check(
            "data folder",
            "fail",
            f"{nearest} cannot be written to ({exc.strerror})",
            f"Make {folder} writable for {os.environ.get('USER') or 'this user'}, or use --db with another place.",
        )
    return Check("data folder", "ok", str(folder) if nearest == folder else f"{folder} is made when first needed")


def check_disk_space(folder: Path) -> Check:
    free = shutil.disk_usage(_nearest_existing(folder)).free
    shown = f"{free / 1024**3:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        return Check("disk space", "fail", f"only {free // 1024**2} MB free", f"Make room on the disk of {folder}.")
    if free < COMFORTABLE_FREE_BYTES:
        return Check("disk space", "warn", shown, f"Make room on the disk of {folder} soon.")
    return Check("disk space", "ok", shown)


def check_engines(fault_of: Callable[[str], str | None]) -> list[Check]:
    """Both speech engines. `fault_of` loads the demonstration's model with one, in a child process as for a call, and
    says what went wrong, or None. The program works without them, but makes no transcript without any."""
    faults = {name: _engine_fault(name, fault_of) for name in ENGINE_PACKAGES}
    checks: list[Check] = []
    for name, mend in ENGINE_PACKAGES.items():
        fault = faults[name]
        if fault is None:
            checks.append(Check(name, "ok", f"{_version_of(name) or 'part of this program'}; loads a speech model"))
            continue
        without_any = name == next(iter(ENGINE_PACKAGES)) and all(faults.values())
        told = f"{fault}; no transcript can be made on this machine" if without_any else fault
        checks.append(Check(name, "fail" if without_any else "warn", told, mend))
    return checks


def _engine_fault(name: str, fault_of: Callable[[str], str | None]) -> str | None:
    if _version_of(name) is None and not _is_frozen():
        return "not installed"
    return fault_of(name)


def check_time_zones() -> Check:
    """Europe/London must be there and know summer time: call dates are local dates."""
    try:
        summer = datetime(2009, 7, 1, tzinfo=UTC).astimezone(ZoneInfo("Europe/London")).utcoffset()
    except ZoneInfoNotFoundError:
        return Check("time zones", "fail", "Europe/London is not known", "Set the program up again (package tzdata).")
    if summer != timedelta(hours=1):
        return Check("time zones", "fail", "Europe/London has no summer time", "Bring the system's tzdata up to date.")
    return Check("time zones", "ok", "Europe/London")


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _version_of(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _asked_outside(code: str) -> str | None:
    """Run code in another process of the same Python; None when it went well, else the last line it complained with."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=OUTSIDE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        return str(exc)
    if done.returncode == 0:
        return None
    complaints = done.stderr.strip().splitlines()
    return complaints[-1] if complaints else f"ended with {done.returncode}"


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _sound_device() -> str | None:
    """The name of a device for sound out, found without Qt; None when there is none."""
    if sys.platform == "win32":
        count = int(ctypes.windll.winmm.waveOutGetNumDevs())
        return f"{count} found" if count else None
    if not sys.platform.startswith("linux"):
        return "not looked for on this system"
    return _sound_server_output() or _sound_card()


def _sound_server_output() -> str | None:
    """The default output of a running PulseAudio or PipeWire; asking must not start one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    running = "PULSE_SERVER" in os.environ or Path(runtime, "pulse", "native").exists()
    asker = shutil.which("pactl")
    if not running or asker is None:
        return None
    try:
        answer = subprocess.run(
            [asker, "info"], capture_output=True, text=True, timeout=5, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"^Default Sink: (\S+)", answer.stdout, re.MULTILINE)
    return found[1] if found and found[1] not in {"auto_null", "n/a", "@DEFAULT_SINK@"} else None


def _sound_card(listing: Path = Path("/proc/asound/cards")) -> str | None:
    """The first card in ALSA's list, as " 0 [PCH ]: HDA-Intel - HDA Intel PCH"."""
    try:
        found = re.search(
            r"^\s*\d+ \[.*?\]: (.+)$", listing.read_text(encoding="utf-8", errors="replace"), re.MULTILINE
        )
    except OSError:
        return None
    return found[1] if found else None


def _nearest_existing(folder: Path) -> Path:
    folder = folder.expanduser().absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def _without_password(text: str) -> str:
    return re.sub(r"(://[^:/@\s]+):[^@\s]+@", r"\1:***@", text)
