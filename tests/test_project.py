"""The project's own files agree with each other: what is declared, what is locked, what is started."""

import re
import stat
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"]
    + EXTRAS["postgres"]
    + GROUPS["dev"]
    + GROUPS["engine-build"],
    "requirements-whisper.lock": PROJECT["project"]["dependencies"] + EXTRAS["whisper-cpp-python"],
}
PYTHONS = ("3.11", "3.12", "3.13")


def entries(lock: str) -> list[tuple[Requirement, int]]:
    """Each locked requirement with the number of its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.split(" --hash=")[0].strip()), line.count("--hash=sha256:")) for line in lines]


def locked_versions(lock: str, python: str) -> dict[str, str]:
    """What the lock gives to one Python version on Linux."""
    surroundings = {
        "python_version": python,
        "python_full_version": python + ".0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
    }
    return {
        canonicalize_name(one.name): next(iter(one.specifier)).version
        for one, _ in entries(lock)
        if one.marker is None or one.marker.evaluate(surroundings)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    loose = [str(one) for one, hashes in entries(lock) if not hashes or not str(one.specifier).startswith("==")]
    assert loose == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_gives_every_python_what_is_declared(lock: str, python: str) -> None:
    versions = locked_versions(lock, python)
    declared = [Requirement(text) for text in LOCKS[lock]]
    unmet = [
        str(one)
        for one in declared
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    assert unmet == []


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_agree(python: str) -> None:
    base, engine = (locked_versions(lock, python) for lock in LOCKS)
    assert {
        name: (base[name], engine[name]) for name in base.keys() & engine.keys() if base[name] != engine[name]
    } == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index_or_a_folder(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"--(?:extra-)?index-url|--find-links|https?://\S+|file:\S+", text) == []


@pytest.mark.parametrize(
    "name", [".ci/run", *(f"packaging/{path.name}" for path in sorted((ROOT / "packaging").glob("*.sh")))]
)
def test_scripts_can_be_run(name: str) -> None:
    assert (ROOT / name).stat().st_mode & stat.S_IXUSR


def test_continuous_integration_does_what_a_person_does() -> None:
    assert "exec make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
