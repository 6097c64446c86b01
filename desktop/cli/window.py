"""The commands that open the window or look at the machine: `open`, `demo`, `doctor` (and the hidden `screenshots`).

Only `open`, `demo` and `screenshots` import Qt.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import InputRefused, WrongUsage

DEFAULT_DEMONSTRATION = Path("build/demo")


def register(app: typer.Typer) -> None:
    app.command("open", help="The window.")(open_window)
    app.command("demo", help="Build the demonstration department and do the whole job on it.")(demo)
    app.command("doctor", help="Look at this machine and say what is missing.")(doctor)
    app.command("screenshots", hidden=True)(screenshots)


def open_window(context: typer.Context) -> None:
    """Open the window on the chosen database; returns when it is closed."""
    around = surroundings(context)
    _show(around)


def demo(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="Folder to build in; its own is rebuilt.")] = DEFAULT_DEMONSTRATION,
    no_window: Annotated[bool, typer.Option("--no-window", help="Do the job and stop.")] = False,
) -> None:
    from desktop.demonstration import build_demonstration

    around = surroundings(context)
    outcome = build_demonstration(to, around.say)
    around.answer(outcome.as_dict())
    around.say(f"The demonstration stands in {outcome.folder}.")
    if no_window:
        return
    if not has_display():
        around.say("No display. To open the window on it later:")
        day = outcome.clock.today()
        around.say(f"STEERCHECK_TODAY={day} steercheck --as {outcome.worker} --db {outcome.database} open")
        return
    _show(
        Surroundings(str(outcome.database), around.as_json, around.quiet, around.debug, outcome.worker, outcome.clock)
    )


def screenshots(
    context: typer.Context,
    to: Path,
    begun: Annotated[Path | None, typer.Option("--begun")] = None,
    every_look: Annotated[bool, typer.Option("--every-look")] = False,
) -> None:
    """Grab every screen of the demonstration into the folder `to`; run by `demo` in a process of its own, with the
    database in which everything is imported and transcribed and nothing reviewed yet."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["STEERCHECK_SOUND"] = "silent"
    from desktop.screenshots import LOOKS, SHOWN, grab_all

    for path in grab_all(to, begun, tuple(LOOKS) if every_look else SHOWN):
        surroundings(context).say(path.name)


def doctor(context: typer.Context) -> None:
    from desktop import paths
    from desktop.doctor import DatabaseFacts, is_fit, run_checks
    from desktop.jobs.speech.engine_fault import engine_fault

    around = surroundings(context)

    def look_at_database(address: str) -> DatabaseFacts:
        if "://" not in address and not Path(address).exists():
            return DatabaseFacts(None)
        database = around.store.database
        return DatabaseFacts(database.revision(), database.quick_check())

    address = around.database or str(paths.default_database())
    checks = run_checks(address, paths.data_folder(), look_at_database, engine_fault)
    around.answer({"ok": is_fit(checks), "checks": [check.as_dict() for check in checks]})
    if not around.as_json:
        for check in checks:
            around.say(f"{check.state:<5} {check.name}: {check.detail}")
            if check.state != "ok" and check.mend:
                around.say(f"      {check.mend}")
    if not is_fit(checks):
        raise typer.Exit(3)


def has_display() -> bool:
    """Whether a window could be shown at all."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(around: Surroundings) -> None:
    """Run the window. Raises WrongUsage without a display, InputRefused when Qt's libraries are missing."""
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise WrongUsage("There is no display here, so the window cannot open. See the commands with --help.")
    try:
        from desktop.app import run_window
    except ImportError as exc:
        raise InputRefused(f"The window's libraries cannot be loaded ({exc}). `steercheck doctor` names them.") from exc
    status = run_window(around.store, around.person, around.clock)
    if status:
        raise typer.Exit(status)
