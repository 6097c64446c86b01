"""The root of the command line: global options, the table of commands, exit statuses.

Every error of `models.errors` becomes its exit status and, under --json, one error document on standard output.
"""

import logging
import os
import sys
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from desktop.cli.surroundings import Surroundings, json_text
from desktop.log import start_log
from desktop.offline import forbid_internet_sockets
from models.clock import clock_from
from models.errors import Cancelled, OutputRefused, SteercheckError, UserError

LOG = logging.getLogger(__name__)

INTERRUPTED = 130
"""The exit status after Ctrl+C; Typer turns an interrupt inside a command into it."""


def build() -> typer.Typer:
    """The program with all its commands; modules of commands are light, what they need is imported when they run."""
    from desktop.cli import (
        compare,
        cues,
        intake,
        policy,
        report,
        reviews,
        sample,
        scorecard,
        search,
        speech,
        steer,
        transcribe,
        window,
    )

    app = typer.Typer(
        name="steercheck",
        help="Check recorded negotiation calls against the debt steer. Without a command the window opens.",
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_root)
    for module in (
        window,
        intake,
        reviews,
        sample,
        report,
        steer,
        policy,
        scorecard,
        transcribe,
        speech,
        compare,
        cues,
        search,
    ):
        module.register(app)
    return app


def _root(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", envvar="STEERCHECK_DB", help="SQLite file or postgresql+psycopg:// address.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Nothing for people.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Tracebacks of defects.")] = False,
    as_staff: Annotated[str | None, typer.Option("--as", envvar="STEERCHECK_STAFF", help="Who is working.")] = None,
) -> None:
    clock = clock_from(os.environ.get("STEERCHECK_TODAY"))
    context.obj = Surroundings(db, as_json, quiet, debug, as_staff, clock)
    context.call_on_close(context.obj.close)
    if db is None or "://" not in db:
        forbid_internet_sockets()
    if context.invoked_subcommand is None:
        from desktop.cli.window import open_window

        open_window(context)


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit status of the contract."""
    as_json = "--json" in arguments
    debug = "--debug" in arguments
    log_path = start_log(debug)
    try:
        outcome = build()(args=arguments, prog_name="steercheck", standalone_mode=False)
        if outcome == INTERRUPTED:
            return _stopped(as_json)
        return outcome if isinstance(outcome, int) else 0
    except Exit as exc:
        return exc.exit_code
    except TyperException as exc:
        return _fail(2, "USAGE", f"{exc.format_message()}\nSee steercheck --help.", [], as_json)
    except (KeyboardInterrupt, Abort, Cancelled):
        return _stopped(as_json)
    except UserError as exc:
        return _fail(exc.exit_code, exc.code, exc.message, list(exc.details), as_json)
    except BrokenPipeError:
        _silence_output()
        return OutputRefused.exit_code
    except Exception as exc:  # the last-resort hook of the command line
        LOG.exception("a defect ended the command")
        if debug:
            raise
        code = exc.code if isinstance(exc, SteercheckError) else "DEFECT"
        place = f" The log is at {log_path}." if log_path else ""
        return _fail(1, code, f"A fault of the program: {type(exc).__name__}: {exc}.{place}", [], as_json)


def _stopped(as_json: bool) -> int:
    return _fail(INTERRUPTED, Cancelled.code, Cancelled().message, [], as_json)


def _silence_output() -> None:
    """Let what is still waiting for standard output go nowhere, so that nothing fails again at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(status: int, code: str, message: str, details: list[object], as_json: bool) -> int:
    """Report a failure once: for people on standard error, and as the JSON document when asked for."""
    sys.stderr.write(message + "\n")
    for detail in details:
        sys.stderr.write(f"  {detail}\n")
    if as_json:
        plain = [d if isinstance(d, dict | str | int | None) else _plain(d) for d in details]
        document = {"error": {"exit": status, "code": code, "message": message, "details": plain}}
        try:
            sys.stdout.write(json_text(document))
            sys.stdout.flush()
        except OSError:  # it is standard output that fails; people were told above
            _silence_output()
    return status


def _plain(detail: object) -> object:
    as_dict = getattr(detail, "as_dict", None)
    return as_dict() if callable(as_dict) else str(detail)
