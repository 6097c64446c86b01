"""The commands `policy list` and `policy check`: the steer's policies, and whether a file could be one of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.errors import Refusal
    from models.policy import Policy

REFUSED = 3


def register(app: typer.Typer) -> None:
    commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The policies of the debt steer.")
    commands.command("list", help="Every policy: the shipped ones and the department's own.")(list_)
    commands.command("check", help="Whether a file can be used as a policy.")(check)
    app.add_typer(commands, name="policy")


def list_(context: typer.Context) -> None:
    """Print every policy that can be judged by, oldest first; exit 3 when a file of the department was refused."""
    from desktop.paths import policy_folders
    from models.policy import read_all

    around = surroundings(context)
    policies, refused = read_all(policy_folders(around.database))
    _show(around, policies)
    around.list_refusals(refused)
    around.answer(
        {"policies": [_told(policy, policies) for policy in policies], "refused": [one.as_dict() for one in refused]}
    )
    if refused:
        raise typer.Exit(REFUSED)


def check(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A TOML file.")]
) -> None:
    """Read the file and hold it against the other policies; exit 3 with each fault named. Nothing is written."""
    from models.errors import InputRefused, Refusal
    from models.policy import read_policy

    around = surroundings(context)
    policy, refused = None, []
    try:
        policy = read_policy(file)
    except InputRefused as exc:
        refused = [detail for detail in exc.details if isinstance(detail, Refusal)]
    if policy is not None:
        refused = _against_others(around, policy)
        if not refused:
            around.say(
                f"{file}: {policy.id}, for {', '.join(policy.schemes)} from {policy.effective_from}: fit for use."
            )
    around.list_refusals(refused)
    around.answer(
        {
            "ok": not refused,
            "file": str(file),
            "id": None if policy is None else policy.id,
            "sha256": None if policy is None else policy.sha256,
            "refused": [one.as_dict() for one in refused],
        }
    )
    if refused:
        raise typer.Exit(REFUSED)


def _against_others(around: Surroundings, policy: "Policy") -> "list[Refusal]":
    """Why it could not stand beside the policies there are: dates, ids, and what was judged by already."""
    from desktop.paths import policy_folders
    from models.policy import changed_since_used, read_all
    from models.policy_file import overlaps

    others, _ = read_all(policy_folders(around.database))
    known = {other.id: other.sha256 for other in (*_used(around), *others)}
    changed = changed_since_used([policy], known)
    return changed or overlaps([*(other for other in others if other.id != policy.id), policy])


def _used(around: Surroundings) -> "Sequence[Policy]":
    """The policies as the database keeps them; none where there is no database, which is not made for this."""
    from desktop.paths import default_database

    address = around.database or str(default_database())
    if "://" not in address and not Path(address).is_file():
        return ()
    return around.store.policies.all().known


def _show(around: Surroundings, policies: "Sequence[Policy]") -> None:
    """A small table for people."""
    if around.quiet or around.as_json:
        return
    from rich.table import Table

    from models.policy import last_day

    table = Table(box=None, header_style="bold")
    for heading in ("policy", "schemes", "from", "to", "title", "file"):
        table.add_column(heading, no_wrap=heading in ("policy", "from", "to"))
    for policy in policies:
        last = last_day(policy, policies)
        place = "shipped" if _is_shipped(policy) else str(policy.origin)
        begin, end = policy.effective_from.isoformat(), "" if last is None else last.isoformat()
        table.add_row(policy.id, ", ".join(policy.schemes), begin, end, policy.title, place)
    around.for_people.print(table)


def _told(policy: "Policy", policies: "Sequence[Policy]") -> dict[str, object]:
    from models.policy import last_day

    last = last_day(policy, policies)
    return {
        "id": policy.id,
        "title": policy.title,
        "source": policy.source,
        "schemes": list(policy.schemes),
        "effective_from": policy.effective_from.isoformat(),
        "effective_to": None if last is None else last.isoformat(),
        "replaces": policy.replaces,
        "author": policy.author,
        "approver": policy.approver,
        "rivals": [rival.id for rival in policy.rivals],
        "sha256": policy.sha256,
        "shipped": _is_shipped(policy),
        "file": str(policy.origin),
    }


def _is_shipped(policy: "Policy") -> bool:
    import resources

    return policy.origin is not None and policy.origin.parent == resources.path("policy")
