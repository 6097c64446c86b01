"""Changing a draft scorecard step by step: pure functions over the plain `values` of its file, and what can be undone.

Between the editor's fields (which wish one change at a time) and the draft that is saved (`state.scorecard_draft`).
Every function gives new values and leaves the old ones as they were; nothing here asks whether a scorecard can be used,
so a draft may stand half finished. Places are Spots, counted from 0; the keys of refusals count from 1.
"""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.answer_types import USUAL_TEXT, AnswerType
from models.errors import Refusal
from models.review import AnswerValue
from models.scorecard import NEVER, shipped
from models.scorecard_answers import COMMENTED, KEYS

Values = Mapping[str, Any]
Table = dict[str, Any]

NEW_ID = "NEW_PROMPT"
NEW_SECTION = "New section"
_PLACE = re.compile(r"section(?:\[(\d+)\](?:\.prompt(?:\[(\d+)\])?)?)?\.?")
_TYPED_KEYS = frozenset().union(*KEYS.values())


class Spot(NamedTuple):
    """A place in a draft: the card itself, a section, or a prompt of a section."""

    section: int | None = None
    prompt: int | None = None


CARD = Spot()


def spots(values: Values) -> list[Spot]:
    """Every place in the order of the form: the card, then each section with its prompts."""
    found = [CARD]
    for at, section in enumerate(values.get("section", ())):
        found.append(Spot(at))
        found += [Spot(at, number) for number in range(len(section.get("prompt", ())))]
    return found


def table(values: Values, spot: Spot) -> Mapping[str, Any]:
    """The table at a place. Raises IndexError for a place that is none."""
    if spot.section is None:
        return values
    section: Mapping[str, Any] = values.get("section", ())[spot.section]
    return section if spot.prompt is None else section.get("prompt", ())[spot.prompt]


def prompts(values: Values) -> list[Mapping[str, Any]]:
    """The tables of all prompts in order."""
    return [prompt for section in values.get("section", ()) for prompt in section.get("prompt", ())]


def spot_of(values: Values, prompt_id: str) -> Spot | None:
    """Where the prompt with this id stands."""
    for spot in spots(values):
        if spot.prompt is not None and table(values, spot).get("id") == prompt_id:
            return spot
    return None


def nearest(values: Values, spot: Spot) -> Spot:
    """This place, or the one before it where it is gone."""
    known = spots(values)
    if spot in known:
        return spot
    before = [
        each for each in known if (each.section or 0, each.prompt or -1) <= (spot.section or 0, spot.prompt or -1)
    ]
    return before[-1] if before else CARD


def put(values: Values, spot: Spot, key: str, value: object) -> Table:
    """One value at a place; None takes the key away."""
    made, there = _at(values, spot)
    if value is None:
        there.pop(key, None)
    else:
        there[key] = copy.deepcopy(value)
    return made


def rename(values: Values, spot: Spot, new_id: str) -> Table:
    """Another id for a prompt; the conditions and the discretion prompt that name it go along, while it is the only
    one of that id."""
    old = table(values, spot).get("id")
    made, there = _at(values, spot)
    there["id"] = new_id
    if isinstance(old, str) and sum(prompt.get("id") == old for prompt in prompts(values)) == 1:
        if made.get("discretion_prompt") == old:
            made["discretion_prompt"] = new_id
        for prompt in prompts(made):
            _follow(prompt.get("not_applicable_when", ()), old, new_id)
    return made


def set_type(values: Values, spot: Spot, kind: AnswerType) -> Table:
    """Another type of answer: what belonged to the old one goes, what the new one needs is begun."""
    made, there = _at(values, spot)
    for key in _TYPED_KEYS:
        there.pop(key, None)
    there.pop("type", None)
    if kind is not AnswerType.YES_NO:
        there["type"] = kind.value
        there["from_steer"] = False
    there.update(copy.deepcopy(_BEGUN[kind]))
    if "comment_on" in there:
        kept = [answer for answer in there["comment_on"] if answer in COMMENTED]
        there["comment_on"] = kept
        if not kept:
            del there["comment_on"]
    return made


