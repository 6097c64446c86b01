"""Reading a policy file: TOML to a Policy, every fault named by key, line, value and reason.

Keys are written as in `rival[2].settings.cap_tolerance`, counted from 1. Percentages and amounts are text ("33.5",
"1000.00"), because a number of TOML would be a float. A rival names only the settings that differ.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.errors import InputRefused, Refusal
from models.guide_sheet import Frequency, Scheme
from models.policy import Floor, Paragraph, Policy, Rival, Settings, last_day
from models.toml_lines import key_lines, line_of, toml_values

SCHEMA = "steercheck.policy/1"
PARTS = ("1", "2", "3", "3E", "DEO", "LO", "ASSURANCE", "DISCRETION")
"""What a paragraph may stand behind: a rung, the order on earnings and its protected share, the liability order to be
considered, the assurance that an offer can be kept up, and discretion."""
POLICY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9][A-Za-z0-9-]*)*/[1-9][0-9]*")
RIVAL_ID = re.compile(r"[A-Z0-9][A-Z0-9_]*")
_PERCENTAGE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
_AMOUNT = re.compile(r"([0-9]{1,9})\.([0-9]{2})")
MOST_INSTALMENTS = 5_200
"""A hundred years of weeks."""

POLICY_KEYS = ("schema", "id", "title", "source", "schemes", "effective_from", "author", "approver", "settings")
OPTIONAL_KEYS = ("effective_to", "replaces", "rival", "paragraph")
CHOICES = {
    "contribution_basis": ("INCLUSIVE", "EXCLUSIVE"),
    "rung2_rate": ("AT_LEAST", "FLOOR_ONLY"),
    "lo_basis": ("OUTSTANDING", "RESIDUAL"),
}
SETTING_KEYS = (
    *("horizon_instalments", "cap_pct", "assurance_trigger_pct", "contribution_basis", "rung2_rate", "floor_binds"),
    *("lo_threshold", "lo_basis", "floor_tolerance", "cap_tolerance", "protected_money", "floor"),
)
FLOOR_KEYS = ("pct", "least_weekly", "basis")
FLOOR_BASES = ("NET_INCOME", "MAINTENANCE")


def read(path: Path) -> Policy:
    """Read a TOML file. Raises InputRefused with the file, and each faulty key, named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        fault = Refusal(path.name, None, None, None, f"cannot be read ({exc.strerror})")
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).", [fault]) from exc
    except UnicodeDecodeError as exc:
        raise InputRefused(
            f"{path.name} is not a policy file: not text in UTF-8.",
            [Refusal(path.name, None, None, None, "not text in UTF-8")],
        ) from exc
    try:
        values = toml_values(text)
    except ValueError as exc:
        found = re.search(r"\(at line ([0-9]+)", str(exc))
        not_toml = Refusal(path.name, int(found[1]) if found else None, None, None, f"not TOML: {exc}")
        raise InputRefused(f"{path.name} is not a TOML file: {exc}. Nothing was changed.", [not_toml]) from exc
    return policy_from(values, path.name, key_lines(text), path)


def policy_from(
    values: Mapping[str, Any], source: str, lines: Mapping[str, int] | None = None, origin: Path | None = None
) -> Policy:
    """The policy in plain `values`; `lines` is key -> line. Raises InputRefused; `details` are Refusals, one a key."""
    reader = _Reader(source, lines or {})
    policy = reader.policy(values, origin)
    if policy is None or reader.faults:
        first = reader.faults[0]
        raise InputRefused(
            f"{source} is not a policy that can be used: {first.column}: {first.reason}"
            + (f" ({len(reader.faults)} faults in all)." if len(reader.faults) > 1 else ".")
            + " Nothing was changed.",
            reader.faults,
        )
    return policy


