"""Two versions of a review laid side by side: every answer, comment, piece of evidence and figure that differs.

Each difference reads "as published -> as amended". Figures of the sheet that an import changed since signing are told
in the same way; nothing is judged again by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.state.review_life import Version
from desktop.tables.answers import answer_words
from desktop.tables.life import critical_words, score_words
from desktop.tables.sheet import FIELD_LABELS, FOR_A_PERSON, field_value
from desktop.tables.wording import kpi_class
from models.guide_sheet import GuideSheet
from models.review import AnswerNote, EvidenceNote
from models.scorecard import Prompt
from models.sheet_difference import figures_differ
from models.sheet_facts import figures_of

NOTHING = "–"
EvidenceWords = Callable[[EvidenceNote], str]


@dataclass(frozen=True)
class Differing:
    """One thing that differs: what it is, as published, as amended."""

    label: str
    before: str
    after: str

    @property
    def spoken(self) -> str:
        return f"{self.label}: as published {self.before}, as amended {self.after}"


@dataclass(frozen=True)
class DifferenceGroup:
    """What differs in one place: a prompt, the result, the sheet. `note` stands below."""

    title: str
    lines: tuple[Differing, ...]
    note: str = ""


def compared(before: Version, after: Version, evidence: EvidenceWords) -> tuple[DifferenceGroup, ...]:
    """Everything in which two versions differ, the result first, then prompt by prompt in the form's order."""
    groups = [DifferenceGroup("What came out", _result(before, after))]
    prompts: dict[str, Prompt] = {prompt.id: prompt for prompt in (*after.card.prompts, *before.card.prompts)}
    for number, (prompt_id, prompt) in enumerate(prompts.items(), 1):
        lines = _answer(prompt, before.form.answer(prompt_id), after.form.answer(prompt_id), evidence)
        groups.append(DifferenceGroup(f"{number}. {prompt.text}", lines))
    form, other = before.form, after.form
    groups.append(
        DifferenceGroup(
            "The whole check",
            _differing(
                ("Overall comment", form.comment, other.comment),
                ("Whose work", form.caseworker_id or "", other.caseworker_id or ""),
                ("Scorecard", form.scorecard, other.scorecard),
            ),
        )
    )
    groups.append(DifferenceGroup("Figures of the sheet", sheet_lines(before.sheet, after.sheet)))
    return tuple(group for group in groups if group.lines)


def since_signed(signed_on: GuideSheet | None, now: GuideSheet | None) -> tuple[DifferenceGroup, ...]:
    """The figures that an import changed after the newest version was signed."""
    lines = sheet_lines(signed_on, now)
    return (DifferenceGroup("Changed by an import since signing", lines, FOR_A_PERSON),) if lines else ()


def sheet_lines(before: GuideSheet | None, after: GuideSheet | None) -> tuple[Differing, ...]:
    """The figures that differ between a sheet as signed on and another state of it."""
    if before is None or after is None:
        names = [("none" if sheet is None else sheet.sheet_id) for sheet in (before, after)]
        return _differing(("Guide sheet", names[0], names[1]))
    fields = figures_differ(figures_of(before), figures_of(after))
    return tuple(Differing(FIELD_LABELS[name], field_value(before, name), field_value(after, name)) for name in fields)


def _result(before: Version, after: Version) -> tuple[Differing, ...]:
    old, new = before.result, after.result
    return _differing(
        ("Score", score_words(old.score), score_words(new.score)),
        ("Critical", critical_words(old.critical), critical_words(new.critical)),
        (
            "KPI class",
            NOTHING if old.kpi_class is None else kpi_class(old.kpi_class),
            NOTHING if new.kpi_class is None else kpi_class(new.kpi_class),
        ),
    )


def _answer(prompt: Prompt, old: AnswerNote, new: AnswerNote, evidence: EvidenceWords) -> tuple[Differing, ...]:
    pieces = [", ".join(evidence(piece) for piece in note.evidence) for note in (old, new)]
    causes = [", ".join(note.root_causes) for note in (old, new)]
    return _differing(
        ("Answer", answer_words(prompt, old).capitalize(), answer_words(prompt, new).capitalize()),
        ("Comment", old.comment.strip(), new.comment.strip()),
        ("Evidence", pieces[0], pieces[1]),
        ("Causes", causes[0], causes[1]),
    )


def _differing(*pairs: tuple[str, str, str]) -> tuple[Differing, ...]:
    return tuple(Differing(label, old or NOTHING, new or NOTHING) for label, old, new in pairs if old != new)