_BEGUN: Mapping[AnswerType, Table] = {
    AnswerType.YES_NO: {},
    AnswerType.CHOICE: {
        "option": [
            {"id": "wholly", "text": "Wholly", "credit": 100},
            {"id": "partly", "text": "Partly", "credit": 50},
            {"id": "not_at_all", "text": "Not at all", "credit": 0},
        ]
    },
    AnswerType.SCALE: {"least": 1, "most": 5, "no_below": 2},
    AnswerType.NUMBER: {"least": 0},
    AnswerType.TEXT: {"longest": USUAL_TEXT},
}


def add_section(values: Values, spot: Spot) -> tuple[Table, Spot]:
    """A section with one blank prompt, after that of `spot`; the place of the section."""
    made = copy.deepcopy(dict(values))
    sections = made.setdefault("section", [])
    at = len(sections) if spot.section is None else spot.section + 1
    sections.insert(at, {"title": NEW_SECTION, "prompt": [_blank(values)]})
    return made, Spot(at)


def add_prompt(values: Values, spot: Spot) -> tuple[Table, Spot]:
    """A blank prompt after `spot`, in the last section where the card itself is chosen; its place."""
    count = len(values.get("section", ()))
    if not count:
        made, section = add_section(values, spot)
        return made, Spot(section.section, 0)
    at = count - 1 if spot.section is None else spot.section
    made, section_table = _at(values, Spot(at))
    there = section_table.setdefault("prompt", [])
    number = len(there) if spot.section is None else 0 if spot.prompt is None else spot.prompt + 1
    there.insert(number, _blank(values))
    return made, Spot(at, number)


def remove(values: Values, spot: Spot) -> tuple[Table, Spot]:
    """Without the section or prompt at `spot`, and where one stands then. The card itself stays."""
    made = copy.deepcopy(dict(values))
    if spot.section is None:
        return made, spot
    if spot.prompt is None:
        del made["section"][spot.section]
        left = len(made["section"])
        return made, Spot(min(spot.section, left - 1)) if left else CARD
    there = made["section"][spot.section]["prompt"]
    del there[spot.prompt]
    return made, Spot(spot.section, min(spot.prompt, len(there) - 1)) if there else Spot(spot.section)


def move(values: Values, spot: Spot, by: int) -> tuple[Table, Spot]:
    """The section or prompt at `spot` one place up (-1) or down (1), and where it stands then. A prompt at the edge of
    its section goes over into the next one."""
    made = copy.deepcopy(dict(values))
    if spot.section is None:
        return made, spot
    sections = made["section"]
    if spot.prompt is None:
        at = spot.section + by
        if 0 <= at < len(sections):
            sections[spot.section], sections[at] = sections[at], sections[spot.section]
            return made, Spot(at)
        return made, spot
    here, number = sections[spot.section]["prompt"], spot.prompt + by
    if 0 <= number < len(here):
        here[spot.prompt], here[number] = here[number], here[spot.prompt]
        return made, Spot(spot.section, number)
    return move_to_section(values, spot, spot.section + by, last=by < 0)


def move_to_section(values: Values, spot: Spot, section: int, *, last: bool = True) -> tuple[Table, Spot]:
    """A prompt at the end (or the beginning) of another section, and its place there."""
    made = copy.deepcopy(dict(values))
    sections = made.get("section", [])
    if spot.section is None or spot.prompt is None or section == spot.section or not 0 <= section < len(sections):
        return made, spot
    moved = sections[spot.section]["prompt"].pop(spot.prompt)
    there = sections[section].setdefault("prompt", [])
    number = len(there) if last else 0
    there.insert(number, moved)
    return made, Spot(section, number)


def may_be_from_steer(prompt: Mapping[str, Any]) -> bool:
    """Whether the steer proposes an answer to the prompt of this id: it does to some of the shipped ones."""
    return prompt.get("id") in {each.id for card in shipped().values() for each in card.prompts if each.from_steer}


def place_of(column: str) -> tuple[Spot, str]:
    """The place a refusal's column names, and the key there: "section[1].prompt[4].weight" is Spot(0, 3), "weight"."""
    found = _PLACE.match(column)
    if found is None:
        return CARD, column
    section, prompt = (None if number is None else int(number) - 1 for number in found.groups())
    key = column[found.end() :]
    if not key and prompt is None:
        key = "section" if section is None else "prompt"
    return Spot(section, prompt), key


