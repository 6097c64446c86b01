"""The command `sample`: draw calls at random with a certificate, draw a certificate's sample again and compare, show.

`--show` writes a kept sample with its progress and its cross-reference with Task 567, `--list` every sample there is;
beside the contract's forms, which they leave as they are.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.days import day_of
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import NotAllowed, RedrawDiffers, WrongUsage

if TYPE_CHECKING:
    from models.sample_certificate import Exclusion, Filters
    from models.sampling import HowMany
    from models.store.sample_reading import Sample, SampleLine


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
    equal: Annotated[
        bool, typer.Option("--equal", help="With --size: of each caseworker alike, however many calls each has.")
    ] = False,
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
    show: Annotated[
        str | None, typer.Option("--show", metavar="SAMPLE", help="A sample, how far it is, and its cross-reference.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="Every sample with its progress, the newest first.")] = False,
) -> None:
    from models.store.samples import SampleOrder

    around = surroundings(context)
    drawing = (date_from, date_to, per_caseworker, size, rate, seed, team, scheme, method, verdict, min_seconds)
    whole = [("--redraw", redraw is not None), ("--show", show is not None), ("--list", list_all)]
    alone = [name for name, asked in whole if asked]
    if alone:
        if any(option is not None for option in (*drawing, exclude, due, reviewer)) or blind or equal or alone[1:]:
            why = ": everything else is in the certificate" if alone == ["--redraw"] else ""
            raise WrongUsage(f"{alone[0]} stands alone{why}.")
        if redraw is not None:
            _redraw(around, redraw)
        elif show is not None:
            _show(around, show)
        else:
            _list(around)
        return
    first, last = day_of(date_from, "--from"), day_of(date_to, "--to")
    if first > last:
        raise WrongUsage(f"--from {first} lies after --to {last}.")
    order = SampleOrder(
        first,
        last,
        _how_many(per_caseworker, size, rate, equal=equal),
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


def _show(around: Surroundings, sample_id: str) -> None:
    from models.sample_crossing import Crossed

    _refuse_others(around)
    samples = around.store.samples
    kept, line, found = samples.get(sample_id), samples.progress(sample_id), samples.cross_reference(sample_id)
    around.say(_line_words(line))
    for share in line.by_caseworker:
        around.say(f"  {share.caseworker_id or 'nobody known'}: {share.done} of {share.drawn} checked")
    counted = (f"{found.counts[each]} {each.value.replace('_', ' ')}" for each in Crossed)
    around.say(f"Sheet beside Task 567: {', '.join(counted)}.")
    for each in found.calls:
        if each.outcome is not Crossed.AGREES:
            around.say(f"  {each.records.position:>4}  {each.records.recording_id}  {each.why}")
    around.say(f"{found.without_call} of {found.sheets} sheets of the period have no recording and cannot be drawn.")
    around.answer(
        {
            "sample_id": kept.sample_id,
            "certificate": kept.certificate.as_dict(),
            "progress": _progress(line),
            "cross_reference": found.as_dict(),
        }
    )


def _refuse_others(around: Surroundings) -> None:
    """Raises NotAllowed for who is neither a team leader nor of Quality Assurance."""
    person = around.reviewer()
    if not person.may_review:
        raise NotAllowed(f"{person.staff_id} may not see samples: only team leaders and Quality Assurance do.")


def _list(around: Surroundings) -> None:
    _refuse_others(around)
    lines = around.store.samples.listing()
    for line in lines:
        around.say(_line_words(line))
    if not lines:
        around.say("No sample has been drawn.")
    around.answer([_progress(line) for line in lines])


def _line_words(line: "SampleLine") -> str:
    who = f", {line.reviewer}" if line.reviewer else ""
    blind = ", blind" if line.blind else ""
    period = f"{line.date_from.isoformat()} to {line.date_to.isoformat()}"
    return f"{line.sample_id}  {period}  {line.done} of {line.drawn} checked{_by(line.due)}{who}{blind}"


def _progress(line: "SampleLine") -> dict[str, object]:
    return {
        "sample_id": line.sample_id,
        "from": line.date_from.isoformat(),
        "to": line.date_to.isoformat(),
        "seed": line.seed,
        "drawn_by": line.drawn_by,
        "due": None if line.due is None else line.due.isoformat(),
        "reviewer": line.reviewer,
        "blind": line.blind,
        "done": line.done,
        "drawn": line.drawn,
        "by_caseworker": [
            {"caseworker_id": share.caseworker_id, "done": share.done, "drawn": share.drawn}
            for share in line.by_caseworker
        ],
    }


def _how_many(per_caseworker: int | None, size: int | None, rate: str | None, *, equal: bool) -> "HowMany":
    from models.sampling import Allocation, HowMany

    if equal and size is None:
        raise WrongUsage("--equal goes with --size N: so many calls in all, of each caseworker alike.")

    asked = [
        (Allocation.PER_CASEWORKER, "--per-caseworker", per_caseworker),
        (Allocation.EQUAL_SIZE if equal else Allocation.SIZE, "--size", size),
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
    if drawn.blind and certificate.frame.filters.verdict is not None:
        around.caution(
            f"Blind, but drawn by the verdict {certificate.frame.filters.verdict}: whoever sees the certificate knows "
            "the steer's verdict on every call of this sample."
        )
    if certificate.earlier_draws:
        around.caution(f"Drawn before on days of this period: {', '.join(certificate.earlier_draws)}.")


def _by(due: date | None) -> str:
    return "" if due is None else f", to be checked by {due.isoformat()}"