def overlaps(policies: Sequence[Policy]) -> list[Refusal]:
    """What keeps these policies from standing side by side: an id twice, a stranger replaced, two in force at once."""
    faults = []
    ids = {policy.id for policy in policies}
    for policy in policies:
        if policy.replaces is not None and policy.replaces not in ids:
            faults.append(_about(policy, "replaces", policy.replaces, "there is no policy of this id"))
    for one, other in combinations(policies, 2):
        if one.id == other.id:
            faults.append(_about(other, "id", other.id, f"is the id of {_named(one)} as well"))
            continue
        shared = [scheme for scheme in one.schemes if scheme in other.schemes]
        begin = max(one.effective_from, other.effective_from)
        ends = [last for last in (last_day(one, policies), last_day(other, policies)) if last is not None]
        if shared and (not ends or begin <= min(ends)):
            reason = (
                f"two policies would be in force for {', '.join(shared)} from {begin}: {one.id} and {other.id}; "
                f'end the older by replaces = "{one.id}", or choose other dates'
            )
            faults.append(_about(other, "effective_from", str(other.effective_from), reason))
    return faults


def _about(policy: Policy, key: str, value: str, reason: str) -> Refusal:
    return Refusal(_named(policy), _line(policy, key), key, value, reason)


def _line(policy: Policy, key: str) -> int | None:
    """Where a key stands in the file the policy was read from; None when there is none, or no more."""
    if policy.origin is None:
        return None
    try:
        return line_of(key_lines(policy.origin.read_text(encoding="utf-8-sig")), key)
    except (OSError, UnicodeDecodeError):
        return None


def _named(policy: Policy) -> str:
    return policy.origin.name if policy.origin else policy.id


