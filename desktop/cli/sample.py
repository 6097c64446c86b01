"""The command `sample`: draw calls at random with a certificate, or draw a certificate's sample again and compare."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.days import day_of
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import RedrawDiffers, WrongUsage

if TYPE_CHECKING:
    from models.sample_certificate import Exclusion, Filters
    from models.sampling import HowMany
    from models.store.sample_reading import Sample


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("sample", help="Draw calls at random with a certificate, or draw one again and compare.")(sample)


def sample(
    context: typer.Context,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of the calls, YYYY-MM-DD.")
    ] = None,
    date_to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day of the calls, included.")
    ] = None,
    per_caseworker: Annotated[
        int | None, typer.Option("--per-caseworker", metavar="N", help="So many calls of each caseworker.")
    ] = None,
    size: Annotated[
        int | None, typer.Option("--size", metavar="N", help="So many calls in all, in proportion to each one's calls.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="PCT", help="At least so many per cent of each caseworker's calls.")
    ] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="TEXT", help="What the draw follows from.")] = None,
    team: Annotated[str | None, typer.Option("--team", metavar="T", help="Only calls of this team.")] = None,
    scheme: Annotated[str | None, typer.Option("--scheme", metavar="S", help="Only this scheme.")] = None,
    method: Annotated[str | None, typer.Option("--method", metavar="M", help="Only this method of collection.")] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="V", help="Only this verdict of the steer.")
    ] = None,
    min_seconds: Annotated[
        int | None, typer.Option("--min-seconds", metavar="N", help="Only calls at least so long.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="ID=REASON", help="Keep a call out, and why; repeatable.")
    ] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="To be checked by this day.")] = None,
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="STAFF", help="Who is to check them.")] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide the steer's verdict, cues and earlier marks until signing.")
    ] = False,
    redraw: Annotated[
        Path | None,
        typer.Option("--redraw", metavar="CERT.json", readable=False, help="Draw this certificate's sample again."),
    ] = None,
) -> None:
    from models.store.samples import SampleOrder

    around = surroundings(context)
    drawing = (date_from, date_to, per_caseworker, size, rate, seed, team, scheme, method, verdict, min_seconds)
    if redraw is not None:
        if any(option is not None for option in (*drawing, exclude, due, reviewer)) or blind:
            raise WrongUsage("--redraw stands alone: everything else is in the certificate.")
        _redraw(around, redraw)
        return
    first, last = day_of(date_from, "--from"), day_of(date_to, "--to")
    if first > last:
        raise WrongUsage(f"--from {first} lies after --to {last}.")
    order = SampleOrder(
        first,
        last,
        _how_many(per_caseworker, size, rate),
        _seed(seed),
        _filters(team, scheme, method, verdict, min_seconds),
        tuple(_exclusion(each) for each in exclude or ()),
        None if due is None else day_of(due, "--due"),
        reviewer,
        blind,
    )
    drawn = around.store.samples.draw(order, around.reviewer())
    _tell(around, drawn)
    around.answer({"sample_id": drawn.sample_id, "certificate": drawn.certificate.as_dict()})


def _redraw(around: Surroundings, path: Path) -> None:
    """Raises RedrawDiffers with what differs."""
    from models.sample_certificate_file import read_certificate

    told = read_certificate(path)
    around.write_nothing()
    found = around.store.samples.redraw(told)
    for line in found.changed:
        around.caution(line)
    if not found.same:
        raise RedrawDiffers(f"{path.name}: the sample comes out otherwise when it is drawn again.", found.differences)
    frame = told.certificate.frame
    by = "the certificate itself, which holds its whole frame" if found.from_itself else "the calls of this database"
    around.say(
        f"The same: {len(told.certificate.draws)} of {frame.size} calls, drawn again from {by} "
        f"by the seed {told.certificate.seed!r}."
    )
    around.answer(
        {
            "sample_id": found.sample_id or told.sample_id,
            "same": True,
            "differences": [],
            "certificate": told.certificate.as_dict(),
        }
    )


def _how_many(per_caseworker: int | None, size: int | None, rate: str | None) -> "HowMany":
    from models.sampling import Allocation, HowMany

    asked = [
        (Allocation.PER_CASEWORKER, "--per-caseworker", per_caseworker),
        (Allocation.SIZE, "--size", size),
        (Allocation.RATE, "--rate", rate),
    ]
    given = [each for each in asked if each[2] is not None]
    if len(given) != 1:
        raise WrongUsage("Say one of --per-caseworker N, --size N and --rate PCT.")
    allocation, option, number = given[0]
    try:
        return HowMany(allocation, Decimal(str(number)))
    except InvalidOperation as exc:
        raise WrongUsage(f"{option} must be a number, not {number!r}.") from exc
    except ValueError as exc:
        raise WrongUsage(f"{option} {number}: {exc}.") from exc


def _seed(seed: str | None) -> str:
    from models.sampling import seed_fault

    if seed is None:
        raise WrongUsage("Say --seed TEXT: the draw follows from it, so that anybody can draw the same again.")
    fault = seed_fault(seed)
    if fault is not None:
        raise WrongUsage(f"--seed {fault}.")
    return seed


def _filters(
    team: str | None, scheme: str | None, method: str | None, verdict: str | None, min_seconds: int | None
) -> "Filters":
    from models.guide_sheet import Method, Scheme
    from models.sample_certificate import Filters
    from models.steer_records import Verdict

    for option, given, known in (
        ("--scheme", scheme, list(Scheme)),
        ("--method", method, list(Method)),
        ("--verdict", verdict, list(Verdict)),
    ):
        if given is not None and given not in known:
            raise WrongUsage(f"{option} must be one of {', '.join(known)}, not {given!r}.")
    if min_seconds is not None and min_seconds < 0:
        raise WrongUsage(f"--min-seconds must be 0 or more, not {min_seconds}.")
    if team is not None and not team.strip():
        raise WrongUsage("--team must name a team.")
    return Filters(team, scheme, method, verdict, min_seconds)


def _exclusion(written: str) -> "Exclusion":
    from models.sample_certificate import Exclusion

    recording_id, sign, reason = written.partition("=")
    if not sign or not recording_id.strip() or not reason.strip():
        raise WrongUsage(f"--exclude must be ID=REASON, both of them, not {written!r}.")
    return Exclusion(recording_id.strip(), reason.strip())


def _tell(around: Surroundings, drawn: "Sample") -> None:
    """The sample for people: how many, of whom, which, and what was drawn before."""
    certificate = drawn.certificate
    calls = "call" if certificate.frame.size == 1 else "calls"
    around.say(f"{drawn.sample_id}: {len(certificate.draws)} of {certificate.frame.size} {calls}{_by(drawn.due)}.")
    for stratum in certificate.strata:
        lacking = f", {stratum.wanted} wanted" if stratum.wanted > stratum.drawn else ""
        around.say(f"  {stratum.caseworker_id or 'nobody known'}: {stratum.drawn} of {stratum.frame}{lacking}")
    for draw in certificate.draws:
        around.say(f"  {draw.position:>4}  {draw.recording_id}  {draw.sheet_id}  {draw.caseworker_id or ''}")
    if certificate.earlier_draws:
        around.caution(f"Drawn before on days of this period: {', '.join(certificate.earlier_draws)}.")


def _by(due: date | None) -> str:
    return "" if due is None else f", to be checked by {due.isoformat()}"
