"""Pictures of the People page: a team leader's caseworkers, a record half filled, and every state of its parts."""

from dataclasses import replace
from datetime import date, timedelta

from desktop.demonstration import DEMONSTRATION_DAY
from desktop.screenshots_studio import Scene, Studio
from desktop.state.people import People
from desktop.state.session import Session
from desktop.views.people_page import HISTORY, OVERVIEW, PeoplePage
from models.development import EntryForm, EntryKind, Progress, Standing, Suggestion, period_of
from models.store import Store

SHOWN = "CW014"
LEADER, CASEWORKER = "TL01", "CW014"


def fill(store: Store) -> None:
    """A record half filled, unless it is there already; what is written here is invented, like the demonstration."""
    leader, caseworker = store.staff.get(LEADER), store.staff.get(CASEWORKER)
    if leader is None or caseworker is None:
        return
    day = DEMONSTRATION_DAY
    record = store.development.record(SHOWN, period_of(day), leader)
    if record.entries:
        return
    checks = tuple(call.review for call in record.reviews)
    entries = _entries(day, checks)
    saved = [store.development.save(form, leader) for form in entries]
    first = saved[0].form
    store.development.save(
        replace(first, standing=Standing.ON_TRACK).with_progress(
            Progress(day, LEADER, "Full payment was asked first in both calls of September.")
        ),
        leader,
    )
    store.development.comment(
        saved[-1].entry_id, "I had the commitments on the screen and did not say so. I will next time.", caseworker
    )


def _entries(day: date, checks: tuple[str, ...]) -> tuple[EntryForm, ...]:
    made = EntryForm(SHOWN, EntryKind.OBJECTIVE, day)
    return (
        replace(
            made,
            title="Seek full payment, then a lump sum, in every negotiation",
            measure="Nine in ten checks answered yes for both prompts by the end of the period",
            due=date(2010, 3, 31),
            standing=Standing.OPEN,
        ),
        replace(
            made,
            title="Record the reason whenever an arrangement leaves the steer",
            measure="No sheet outside the steer without a ground and a reason",
            day=day - timedelta(days=40),
            due=day - timedelta(days=4),
            standing=Standing.OPEN,
        ),
        replace(
            made,
            kind=EntryKind.COMPETENCY,
            competency="NEGOTIATING",
            level="Developing",
            text="Asks for the full balance clearly; moves on to instalments before a lump sum was talked about.",
            reviews=checks[:1],
        ),
        replace(
            made,
            kind=EntryKind.NEED,
            title="Asking for a lump sum once full payment is refused",
            action="Listen to two calls together in October; sit beside CW012 for a morning",
            due=date(2009, 10, 30),
            standing=Standing.OPEN,
            reviews=checks,
        ),
        replace(
            made,
            kind=EntryKind.FEEDBACK,
            text="The hardship was heard out and answered, which calmed the call. The lump sum was not asked for; "
            "with the commitments from Caseworker Online at hand, that is the moment to do it.",
            given_by=LEADER,
            reviews=checks[:1],
        ),
    )


def _page(studio: Studio, part: str, staff_id: str = LEADER) -> PeoplePage:
    """The page with a part of the record of CW014, as this person sees it."""
    fill(studio.store)
    _work_as(studio, staff_id)
    studio.show("people")
    page = studio.window.page("people")
    assert isinstance(page, PeoplePage)
    people = studio.window.findChild(People)
    assert people is not None
    people.open(SHOWN)
    studio.wait(lambda: people.record is not None and people.record.caseworker_id == SHOWN)
    people.refresh()
    studio.wait()
    studio.window.notices.clear()
    page.show_part(part)
    return page


def _overview(studio: Studio) -> None:
    _page(studio, OVERVIEW)


def _objectives(studio: Studio) -> None:
    _page(studio, EntryKind.OBJECTIVE.value)


def _competencies(studio: Studio) -> None:
    """A note being written, with what is expected at the grade."""
    page = _page(studio, EntryKind.COMPETENCY.value)
    page.add_entry()
    panel = page.sections[EntryKind.COMPETENCY].panel
    panel.choose("competency", "CASEWORKER_ONLINE")


def _plan(studio: Studio) -> None:
    """What was answered no again and again, offered as the start of a need: told to the page by the state's signal."""
    _drop(studio)
    _page(studio, EntryKind.NEED.value)
    people = studio.window.findChild(People)
    assert people is not None
    assert people.record is not None
    told = "Was a lump sum sought once full payment was refused?"
    people.record_came.emit(replace(people.record, suggestions=(Suggestion("LUMP_SOUGHT", told, 3, 6, ()),)))


def _plan_faults(studio: Studio) -> None:
    """What is missing said below each field."""
    page = _page(studio, EntryKind.NEED.value)
    page.add_entry()
    page.save_entry()
    studio.wait()


def _feedback(studio: Studio) -> None:
    _drop(studio)
    _page(studio, EntryKind.FEEDBACK.value)


def _history(studio: Studio) -> None:
    _page(studio, HISTORY)


def _nothing(studio: Studio) -> None:
    """A caseworker nothing was written about yet."""
    page = _page(studio, EntryKind.OBJECTIVE.value)
    people = studio.window.findChild(People)
    assert people is not None
    page.rail.setCurrentRow(0)
    studio.wait(lambda: people.record is not None and people.record.caseworker_id == "CW011")
    page.show_part(EntryKind.OBJECTIVE.value)


def _own(studio: Studio) -> None:
    """As the caseworker sees it, with a comment being written."""
    page = _page(studio, EntryKind.FEEDBACK.value, CASEWORKER)
    page.comment_entry()


def _nobody(studio: Studio) -> None:
    """As Quality Assurance sees it."""
    _work_as(studio, "QA01")
    studio.show("people")
    studio.wait()


def _work_as(studio: Studio, staff_id: str) -> None:
    """Somebody else works, as it would be after the next start."""
    session = studio.window.findChild(Session)
    person = studio.store.staff.get(staff_id)
    assert session is not None
    assert person is not None
    if session.person != person:
        session.person = person
        session.person_changed.emit(person)
        studio.wait()


def _drop(studio: Studio) -> None:
    """Put aside what the scene before was writing."""
    page = studio.window.page("people")
    assert isinstance(page, PeoplePage)
    for section in page.sections.values():
        section.put_aside()


PEOPLE_SCENES: dict[str, Scene] = {
    "people_nobody": _nobody,
    "people_own": _own,
    "people_objectives": _objectives,
    "people_competencies": _competencies,
    "people_plan_faults": _plan_faults,
    "people_plan": _plan,
    "people_feedback": _feedback,
    "people_history": _history,
    "people_nothing": _nothing,
    "people": _overview,
}
"""Last as the team leader, who works in the scenes that follow too."""