def faults_at(faults: Iterable[Refusal], spot: Spot) -> dict[str, str]:
    """What is wrong at a place: by key, the first reason of each."""
    found: dict[str, str] = {}
    for fault in faults:
        where, key = place_of(fault.column or "")
        if where == spot:
            found.setdefault(key, reason_of(fault))
    return found


def reason_of(fault: Refusal) -> str:
    """What is wrong as a clause; with the value where the field does not show it as such."""
    named = fault.value is not None and fault.reason.startswith(
        ("is no prompt", "has no option", "depends on", "asks ")
    )
    return f"{fault.value} {fault.reason}" if named else fault.reason


@dataclass(frozen=True)
class Edit:
    """The draft after one change: where it was made and what it did, in words that follow "Undo". `place` names a field
    that is typed in, so that what is typed there goes on as the same change."""

    values: Values
    spot: Spot
    words: str
    place: str = ""


class History:
    """What was done to a draft, one change after the other."""

    def __init__(self, values: Values) -> None:
        self._done = [Edit(values, CARD, "")]
        self._undone: list[Edit] = []
        self._open = False

    @property
    def values(self) -> Values:
        return self._done[-1].values

    @property
    def next_undo(self) -> Edit | None:
        return self._done[-1] if len(self._done) > 1 else None

    @property
    def next_redo(self) -> Edit | None:
        return self._undone[-1] if self._undone else None

    def ground(self, place: str) -> Values:
        """What stood before the change that goes on at `place`; what stands now where another one begins."""
        return self._done[-2].values if self._goes_on(place) else self.values

    def did(self, edit: Edit) -> bool:
        """A change was made; False when it changed nothing. With a `place` it goes on until `rest`."""
        if edit.values == self.values:
            return False
        if self._goes_on(edit.place):
            self._done.pop()
            if edit.values == self.values:  # typed back to what it was
                self._open = False
                return True
        self._done.append(edit)
        self._undone.clear()
        self._open = bool(edit.place)
        return True

    def rest(self) -> None:
        """What is typed from now on is another change."""
        self._open = False

    def undo(self) -> Edit | None:
        """Take back the last change; what that was."""
        self._open = False
        if len(self._done) < 2:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Edit | None:
        """Make the change again that was undone last; what that was."""
        self._open = False
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def _goes_on(self, place: str) -> bool:
        return self._open and bool(place) and len(self._done) > 1 and self._done[-1].place == place


def _at(values: Values, spot: Spot) -> tuple[Table, Table]:
    """A copy of the values and the table at `spot` in it."""
    made = copy.deepcopy(dict(values))
    there: Any = table(made, spot)
    return made, there


def _blank(values: Values) -> Table:
    taken = {prompt.get("id") for prompt in prompts(values)}
    number, prompt_id = 1, NEW_ID
    while prompt_id in taken:
        number += 1
        prompt_id = f"{NEW_ID}_{number}"
    return {
        "id": prompt_id,
        "text": "",
        "help": "",
        "weight": 0,
        "critical": False,
        "evidence": "either",
        "from_steer": False,
        "not_applicable": NEVER,
    }


def _follow(conditions: Sequence[Any], old: str, new: str) -> None:
    for condition in conditions:
        if not isinstance(condition, dict):
            continue
        if condition.get("answer") == old:
            condition["answer"] = new
        for group in ("all", "any"):
            _follow(condition.get(group, ()), old, new)


def answers_of(prompt: Mapping[str, Any]) -> tuple[str, ...]:
    """The answers of a prompt that a comment can be asked for: yes, no, N/A, cannot tell, or its options' ids."""
    kind = prompt.get("type", AnswerType.YES_NO)
    if kind == AnswerType.CHOICE:
        ids = tuple(str(option.get("id", "")) for option in prompt.get("option", ()))
        return (*ids, AnswerValue.NOT_APPLICABLE.value, AnswerValue.CANNOT_TELL.value)
    if kind == AnswerType.TEXT:
        return (AnswerValue.NOT_APPLICABLE.value, AnswerValue.CANNOT_TELL.value)
    return COMMENTED
