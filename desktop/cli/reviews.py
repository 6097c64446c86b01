"""The commands on reviews: `review` (make one from a file of answers), `reviews` (list them), `export` (the pack).

What happens to one after it was signed stands in `desktop.cli.life`.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.cli import life
from desktop.cli.days import day_of
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import InputRefused, NotAllowed, Refusal, ReviewIncomplete, UnknownId, WrongUsage

if TYPE_CHECKING:
    from models.review import ReviewForm
    from models.scoring import Missing
    from models.store.reviews import ReviewSummary, Subject
    from models.store.staff import Person

REFUSED = 3
TABLE_WIDTH = 200
"""The list of reviews where there is no terminal to fit into: ids stay whole, to be handed to the next command."""
LIST_ENDINGS = frozenset({".xlsx", ".csv", ".jsonl", ".json", ".txt"})
"""Names of single files; a pack is a ZIP or a folder."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command("review", help="Sign a review from a file of answers; ID is a recording, a sheet or a review.")(review)
    app.command("reviews", help="List the reviews.")(reviews)
    life.register(app)
    app.command("export", help="Write signed reviews out for Quality Assurance.")(export)


def review(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="A recording, else a sheet, else a review.")],
    answers: Annotated[
        Path, typer.Option("--answers", metavar="FILE", readable=False, help="The answers (steercheck.review/1).")
    ],
    draft: Annotated[bool, typer.Option("--draft", help="Keep it as a draft instead of signing.")] = False,
    amend: Annotated[
        str | None, typer.Option("--amend", metavar="REASON", help="Append a version to a signed review.")
    ] = None,
) -> None:
    around = surroundings(context)
    if draft and amend is not None:
        raise WrongUsage("--draft and --amend exclude each other: an amendment is signed at once.")
    try:
        outcome = _make(around, key, answers, draft=draft, amend=amend)
    except ReviewIncomplete as exc:
        around.complaints.print(exc.message)
        outcome = _outcome(missing=[found for found in exc.details if hasattr(found, "as_dict")])
    except InputRefused as exc:
        outcome = _outcome(refused=_refusals(exc, answers, key))
        around.list_refusals(outcome["refused"])
    for found in outcome["missing"]:
        around.complaints.print(f"  {found}")
    for each in outcome.pop("against_steer"):  # for people: the document's keys are those of the contract
        around.say(
            f"  {each['prompt']}: answered {each['answer']}, the steer proposes {each['proposed']}: {each['sum']}"
        )
    around.answer(
        outcome
        | {
            "missing": [found.as_dict() for found in outcome["missing"]],
            "refused": [found.as_dict() for found in outcome["refused"]],
        }
    )
    if outcome["refused"] or (outcome["missing"] and not draft):
        raise typer.Exit(REFUSED)


def reviews(
    context: typer.Context,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", help="draft, signed, released, acknowledged, disputed, decided or amended.", metavar="STATE"
        ),
    ] = None,
) -> None:
    from models.staff import Role
    from models.store.reviews import STATES

    around = surroundings(context)
    if state is not None and state not in STATES:
        raise WrongUsage(f"--state must be one of {', '.join(STATES)}, not {state!r}.")
    own = around.person.staff_id if around.person.role is Role.CASEWORKER else None
    found = around.store.reviews.listing(state, released_to=own)
    if not around.as_json and not around.quiet:
        _print_table(around, found)
    around.answer([_line(summary) for summary in found])


def export(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="PACK", readable=False, help="A name ending with .zip, or a folder.")
    ],
    sample: Annotated[str | None, typer.Option("--sample", metavar="ID", help="The reviews of a sample.")] = None,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First decision date, YYYY-MM-DD.")
    ] = None,
    date_to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last decision date, included.")] = None,
) -> None:
    from desktop.jobs.write_export import write_pack
    from models.review_export import export_tables

    around = surroundings(context)
    if (sample is None) == (date_from is None and date_to is None) or (date_from is None) != (date_to is None):
        raise WrongUsage("Say either --sample ID, or both --from DATE and --to DATE.")
    if out.suffix.lower() in LIST_ENDINGS and not out.is_dir():
        raise WrongUsage(f"--out {out}: a pack holds several files; let its name end with .zip, or name a folder.")
    _exporter(around)
    if sample is not None:
        tables = export_tables(around.store, sample_id=sample)
    else:
        first, last = day_of(date_from, "--from"), day_of(date_to, "--to")
        if first > last:
            raise WrongUsage(f"--from {first} lies after --to {last}.")
        tables = export_tables(around.store, first, last)
    written = write_pack(tables, out, lambda: None, lambda _fraction, _text: None)
    around.say(f"{written.reviews} signed reviews with {written.answers} answers written to {written.path}.")
    around.answer(
        {
            "pack": str(written.path),
            "sha256": written.sha256,
            "reviews": written.reviews,
            "answers": written.answers,
            "clips": 0,
            "sample_id": sample,
            "signer": None,
            "redacted": {},
        }
    )


