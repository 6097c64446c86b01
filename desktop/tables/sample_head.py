"""The head of "To check": how far the samples given to who works are: "17 of 40 by Fri 25 Sep · CW014 2 of 6".

Between the worklist's state and its head; what can be chosen to be due stands here, too.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from desktop.tables import wording
from models.store.sample_waiting import AssignedSample

BY = " · "
NOBODY = "no caseworker"


def head_words(open_samples: Sequence[AssignedSample], done: Sequence[AssignedSample], today: date) -> str:
    """How far the samples are that wait, and which were done; empty where there are none."""
    parts = [f"{sample.sample_id} is done: {sample.drawn} of {sample.drawn} checked" for sample in done]
    if len(open_samples) == 1:
        parts.append(progress_words(open_samples[0], today))
    elif open_samples:
        drawn, ready = sum(each.drawn for each in open_samples), sum(each.done for each in open_samples)
        parts.append(f"{ready} of {drawn} in {len(open_samples)} samples")
        late = [each for each in open_samples if is_overdue(each, today)]
        dated = [each for each in open_samples if each.due is not None]
        for each in late or dated[:1]:
            parts.append(f"{each.sample_id} {due_words(each.due, today)}")
    if any(sample.blind for sample in open_samples):
        parts.append("blind" if all(sample.blind for sample in open_samples) else "some blind")
    begun, astray = sum(each.begun for each in open_samples), sum(each.astray for each in open_samples)
    if begun:
        parts.append(f"{wording.number(begun)} begun, among the drafts")
    if astray:
        parts.append(f"{wording.number(astray)} not matched any more")
    return BY.join((*parts, *_shares(open_samples)))


def progress_words(sample: AssignedSample, today: date) -> str:
    """17 of 40 by Fri 25 Sep."""
    words = f"{wording.number(sample.done)} of {wording.number(sample.drawn)}"
    if sample.due is None:
        return words
    return f"{words}{', ' if is_overdue(sample, today) else ' '}{due_words(sample.due, today)}"


def due_words(due: date | None, today: date) -> str:
    """By when: "by Fri 25 Sep", "by today", "overdue since Fri 25 Sep (3 days)"."""
    if due is None:
        return "without a day"
    if due == today:
        return "by today"
    if due < today:
        return f"overdue since {weekday(due, today)} ({wording.several((today - due).days, 'day')})"
    return f"by {weekday(due, today)}"


def weekday(day: date, today: date) -> str:
    """Fri 25 Sep; of another year with the year."""
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"


def is_overdue(sample: AssignedSample, today: date) -> bool:
    """Whether its day is over and calls of it wait."""
    return sample.due is not None and sample.due < today and sample.done < sample.drawn


def choice_words(sample: AssignedSample, today: date) -> str:
    """A sample among others, to be chosen: "S-0001 by Fri 25 Sep"."""
    return sample.sample_id if sample.due is None else f"{sample.sample_id} {due_words(sample.due, today)}"


def _shares(samples: Sequence[AssignedSample]) -> list[str]:
    """CW014 2 of 6, of all samples together; who is done with is left out."""
    done, drawn = Counter[str](), Counter[str]()
    for share in (share for sample in samples for share in sample.by_caseworker):
        done[share.caseworker_id or NOBODY] += share.done
        drawn[share.caseworker_id or NOBODY] += share.drawn
    return [f"{who} {done[who]} of {drawn[who]}" for who in sorted(drawn) if done[who] < drawn[who]]
