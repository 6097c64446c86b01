"""Tries the packed program as a newcomer would: is it whole, do its children start, does it transcribe, make a PDF?

    smoke.py dist/steercheck

Runs `doctor` and the whole demonstration with an empty home folder and no display; ends with 1 and the reason when
something is missing that PyInstaller left out. Needs nothing but Python.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MINUTES = 15
MUST_WORK = ("PySide6", "PyAV", "pywhispercpp", "time zones")
MUST_COME_OUT = {"recordings": 12, "matched": 11, "transcribed": 12, "reviews": 12}


def run(program: Path, home: Path, *arguments: str) -> tuple[int, Any]:
    """One command; its exit status and its JSON document."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STEERCHECK_", "XDG_", "PYTHON"))}
    surroundings = {**kept, "HOME": str(home), "APPDATA": str(home), "LOCALAPPDATA": str(home)}
    surroundings.pop("DISPLAY", None)
    done = subprocess.run(
        [str(program), "--json", *arguments],
        capture_output=True,
        text=True,
        timeout=MINUTES * 60,
        cwd=home,
        env=surroundings,
        check=False,
    )
    sys.stderr.write(done.stderr)
    return done.returncode, json.loads(done.stdout)


def feedback_faults(program: Path, place: Path, database: str) -> list[str]:
    """What keeps the feedback on one of the demonstration's reviews from becoming a PDF: library, fonts, texts."""
    target = place / "feedback.pdf"
    asked = ("report", "feedback", "--review", "VR-88104", "--out", str(target))
    status, told = run(program, place, "--db", database, "--as", "TL01", *asked)
    if status or not target.read_bytes().startswith(b"%PDF-"):
        return [f"report feedback ended with {status}: {told}"]
    return []


def main(folder: str) -> int:
    """0 when the program in this folder does what it should."""
    program = (Path(folder) / ("steercheck.exe" if sys.platform == "win32" else "steercheck")).absolute()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="steercheck-smoke-") as place:
        _, found = run(program, Path(place), "doctor")
        states = {check["name"]: check for check in found["checks"]}
        faults += [f"doctor: {states[name]}" for name in MUST_WORK if states[name]["state"] != "ok"]
        status, built = run(program, Path(place), "demo", "--no-window", "--to", str(Path(place) / "demo"))
        if status:
            faults.append(f"demo ended with {status}: {built}")
        else:
            faults += [
                f"demo: {built[key]} {key}, not {count}" for key, count in MUST_COME_OUT.items() if built[key] != count
            ]
            faults += feedback_faults(program, Path(place), built["database"])
    for fault in faults:
        print(f"steercheck: {fault}", file=sys.stderr)
    if not faults:
        print("steercheck: the packed program works: doctor, the demonstration with its twelve transcripts, a PDF")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
