"""The prompts of a review as its caseworker reads them: what went well, what to work on, what was left open, disputes.

Part of `models.reports.feedback`. The comment of a sensitive prompt (health, family) is never printed: a line says that
there is one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.answer_types import shown
from models.clock import office_date
from models.condition_words import not_applicable_words
from models.reports import wording
from models.reports.document import Block, Bullets, Column, Entry, Heading, Pairs, Paragraph, Table, Tone
from models.reports.feedback_reading import FeedbackFacts
from models.reports.withheld import Withholding
from models.review import AnswerNote, AnswerValue
from models.review_life import Dispute, Outcome
from models.scorecard import Prompt

SENSITIVE = "A comment is kept with the review. It is not printed, as it may speak of health or family."
OUTCOMES = {Outcome.UPHELD: "Upheld: the answer stands", Outcome.CHANGED: "Changed: the answer is another one now"}
WITH_WORDS = frozenset({AnswerValue.YES, AnswerValue.NO, AnswerValue.NOTED})
WAITING = "Waits for a decision"


@dataclass(frozen=True)
class Finding:
    """One prompt with its answer as it holds now ("No", "Yes: 4 of 1 to 5"), and as it was published where that was
    another. All words are fit to go out."""

    prompt: Prompt
    note: AnswerNote
    published: AnswerNote | None
    answer: str
    answer_published: str
    comment: str
    causes: tuple[str, ...]

    @property
    def evidence(self) -> str:
        return "; ".join(wording.evidence(piece) for piece in self.note.evidence)

    @property
    def change(self) -> str:
        """Yes as published, No as amended; empty where nothing changed."""
        if self.published is None:
            return ""
        return f"{self.answer_published} as published, {self.answer} as amended"


def answer_words(prompt: Prompt, note: AnswerNote) -> str:
    """The answer, with what was picked or typed."""
    if note.value is None:
        return "Not answered"
    words = wording.ANSWERS[note.value]
    given = shown(prompt, note) if note.value in WITH_WORDS else ""
    return f"{words}: {given}" if given else words


def findings(facts: FeedbackFacts, withheld: Withholding) -> tuple[Finding, ...]:
    """Every prompt of the scorecard in its order, its words fit to go out."""
    notes = {note.prompt: note for note in facts.rows.notes}
    before = _published(facts)
    found = []
    for prompt in facts.card.prompts:
        note = notes.get(prompt.id, AnswerNote(prompt.id))
        comment = SENSITIVE if prompt.sensitive and note.comment.strip() else withheld.text(note.comment)
        causes = () if prompt.sensitive else tuple(withheld.text(cause) for cause in note.root_causes)
        then = before.get(prompt.id)
        found.append(
            Finding(
                prompt,
                note,
                then,
                _answer(prompt, note, withheld),
                "" if then is None else _answer(prompt, then, withheld),
                comment,
                causes,
            )
        )
    return tuple(found)


def _answer(prompt: Prompt, note: AnswerNote, withheld: Withholding) -> str:
    """The answer as it may go out: of a sensitive prompt without what was typed."""
    words = answer_words(prompt, note)
    return words.split(":")[0] if prompt.sensitive else withheld.text(words)


def _published(facts: FeedbackFacts) -> Mapping[str, AnswerNote]:
    """The answers as published, where they are others now."""
    since = facts.versions[facts.versions.index(facts.published) + 1 :]
    first: dict[str, AnswerNote] = {}
    last: dict[str, AnswerNote] = {}
    for change in (change for version in since for change in version.changed):
        first.setdefault(change.prompt, change.before)
        last[change.prompt] = change.after
    return {
        prompt: note
        for prompt, note in first.items()
        if (note.value, note.given) != (last[prompt].value, last[prompt].given)
    }


def went_well(found: tuple[Finding, ...]) -> Iterator[Block]:
    """What was answered yes, before anything else."""
    good = [each for each in found if each.note.value is AnswerValue.YES]
    yield Heading("What went well")
    if good:
        yield Bullets(tuple(_good_words(each) for each in good))
    else:
        yield Paragraph("No prompt was answered yes.")


def _good_words(found: Finding) -> str:
    told = "" if found.answer == "Yes" else f" {found.answer}."
    comment = f" – {found.comment}" if found.comment else ""
    where = f" ({found.evidence})" if found.evidence else ""
    changed = f" [{found.change}]" if found.change else ""
    return f"{found.prompt.text}{told}{comment}{where}{changed}"


def to_work_on(found: tuple[Finding, ...]) -> Iterator[Block]:
    """What was answered no, critical prompts marked."""
    yield Heading("What to work on")
    bad = [each for each in found if each.note.value is AnswerValue.NO]
    if not bad:
        yield Paragraph("Nothing: no prompt was answered no.")
    for each in sorted(bad, key=lambda each: not each.prompt.critical):
        critical = each.prompt.critical
        facts = (
            ("Comment", each.comment),
            ("Where", each.evidence),
            ("Why it happened", "; ".join(each.causes)),
            ("What is asked for", asked_for(each.prompt)),
            ("Changed", each.change),
        )
        yield Entry(
            each.prompt.text,
            f"{each.answer}, critical" if critical else each.answer,
            Tone.BAD if critical else Tone.CAUTION,
            tuple((name, value) for name, value in facts if value),
        )


def asked_for(prompt: Prompt) -> str:
    """What a yes takes, from the help of the prompt: its part between "Yes:" and "No:"."""
    _, yes, rest = " ".join(prompt.help.split()).partition("Yes: ")
    words = rest.partition(" No: ")[0]
    return f"{words[0].upper()}{words[1:]}" if yes and words else ""


def left_open(facts: FeedbackFacts, found: tuple[Finding, ...]) -> Iterator[Block]:
    """What is not applicable, cannot be told, or was only noted, and why."""
    kept = (AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_TELL, AnswerValue.NOTED)
    rows = tuple((each.prompt.text, _open_answer(each), _why(facts, each)) for each in found if each.note.value in kept)
    if rows:
        yield Heading("Not applicable, and what cannot be told")
        yield Paragraph("These count neither for nor against.", quiet=True)
        yield Table((Column("Prompt", share=3), Column("Answer"), Column("Why", share=3)), rows)


def _open_answer(found: Finding) -> str:
    critical = ", critical" if found.note.value is AnswerValue.CANNOT_TELL and found.prompt.critical else ""
    return f"{wording.ANSWERS[found.note.value or AnswerValue.NOT_APPLICABLE]}{critical}"


def _why(facts: FeedbackFacts, found: Finding) -> str:
    """What the reviewer wrote, else the rule of the scorecard in words; never with the figures of the sheet."""
    told = [found.comment, found.change]
    if found.note.value is AnswerValue.NOTED:
        told.insert(0, found.answer.partition(": ")[2])
    if found.note.value is AnswerValue.NOT_APPLICABLE and not found.comment:
        told.insert(0, _rule(facts, found.prompt))
    return ". ".join(part for part in told if part)


def _rule(facts: FeedbackFacts, prompt: Prompt) -> str:
    """When a prompt is not applicable, other prompts named by their text."""
    if not prompt.conditions:
        return f"Found: {prompt.not_applicable}"
    words = not_applicable_words(facts.card, prompt).removeprefix("not applicable ")
    texts = {each.id: f"“{each.text}”" for each in facts.card.prompts}
    told = re.sub(r"[A-Z][A-Z0-9_]+", lambda found: texts.get(found[0], found[0]), words)
    return f"{told[0].upper()}{told[1:]}"


def disputes(facts: FeedbackFacts, withheld: Withholding) -> Iterator[Block]:
    """What the caseworker disputed, and what another reviewer decided."""
    if not facts.disputes:
        return
    yield Heading("Disputes and their outcomes")
    for dispute in facts.disputes:
        yield _dispute(facts, dispute, withheld)


def _dispute(facts: FeedbackFacts, dispute: Dispute, withheld: Withholding) -> Entry:
    prompt = facts.prompt(dispute.prompt)
    sensitive = prompt is not None and prompt.sensitive
    decided: Pairs = ()
    if dispute.outcome is not None:
        decided = (("Decided", f"{wording.moment(dispute.decided_at)} by {dispute.decided_by}"),)
    said = (("What was said", dispute.comment), ("Reason of the decision", dispute.decision))
    return Entry(
        dispute.prompt if prompt is None else prompt.text,
        WAITING if dispute.outcome is None else OUTCOMES[dispute.outcome].split(":")[0],
        Tone.PLAIN if dispute.outcome is not Outcome.CHANGED else Tone.CAUTION,
        (
            ("Disputed", wording.day(dispute.given_on or office_date(dispute.at))),
            *decided,
            *((name, SENSITIVE if sensitive else withheld.text(words)) for name, words in said if words),
        ),
        () if dispute.outcome is None else (OUTCOMES[dispute.outcome] + ".",),
    )
