"""How the parts of the window hear of each other: states tell pages, pages wish, and the window shows.

Every connection between two pages, or between a state and a page not its own, stands in one of the modules beside this,
grouped by partner; where a wish leads stands in `ways.py`.
"""

from desktop.faults import Faults
from desktop.views.actions import ActionTable
from desktop.views.palette import Palette
from desktop.views.picking import Picker
from desktop.window import Window
from desktop.wiring.desk import DeskWiring
from desktop.wiring.frame import FrameWiring
from desktop.wiring.keys import KeyWiring
from desktop.wiring.lists import ListsWiring
from desktop.wiring.parts import Pages, States
from desktop.wiring.records import RecordsWiring
from desktop.wiring.said import SaidWiring
from desktop.wiring.search import SearchWiring
from desktop.wiring.sheets import SheetsWiring
from desktop.wiring.steer import SteerWiring
from desktop.wiring.transcribing import TranscribingWiring
from desktop.wiring.transcript_out import TranscriptOutWiring
from desktop.wiring.ways import Ways


def connect(
    window: Window,
    states: States,
    pages: Pages,
    actions: ActionTable,
    palette: Palette,
    faults: Faults,
    picker: Picker,
) -> None:
    """Connect everything, then ask the first questions: who works, and what there is to do."""
    ways = Ways(window, states, pages)
    KeyWiring(window, pages.keys, states.keys, actions)
    FrameWiring(window, states, pages, ways, actions, palette, faults)
    ListsWiring(window, states, pages, ways)
    RecordsWiring(window, states, pages, ways)
    DeskWiring(window, states, pages)
    SaidWiring(window, states, pages)
    SteerWiring(window, states, pages)
    SheetsWiring(window, states, pages, ways)
    TranscribingWiring(window, states, pages, ways, actions)
    SearchWiring(window, states, pages, ways)
    TranscriptOutWiring(window, states, pages, ways, picker)
    window.top.show_person(states.session.person)
    states.session.look_who_works()
    states.worklist.refresh()
    states.sheets.list.keep_up()
    states.transcribing.begin()
