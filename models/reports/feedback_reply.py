"""The caseworker's right of reply: what the feedback document says of it, and the form that goes out beside it."""

from collections.abc import Iterator

from models.clock import office_date
from models.errors import InputRefused
from models.reply_file import AskedPrompt, blank_reply
from models.reports import wording
from models.reports.document import Block, Heading, Note, Paragraph, Tone
from models.reports.feedback_prompts import answer_words
from models.reports.feedback_reading import FeedbackFacts, read_feedback
from models.review_life import LifeState, LifeStory
from models.store import Store
from models.store.staff import Person


def reply_form(store: Store, review_id: str, by: Person) -> str:
    """The form file for the caseworker's reply (`steercheck.reply/1`).

    Raises as `read_feedback`, and InputRefused where no reply is awaited.
    """
    facts = read_feedback(store, review_id, by)
    if facts.life.state is not LifeState.RELEASED:
        stands = facts.life.state.value
        raise InputRefused(f"Review {facts.life.review_id} awaits no reply: it is {stands}. No form was made.")
    notes = {note.prompt: note for note in facts.rows.notes}
    asked = [
        AskedPrompt(prompt.id, prompt.text, answer_words(prompt, notes[prompt.id]).split(":")[0])
        for prompt in facts.card.prompts
        if prompt.id in notes and prompt.id not in facts.life.disputed_before
    ]
    return blank_reply(facts.life.review_id, facts.life.caseworker_id, facts.life.reply_by, asked)


def right_of_reply(facts: FeedbackFacts) -> Iterator[Block]:
    """Until when and how it can be disputed, and who decides."""
    life = facts.life
    decider = f"a reviewer other than {' and '.join(sorted(life.reviewers or {life.reviewer_id}))}"
    once = "Each prompt can be disputed once, with a comment that says why."
    if life.state is LifeState.SIGNED:
        text = f"It begins with the release. {once} What is disputed is decided by {decider}."
    elif life.state is LifeState.RELEASED and life.late(facts.today):
        text = f"The time for a dispute ended on {wording.day(life.reply_by)}. It can still be acknowledged."
    elif life.state is LifeState.RELEASED:
        text = (
            f"Until {wording.day(life.reply_by)} you can acknowledge this review or dispute {_open_prompts(life)}. "
            f"{once} Fill in the reply form that comes with this document and hand it back, or tell your team leader, "
            f"who records it. What you dispute is decided by {decider}."
        )
    elif life.acknowledged is not None:
        text = f"Acknowledged on {wording.day(life.acknowledged.given_on or office_date(life.acknowledged.at))}."
    elif life.undecided:
        text = f"Your dispute waits for its decision by {decider}."
    else:
        text = "Every dispute was decided; the outcomes stand above."
    yield Heading("Your right of reply")
    yield Note(text, tone=Tone.CAUTION if life.state in (LifeState.SIGNED, LifeState.RELEASED) else Tone.PLAIN)
    if life.released_at is not None:
        released = wording.day(office_date(life.released_at))
        yield Paragraph(f"Released on {released} by {life.released_by}.", quiet=True)


def _open_prompts(life: LifeStory) -> str:
    return "any prompt that was not disputed before" if life.disputed_before else "any of its prompts"
