"""How the parts of the window hear of each other: states tell pages, pages wish, and the window shows.

Every page has a module beside this one which builds it and holds its connections (`make`); `pages.py` is their table.
What goes on without a page (the frame, the session, the queue, the judging of sheets) is connected as soon as it is
there. Where a wish leads stands in `ways.py`.
"""

from typing import TYPE_CHECKING

from desktop.faults import Faults
from desktop.wiring.ahead import Ahead
from desktop.wiring.frame import FrameWiring
from desktop.wiring.pages import offer_pages
from desktop.wiring.parts import Parts
from desktop.wiring.session import SessionWiring

if TYPE_CHECKING:
    from desktop.state.people import People
    from desktop.state.sheets import Sheets
    from desktop.state.speech_models import SpeechModels
    from desktop.state.transcribing import Transcribing


def connect(parts: Parts, faults: Faults) -> None:
    """Offer every page and connect the frame, then ask the first questions: who works, and what there is to do."""
    window, states = parts.window, parts.states
    _connect_states(parts)
    offer_pages(parts)
    FrameWiring(parts, faults)
    SessionWiring(parts)
    window.page("worklist")  # the first page there is, and so the one in sight
    window.top.show_person(states.session.person)
    Ahead(parts)
    states.session.look_who_works()
    states.worklist.refresh()


def _connect_states(parts: Parts) -> None:
    """The keys in force at once; what goes on without a page as soon as anybody asks for it."""

    def sheets(made: "Sheets") -> None:
        from desktop.wiring.sheets import SheetsWiring

        SheetsWiring(parts, made)

    def transcribing(made: "Transcribing") -> None:
        from desktop.wiring.transcribing import TranscribingWiring

        TranscribingWiring(parts, made)

    def speech(made: "SpeechModels") -> None:
        from desktop.wiring.transcribing import connect_models

        connect_models(parts, made)

    def people(made: "People") -> None:
        from desktop.wiring.people import PeopleWiring

        PeopleWiring(parts, made)

    parts.states.when_made |= {"people": people}
    parts.states.when_made |= {"sheets": sheets, "transcribing": transcribing, "speech": speech}
    keys = parts.states.keys
    keys.changed.connect(parts.actions.set_keys)
    keys.told.connect(parts.window.tell)
    keys.load()