def _make(around: Surroundings, key: str, answers: Path, *, draft: bool, amend: str | None) -> dict[str, Any]:
    """Read, settle who and what it is about, and sign, amend or keep; the outcome as the contract writes it."""
    from models.review_file import read_review_file
    from models.store.review_signing import things_missing

    store = around.store
    form = read_review_file(answers, store.scorecards.get, store.scorecards.current().id)
    person = _reviewer(around, form, answers)
    form = _about(replace(form, reviewer_id=person.staff_id), store.reviews.find(key), key, answers)
    if amend is not None:
        amended = _signed_one(around, form, key, person)
        return _signed(around, store.reviews.amend(amended, form, amend, person, declared=True))
    if draft:
        kept = store.reviews.save_draft(store.reviews.on_own_draft(form))
        lacking = store.reviews.missing(str(kept.review_id), declared=True)
        around.say(f"Kept as draft {kept.review_id}; {things_missing(len(lacking))}.")
        return _outcome(around, kept, lacking)
    return _signed(around, store.reviews.sign_form(form, person))


def _signed(around: Surroundings, form: "ReviewForm") -> dict[str, Any]:
    outcome = _outcome(around, form)
    around.say(
        f"Signed as review {form.review_id}: score {outcome['score'] or 'none'}, critical {outcome['critical']}, "
        f"{outcome['kpi_class']}."
    )
    return outcome


def _outcome(
    around: Surroundings | None = None,
    form: "ReviewForm | None" = None,
    missing: "Sequence[Missing | object]" = (),
    refused: Sequence[Refusal] = (),
) -> dict[str, Any]:
    """The one document of `review`: all its keys, whatever happened. Without a form nothing was kept.

    Beside them `against_steer`: the answers that are others than the steer proposes, with its sum.
    """
    result, against = None, list[dict[str, Any]]()
    if around is not None and form is not None:
        result = around.store.reviews.result(str(form.review_id))
        against = around.store.reviews.against_steer(str(form.review_id))
    return {
        "review_id": None if form is None else form.review_id,
        "state": None if form is None else form.state.value,
        "score": None if result is None or result.score is None else str(result.score),
        "critical": None if result is None or result.critical is None else result.critical.value,
        "kpi_class": None if result is None or result.kpi_class is None else result.kpi_class.value,
        "missing": list(missing),
        "refused": list(refused),
        "against_steer": against,
    }


def _refusals(fault: InputRefused, answers: Path, key: str) -> list[Refusal]:
    """What was refused, by its place in the file of answers; an unknown ID of the call itself has no place in it."""
    found = [detail for detail in fault.details if isinstance(detail, Refusal)]
    if found:
        return [replace(refusal, file=str(answers)) for refusal in found]
    value = fault.key if isinstance(fault, UnknownId) else key
    return [Refusal(str(answers), None, "ID" if value == key else None, value, fault.message)]


def _reviewer(around: Surroundings, form: "ReviewForm", answers: Path) -> "Person":
    """Who signs: the person working, else (where nobody could be known by an account) the one the file names.

    Raises NotAllowed when the file names somebody else or there is no staff list, InputRefused when nobody on it has
    the id the file names.
    """
    named = form.reviewer_id or None
    nobody_known = not around.person.on_staff and around.claimed_staff is None and bool(around.store.staff.listing())
    if named is not None and nobody_known and not around.store.staff.have_accounts():
        person = around.store.staff.get(named)
        if person is None:
            reason = "nobody on the staff list has this id"
            raise InputRefused(
                f"The review was not taken: {reason}.", [Refusal(str(answers), None, "reviewer_id", named, reason)]
            )
        return person
    person = around.reviewer()
    if named not in (None, person.staff_id):
        raise NotAllowed(
            f"The answers are those of {named}; {person.staff_id} is working and cannot sign for {named}. "
            "Nothing was signed."
        )
    return person


