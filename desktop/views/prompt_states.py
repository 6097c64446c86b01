"""What each row of the scorecard shows of the review in progress: its answer, its rule, what is missing, the steer."""

from desktop.state.draft import ReviewDraft
from desktop.tables.review_words import numbered
from desktop.views.prompt_row import RowState
from models.answer_types import shown


def states_of(draft: ReviewDraft) -> dict[str, RowState]:
    """The state of every prompt of the draft's scorecard; nothing while no review is open."""
    form, card = draft.form, draft.card
    if form is None or card is None:
        return {}
    ruled = draft.ruled_out()
    needed: dict[str, list[str]] = {}
    for lacking in draft.missing():
        if lacking.what != "answer" or form.answer(lacking.prompt).value is not None:
            needed.setdefault(lacking.prompt, []).append(lacking.why)
    against = {
        each.prompt: f"Against the steer, which{each.why.removeprefix('the steer')}" for each in draft.against_steer()
    }
    against |= {each.prompt: f"Against the rule: {each.why}" for each in draft.contradictions()}
    proposed = {each.prompt: each.words for each in draft.untaken()}
    sums = {(each.prompt, each.value): each.sum for each in draft.proposed}
    states = {}
    for prompt in card.prompts:
        note = form.answer(prompt.id)
        states[prompt.id] = RowState(
            note.value,
            numbered(ruled.get(prompt.id, ""), card),
            note.evidence,
            note.comment,
            tuple(needed.get(prompt.id, ())),
            numbered(against.get(prompt.id, ""), card),
            draft.read_only,
            proposed.get(prompt.id, ""),
            "" if note.value is None else sums.get((prompt.id, note.value), ""),
            note.given,
            shown(prompt, note),
        )
    return states
