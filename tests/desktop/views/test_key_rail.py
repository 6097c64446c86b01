"""The rail at the left of a list: its lines, their counts, and what is asked for by them."""

from pytestqt.qtbot import QtBot

from desktop.views.key_rail import COUNT_ROLE, KeyRail, RailKey

LINES = (
    RailKey("due", "To check", "state-due", ""),
    RailKey("", "Not matched", "", ""),
    RailKey("call", "No call", "", ""),
)


def rail(qtbot: QtBot, lines: tuple[RailKey, ...] = LINES) -> tuple[KeyRail, list[str]]:
    made, asked = KeyRail(lines, "Sections"), list[str]()
    qtbot.addWidget(made)
    made.wished.connect(asked.append)
    return made, asked


def test_stepping_passes_over_headings_and_begins_again_at_the_end(qtbot: QtBot) -> None:
    made, asked = rail(qtbot)
    made.show_key("due")
    for _ in range(2):
        made.step(1)
    assert asked == ["call", "due"]


def test_a_rail_without_lines_can_be_stepped_through(qtbot: QtBot) -> None:
    made, asked = rail(qtbot, ())
    made.step(1)
    assert asked == []


def test_other_lines_are_laid_without_asking_for_one_of_them(qtbot: QtBot) -> None:
    made, asked = rail(qtbot)
    made.show_key("call")
    made.lay([RailKey("0", "All sheets", "sheet", ""), RailKey("1", "Accurate", "good", "")])
    made.show_counts({"1": 9})
    assert [made.item(at).text() for at in range(made.count())] == ["All sheets", "Accurate"]
    assert [made.item(at).data(COUNT_ROLE) for at in range(made.count())] == [None, 9]
    assert asked == []
