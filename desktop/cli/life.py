"""The commands of a review's life after it was signed: `release`, `reply`, `decide`.

ID is a review, else a recording or a guide sheet, of which the working person's own signed review is meant, or the only
one there is.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import InputRefused, NotAllowed, Refusal, UnknownId, WrongUsage

if TYPE_CHECKING:
    from models.reply_file import ReplyForm
    from models.review_life import LifeStory
    from models.store.staff import Person

REFUSED = 3
NOT_ALLOWED = 6

_Key = Annotated[str, typer.Argument(metavar="ID", help="A review, else a recording or a guide sheet.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.command("release", help="Hand signed reviews to their caseworkers.")(release)
    app.command("reply", help="Record a caseworker's reply from a form file.")(reply)
    app.command("decide", help="Decide a disputed prompt of a review somebody else signed.")(decide)


def release(
    context: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="ID...", help="Reviews, else recordings or guide sheets.")],
) -> None:
    from desktop.settings import load_settings

    around = surroundings(context)
    person = around.reviewer()
    found, refused = _found(around, keys, person)
    days = load_settings().dispute_window_days
    outcome = around.store.life.release(found, person, days)
    released = [_where(story) for story in outcome.released]
    refused += [(each.review_id, each.reason, each.allowed) for each in outcome.refused]
    if len(keys) == 1 and refused:
        _key, reason, allowed = refused[0]
        raise InputRefused(reason) if allowed else NotAllowed(reason)
    for each in released:
        around.say(f"Released review {each['review_id']}; a prompt can be disputed until {each['reply_by']}.")
    for key, reason, _allowed in refused:
        around.complaints.print(f"{key}: {reason}")
    one = released[0] if len(keys) == 1 else dict.fromkeys(("review_id", "state", "reply_by"))
    listed = [{"review_id": key, "reason": reason} for key, reason, _allowed in refused]
    around.answer({**one, "released": released, "refused": listed})
    if refused:
        forbidden = not released and not any(allowed for _key, _reason, allowed in refused)
        raise typer.Exit(NOT_ALLOWED if forbidden else REFUSED)


def reply(
    context: typer.Context,
    key: _Key,
    file: Annotated[
        Path, typer.Option("--file", metavar="FILE", readable=False, help="The reply (steercheck.reply/1).")
    ],
) -> None:
    from models.reply_file import read_reply

    around = surroundings(context)
    form = read_reply(file)
    person = _replying(around, form, file)
    story = around.store.life.of(_meant(around, key, form, file))
    if form.caseworker_id not in (None, story.caseworker_id):
        reason = f"the review is of {story.caseworker_id or 'nobody'}"
        raise _not_taken(Refusal(str(file), None, "caseworker_id", form.caseworker_id, reason))
    try:
        story = around.store.life.reply(story.review_id, form.reply, person)
    except InputRefused as exc:  # each refused dispute is told with the file it stands in
        told = [replace(each, file=str(file)) if isinstance(each, Refusal) else each for each in exc.details]
        raise InputRefused(exc.message, told) from exc
    around.say(f"Recorded for {story.caseworker_id}: review {story.review_id} is {story.state.value}.")
    around.answer(_told(story))


def decide(
    context: typer.Context,
    key: _Key,
    prompt: Annotated[str, typer.Option("--prompt", metavar="P", help="The disputed prompt.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="OUTCOME", help="upheld or changed.")],
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="The reason of the decision.")],
) -> None:
    from models.review_life import Outcome

    around = surroundings(context)
    if outcome not in {each.value for each in Outcome}:
        raise WrongUsage(f"--outcome must be upheld or changed, not {outcome!r}.")
    person = around.reviewer()
    review_id = around.store.life.find(key, person)
    story = around.store.life.decide(review_id, prompt, Outcome(outcome), comment, person)
    waiting = len(story.undecided)
    rest = f"{waiting} more to decide" if waiting else "to be amended" if story.to_amend else "all decided"
    around.say(f"Decided: {prompt} is {outcome}. Review {story.review_id} is {story.state.value}, {rest}.")
    around.answer(_told(story))


def _found(
    around: Surroundings, keys: Sequence[str], person: "Person"
) -> tuple[list[str], list[tuple[str, str, bool]]]:
    """The review each ID means, and the IDs that mean none: with the reason, and whether it is the person's to do."""
    found: list[str] = []
    refused: list[tuple[str, str, bool]] = []
    for key in dict.fromkeys(keys):
        try:
            found.append(around.store.life.find(key, person))
        except InputRefused as exc:
            refused.append((key, exc.message, True))
    return found, refused


def _replying(around: Surroundings, form: "ReplyForm", file: Path) -> "Person":
    """Who records the reply: the person working, else (where nobody could be known by an account) the caseworker whom
    the file names. Raises NotAllowed, and InputRefused for a caseworker nobody knows."""
    staff = around.store.staff
    unknown = not around.person.on_staff and around.claimed_staff is None and not staff.have_accounts()
    if form.caseworker_id is None or not unknown or not staff.listing():
        return around.reviewer()
    person = staff.get(form.caseworker_id)
    if person is None:
        reason = "nobody on the staff list has this id"
        raise _not_taken(Refusal(str(file), None, "caseworker_id", form.caseworker_id, reason))
    return person


def _meant(around: Surroundings, key: str, form: "ReplyForm", file: Path) -> str:
    """The review the file names, which must be about the ID of the call. Raises UnknownId, InputRefused."""
    reviews = around.store.reviews
    meant = reviews.find(key)
    try:
        named = reviews.get(form.review_id)
    except UnknownId as exc:
        raise _not_taken(Refusal(str(file), None, "review_id", form.review_id, "no review has this id")) from exc
    about = {meant.review_id} if meant.review_id is not None else {named.recording_id, named.sheet_id}
    if (form.review_id if meant.review_id is not None else key) not in about:
        raise _not_taken(Refusal(str(file), None, "review_id", form.review_id, f"the command is about {key}"))
    return form.review_id


def _not_taken(refusal: Refusal) -> InputRefused:
    return InputRefused(f"The reply was not taken: {refusal}. Nothing was changed.", [refusal])


def _where(story: "LifeStory") -> dict[str, Any]:
    return {
        "review_id": story.review_id,
        "state": story.state.value,
        "reply_by": None if story.reply_by is None else story.reply_by.isoformat(),
    }


def _told(story: "LifeStory") -> dict[str, Any]:
    return _where(story) | {
        "to_amend": story.to_amend,
        "disputes": [
            {
                "prompt": dispute.prompt,
                "comment": dispute.comment,
                "outcome": None if dispute.outcome is None else dispute.outcome.value,
                "decided_by": dispute.decided_by,
                "decision": dispute.decision or None,
            }
            for dispute in story.disputes
        ],
    }