class _Reader:
    """One reading of one file; collects every fault instead of stopping at the first."""

    def __init__(self, source: str, lines: Mapping[str, int]) -> None:
        self._source = source
        self._lines = lines
        self.faults: list[Refusal] = []

    def policy(self, values: Mapping[str, Any], origin: Path | None) -> Policy | None:
        self._known(values, "", (*POLICY_KEYS, *OPTIONAL_KEYS), POLICY_KEYS)
        if "schema" in values and values["schema"] != SCHEMA:
            self._fault("schema", values["schema"], f'must be "{SCHEMA}"')
        policy_id = self._text(values, "", "id")
        if policy_id and not POLICY_ID.fullmatch(policy_id):
            self._fault("id", policy_id, 'must be a name and a version, like "2009-10/AnnexA/1"')
        schemes = self._schemes(values)
        begin, end = self._day(values, "effective_from"), self._day(values, "effective_to")
        if begin is not None and end is not None and end < begin:
            self._fault("effective_to", end, f"lies before effective_from {begin}")
        written = self._table(values, "", "settings")
        settings = None if written is None else self._settings(written, "settings", schemes)
        rivals = self._rivals(values, written or {}, schemes)
        paragraphs = self._paragraphs(values)
        replaces = self._text(values, "", "replaces") if "replaces" in values else None
        if replaces and replaces == policy_id:
            self._fault("replaces", replaces, "is the policy itself")
        title, source = self._text(values, "", "title"), self._text(values, "", "source")
        author, approver = self._text(values, "", "author"), self._text(values, "", "approver")
        if self.faults or begin is None or settings is None:
            return None
        return Policy(
            policy_id, title, source, schemes, begin, end, replaces, author, approver, settings, rivals, paragraphs,
            values, origin,
        )  # fmt: skip

    def _schemes(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        written = values.get("schemes", [])
        codes = ", ".join(Scheme)
        if not isinstance(written, list) or (not written and "schemes" in values):
            self._fault("schemes", written, f"must be a list of {codes}")
            return ()
        for scheme in written:
            if scheme not in list(Scheme):
                self._fault("schemes", scheme, f"is not a scheme; use {codes}")
        if len({str(scheme) for scheme in written}) < len(written):
            self._fault("schemes", written, "names a scheme twice")
        return tuple(str(scheme) for scheme in written)

    def _settings(self, table: Mapping[str, Any], at: str, schemes: Iterable[str]) -> Settings | None:
        before = len(self.faults)
        self._known(table, at, SETTING_KEYS, tuple(key for key in SETTING_KEYS if key != "floor"))
        horizon = self._horizon(table, at)
        cap, trigger = self._percentage(table, at, "cap_pct"), self._percentage(table, at, "assurance_trigger_pct")
        if trigger < cap:
            self._fault(f"{at}.assurance_trigger_pct", table.get("assurance_trigger_pct"), "lies below cap_pct")
        settings = Settings(
            horizon=MappingProxyType(horizon),
            floors=MappingProxyType(self._floors(table, at, tuple(schemes))),
            cap_pct=cap,
            assurance_pct=trigger,
            exclusive=self._choice(table, at, "contribution_basis", CHOICES["contribution_basis"]) == "EXCLUSIVE",
            rung2_at_least=self._choice(table, at, "rung2_rate", CHOICES["rung2_rate"]) == "AT_LEAST",
            floor_binds=self._yes_or_no(table, at, "floor_binds"),
            order_threshold_pence=self._amount(table, at, "lo_threshold"),
            order_on_residual=self._choice(table, at, "lo_basis", CHOICES["lo_basis"]) == "RESIDUAL",
            floor_tolerance_pence=self._amount(table, at, "floor_tolerance"),
            cap_tolerance_pence=self._amount(table, at, "cap_tolerance"),
            protected_money=self._yes_or_no(table, at, "protected_money"),
        )
        return settings if len(self.faults) == before else None

    def _horizon(self, table: Mapping[str, Any], at: str) -> dict[str, int]:
        written = self._table(table, at, "horizon_instalments")
        place = f"{at}.horizon_instalments"
        counts = dict.fromkeys(Frequency, 1)
        if written is not None:
            self._known(written, place, tuple(Frequency), tuple(Frequency))
            for frequency in Frequency:
                count = written.get(frequency, 1)
                if type(count) is not int or not 1 <= count <= MOST_INSTALMENTS:
                    self._fault(f"{place}.{frequency}", count, f"must be a whole number from 1 to {MOST_INSTALMENTS}")
                else:
                    counts[frequency] = count
        return {frequency.value: count for frequency, count in counts.items()}

    def _floors(self, table: Mapping[str, Any], at: str, schemes: Sequence[str]) -> dict[str, Floor | None]:
        floors: dict[str, Floor | None] = dict.fromkeys(schemes)
        written = self._table(table, at, "floor") if "floor" in table else {}
        for scheme in written or {}:
            place = f"{at}.floor.{scheme}"
            floor = self._table(written or {}, f"{at}.floor", scheme)
            if scheme not in floors:
                self._fault(place, None, "is not a scheme of this policy")
            elif floor is not None:
                self._known(floor, place, FLOOR_KEYS, FLOOR_KEYS)
                floors[scheme] = Floor(
                    self._percentage(floor, place, "pct"),
                    self._amount(floor, place, "least_weekly"),
                    self._choice(floor, place, "basis", FLOOR_BASES) == "MAINTENANCE",
                )
        return floors

    def _rivals(
        self, values: Mapping[str, Any], settings: Mapping[str, Any], schemes: Sequence[str]
    ) -> tuple[Rival, ...]:
        rivals: list[Rival] = []
        for table, at in self._tables(values, "rival"):
            self._known(table, at, ("id", "words", "settings"), ("id", "words", "settings"))
            rival_id, words = self._text(table, at, "id"), self._text(table, at, "words")
            if rival_id and not RIVAL_ID.fullmatch(rival_id):
                self._fault(f"{at}.id", rival_id, "must be capitals, digits and underscores")
            if rival_id in [rival.id for rival in rivals]:
                self._fault(f"{at}.id", rival_id, "is the id of another rival as well")
            change = self._table(table, at, "settings")
            if change is not None and not change:
                self._fault(f"{at}.settings", None, "must name what is read otherwise")
            if change:
                whole = {**settings, **change}
                if isinstance(change.get("floor"), Mapping) and isinstance(settings.get("floor"), Mapping):
                    whole["floor"] = {**settings["floor"], **change["floor"]}
                read_as = self._changed(whole, change, f"{at}.settings", schemes)
                if read_as is not None:
                    rivals.append(Rival(rival_id, words, read_as))
        return tuple(rivals)

    def _changed(
        self, whole: Mapping[str, Any], change: Mapping[str, Any], at: str, schemes: Sequence[str]
    ) -> Settings | None:
        """The settings of a rival; a fault of what it takes over is the main reading's and is told there once."""
        inner = _Reader(self._source, self._lines)
        settings = inner._settings(whole, at, schemes)
        for fault in inner.faults:
            name, _, rest = (fault.column or "").removeprefix(f"{at}.").partition(".")
            floors = change.get("floor")
            taken_over = name == "floor" and isinstance(floors, Mapping) and rest.partition(".")[0] not in floors
            if name in change and not taken_over:
                self.faults.append(fault)
        return settings

    def _paragraphs(self, values: Mapping[str, Any]) -> tuple[Paragraph, ...]:
        found = []
        for table, at in self._tables(values, "paragraph"):
            self._known(table, at, ("reference", "text", "behind"), ("reference", "text", "behind"))
            behind = table.get("behind", [])
            if not isinstance(behind, list) or not behind or any(part not in PARTS for part in behind):
                self._fault(f"{at}.behind", behind, "must be a list of " + ", ".join(PARTS))
                behind = []
            found.append(Paragraph(self._text(table, at, "reference"), self._text(table, at, "text"), tuple(behind)))
        return tuple(found)

    def _tables(self, values: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], str]]:
        written = values.get(name, [])
        if not isinstance(written, list) or any(not isinstance(table, Mapping) for table in written):
            self._fault(name, written, f"must be tables, each under [[{name}]]")
            return []
        return [(table, f"{name}[{number}]") for number, table in enumerate(written, 1)]

    def _table(self, values: Mapping[str, Any], at: str, name: str) -> Mapping[str, Any] | None:
        written = values.get(name)
        if written is not None and not isinstance(written, Mapping):
            self._fault(_key(at, name), written, "must be a table")
        return written if isinstance(written, Mapping) else None

    def _text(self, table: Mapping[str, Any], at: str, name: str) -> str:
        written = table.get(name)
        if written is None:
            return ""
        if not isinstance(written, str) or not written.strip():
            self._fault(_key(at, name), written, "must be text and not empty")
            return ""
        return written.strip()

    def _day(self, values: Mapping[str, Any], name: str) -> date | None:
        written = values.get(name)
        if written is not None and (not isinstance(written, date) or isinstance(written, datetime)):
            self._fault(name, written, "must be a date without quotation marks, like 2009-04-01")
            return None
        return written

    def _percentage(self, table: Mapping[str, Any], at: str, name: str) -> int:
        return self._number(table, at, name, _PERCENTAGE, lambda number: number <= 100 * 100, 'like "40" or "33.5"')

    def _amount(self, table: Mapping[str, Any], at: str, name: str) -> int:
        return self._number(table, at, name, _AMOUNT, lambda _pence: True, 'pounds and pence, like "1000.00"')

    def _number(
        self,
        table: Mapping[str, Any],
        at: str,
        name: str,
        form: re.Pattern[str],
        fits: Callable[[int], bool],
        words: str,
    ) -> int:
        """Text of two parts around a point, in hundredths."""
        if name not in table:
            return 0
        written = table[name]
        found = form.fullmatch(written) if isinstance(written, str) else None
        hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
        if found is None or not fits(hundredths):
            self._fault(_key(at, name), written, f"must be text, {words}")
            return 0
        return hundredths

    def _choice(self, table: Mapping[str, Any], at: str, name: str, choices: Sequence[str]) -> str:
        written = table.get(name, choices[0])
        if written not in choices:
            self._fault(_key(at, name), written, "must be " + " or ".join(choices))
            return choices[0]
        return str(written)

    def _yes_or_no(self, table: Mapping[str, Any], at: str, name: str) -> bool:
        written = table.get(name, False)
        if not isinstance(written, bool):
            self._fault(_key(at, name), written, "must be true or false")
            return False
        return written

    def _known(self, table: Mapping[str, Any], at: str, known: Sequence[str], needed: Sequence[str]) -> None:
        for name in table:
            if name not in known:
                self._fault(_key(at, name), table[name], "is not a key of a policy")
        for name in needed:
            if name not in table:
                self._fault(_key(at, name), None, "is missing")

    def _fault(self, key: str, value: object, reason: str) -> None:
        written = None if value is None else str(value)
        self.faults.append(Refusal(self._source, line_of(self._lines, key), key, written, reason))


def _key(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