def _about(form: "ReviewForm", subject: "Subject", key: str, answers: Path) -> "ReviewForm":
    """The form about what the ID of the call stands for. Raises InputRefused when the form says otherwise."""
    faults = []
    for column, named, meant in (
        ("recording_id", form.recording_id, subject.recording_id),
        ("sheet_id", form.sheet_id, subject.sheet_id),
    ):
        if named is not None and named != meant:
            reason = f"{key} belongs to {meant}" if meant is not None else f"{key} has none"
            if meant == key:
                reason = f"the command is about {key}"
            faults.append(Refusal(str(answers), None, column, named, reason))
    if subject.review_id is not None and form.review_id not in (None, subject.review_id):
        faults.append(Refusal(str(answers), None, "review_id", form.review_id, f"the call names review {key}"))
    if faults:
        raise InputRefused(f"The review was not taken: {faults[0]}.", faults)
    return replace(
        form,
        recording_id=subject.recording_id,
        sheet_id=subject.sheet_id,
        review_id=subject.review_id or form.review_id,
    )


def _signed_one(around: Surroundings, form: "ReviewForm", key: str, person: "Person") -> str:
    """The signed review that is to be amended: the one named, else the working person's own, else what counts now and
    may have another signer. Raises InputRefused."""
    store = around.store.reviews
    if form.review_id is not None:
        about = store.get(form.review_id)
        if (about.recording_id or about.sheet_id) != (form.recording_id or form.sheet_id):
            raise InputRefused(f"Review {form.review_id} is not about {key}. Nothing was changed.")
        return form.review_id
    own = store.mine(form.recording_id, form.sheet_id, form.reviewer_id, form.scorecard, form.kind)
    return own.review_id if own is not None and own.review_id is not None else around.store.life.find(key, person)


def _exporter(around: Surroundings) -> None:
    """Raises NotAllowed unless the working person may hand reviews out.

    Where the staff list names no accounts and nobody said who they are, whoever can open the database may.
    """
    person, reviewers = around.person, around.store.staff.reviewers()
    unnamed = not person.on_staff and around.claimed_staff is None and not around.store.staff.have_accounts()
    if unnamed and reviewers:
        return
    if not around.reviewer().may_review:
        raise NotAllowed(f"{person.staff_id} may not export reviews: only team leaders and Quality Assurance do.")


def _line(summary: "ReviewSummary") -> dict[str, object]:
    from models.review_file import office_time

    return {
        "review_id": summary.review_id,
        "kind": summary.kind.value,
        "state": summary.state,
        "recording_id": summary.recording_id,
        "sheet_id": summary.sheet_id,
        "case_ref": summary.case_ref,
        "caseworker_id": summary.caseworker_id,
        "team": summary.team,
        "reviewer_id": summary.reviewer_id,
        "scorecard": summary.scorecard,
        "saved_at": office_time(summary.saved_at),
        "signed_at": None if summary.signed_at is None else office_time(summary.signed_at),
        "score": None if summary.score is None else str(summary.score),
        "critical": None if summary.critical is None else summary.critical.value,
        "kpi_class": None if summary.kpi_class is None else summary.kpi_class.value,
        "amends": summary.amends,
        "reply_by": None if summary.reply_by is None else summary.reply_by.isoformat(),
    }


def _state(summary: "ReviewSummary") -> str:
    """Where it stands, in words, with what a person should know beside it."""
    last = f", reply by {summary.reply_by}" if summary.state == "released" else ""
    return summary.state + last + (", sheet changed since" if summary.sheet_changed else "")


def _print_table(around: Surroundings, found: "Sequence[ReviewSummary]") -> None:
    from rich.table import Column, Table

    from models.clock import office_date

    if not found:
        around.say("No reviews yet.")
        return
    table = Table(
        Column("Review", no_wrap=True),
        "State",
        "Call or sheet",
        "Caseworker",
        "Reviewer",
        "Signed",
        "Score",
        "Critical",
        "KPI",
    )
    for summary in found:
        signed = "" if summary.signed_at is None else office_date(summary.signed_at).isoformat()
        table.add_row(
            summary.review_id,
            _state(summary),
            summary.recording_id or summary.sheet_id or "",
            summary.caseworker_id or "",
            summary.reviewer_id,
            signed,
            "" if summary.score is None else str(summary.score),
            summary.critical or "",
            summary.kpi_class or "",
        )
    around.for_people.print(table, width=None if around.for_people.is_terminal else TABLE_WIDTH)
