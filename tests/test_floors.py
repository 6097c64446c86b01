"""The house keeps its shape: imports go downward, every package is packed, and what is banned stays out.

Reads the tree as it lies there, so it needs neither a window nor a database. The floors themselves stand in
pyproject.toml as contracts of import-linter.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OWN_PACKAGES = ("desktop", "models", "resources")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"})
LAST_RESORT = frozenset({"desktop/jobs/runner.py", "desktop/cli/program.py", "desktop/faults.py"})
"""The runner and the last-resort hooks of the two faces: the only places where any exception is caught."""
NETWORK = frozenset(
    {"socket", "ssl", "http", "requests", "urllib.request", "PySide6.QtNetwork", "PySide6.QtHttpServer"}
)
# put together here, so that this file does not hold what it looks for
UNFINISHED = re.compile(
    "|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b", r"\bHA" + r"CK\b", "for " + "now"])
)
MACHINE_PATHS = re.compile(
    "|".join([r"(?<![\w.])/ho" + r"me/\w", r"(?<![\w.])/ro" + r"ot/", r"(?<![\w.])/wo" + r"rk/"])
)
TEXT_ENDINGS = frozenset({".py", ".md", ".toml", ".sh", ".spec", ".lock", ".mako", ".yml", ".yaml", ".cfg"})


def of_the_project(*endings: str) -> list[Path]:
    """The files under version control, or, in an unpacked archive, those in the project's own folders."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    ).stdout.split("\0")
    if any(listed):
        paths = [ROOT / name for name in listed if name]
    else:
        folders = (*OWN_PACKAGES, "tests", "packaging")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
        paths += [path for path in ROOT.iterdir() if path.is_file()]
    return sorted(
        path for path in paths if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts
    )


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


LOOKED_AT = (ast.ClassDef, ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.Call)
SLEEPS = frozenset({"sleep", "qWait", "qSleep", "msleep"})
TURNS = "processEvents"
HOLD_STATEMENTS = ("body", "handlers", "orelse", "finalbody", "cases")


@cache
def looked_at() -> list[tuple[str, list[ast.AST]]]:
    """Every module with those nodes of its syntax tree that a test here looks at; parsed once for all of them."""
    return [(relative(path), _looked_at_in(path.read_bytes())) for path in of_the_project(".py")]


def _looked_at_in(text: bytes) -> list[ast.AST]:
    """Calls lie among the expressions, most of a tree: gone through only where a banned name stands in the text."""
    tree = ast.parse(text)
    if any(name.encode() in text for name in (*SLEEPS, TURNS)):
        return [node for node in ast.walk(tree) if isinstance(node, LOOKED_AT)]
    found: list[ast.AST] = []
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, LOOKED_AT):
            found.append(node)
        for field in HOLD_STATEMENTS:
            rest.extend(getattr(node, field, ()))
    return found


def nodes(*folders: str) -> Iterator[tuple[str, list[ast.AST]]]:
    """What stands in every module below these folders."""
    return ((where, found) for where, found in looked_at() if where.split("/")[0] in folders)


def imported(node: ast.AST) -> list[str]:
    """The dotted names one import statement may load."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_imports_go_downward_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_of_the_desktop_stands_on_a_floor() -> None:
    floors = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]
    named = set(re.findall(r"desktop\.\w+", " ".join(floors)))
    standing = {
        f"desktop.{path.stem}"
        for path in (ROOT / "desktop").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    assert standing <= named


def test_the_packages_listed_are_the_packages_there() -> None:
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in OWN_PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == there


def test_no_module_lies_in_a_folder_that_is_not_a_package() -> None:
    astray = [
        relative(path)
        for path in of_the_project(".py")
        if relative(path).split("/")[0] in OWN_PACKAGES and not (path.parent / "__init__.py").is_file()
    ]
    assert astray == []


def test_packaging_and_the_tests_are_no_packages() -> None:
    packages = [ROOT / "packaging" / "__init__.py", *(ROOT / "tests").rglob("__init__.py")]
    assert [relative(path) for path in packages if path.exists()] == []


def test_no_name_is_vague() -> None:
    vague = [
        relative(path)
        for path in of_the_project(".py")
        if VAGUE_NAMES & {part for piece in path.relative_to(ROOT).with_suffix("").parts for part in piece.split("_")}
    ]
    assert vague == []


def test_no_class_is_a_manager() -> None:
    names = re.compile(r"(Manager|Helper|Utils?|Misc)$")
    found = [
        f"{where}:{node.lineno} {node.name}"
        for where, inside in nodes(*OWN_PACKAGES, "tests", "packaging")
        for node in inside
        if isinstance(node, ast.ClassDef) and names.search(node.name)
    ]
    assert found == []


def test_nothing_is_imported_by_star_or_relatively() -> None:
    found = [
        f"{where}:{node.lineno}"
        for where, inside in nodes(*OWN_PACKAGES, "tests", "packaging")
        for node in inside
        if isinstance(node, ast.ImportFrom) and (node.level or any(alias.name == "*" for alias in node.names))
    ]
    assert found == []


def test_no_network_code_is_imported() -> None:
    found = [
        f"{where}:{node.lineno} {name}"
        for where, inside in nodes(*OWN_PACKAGES)
        for node in inside
        for name in imported(node)
        if any(name == banned or name.startswith(banned + ".") for banned in NETWORK)
    ]
    assert found == []


def test_only_the_last_resort_catches_every_exception() -> None:
    found = []
    for where, inside in nodes(*OWN_PACKAGES):
        for node in inside:
            if not isinstance(node, ast.ExceptHandler) or where in LAST_RESORT:
                continue
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(
                one is None or (isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"})
                for one in caught
            ):
                found.append(f"{where}:{node.lineno}")
    assert found == []


def test_nobody_sleeps_or_turns_the_event_loop_by_hand() -> None:
    found = []
    for where, inside in nodes(*OWN_PACKAGES, "tests"):
        for node in inside:
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute):
                in_tests = where.startswith("tests/")
                sleeps = in_tests and called.attr in SLEEPS
                if sleeps or called.attr == TURNS:
                    found.append(f"{where}:{node.lineno} {called.attr}")
    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"), [("unfinished work", UNFINISHED), ("a path of one machine", MACHINE_PATHS)]
)
def test_no_file_holds(what: str, pattern: re.Pattern[str]) -> None:
    texts = [*of_the_project(*TEXT_ENDINGS), ROOT / "Makefile", ROOT / ".ci" / "run"]
    found = [
        f"{relative(path)}:{number}: {line.strip()[:80]}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == [], what
