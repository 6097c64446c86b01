"""The fields of a draw: what blind hides, and when it hides it from nobody."""

from datetime import date

from pytestqt.qtbot import QtBot

from desktop.views.samples_fields import GIVEN_AWAY, DrawFields


def test_a_blind_sample_drawn_by_the_verdict_says_that_it_gives_the_verdict_away(
    light_look: None, qtbot: QtBot
) -> None:
    fields = DrawFields(date(2009, 10, 5))
    qtbot.addWidget(fields)
    fields.begin(("TL01",), "TL01")
    fields.blind.setChecked(True)
    assert GIVEN_AWAY not in fields.blind_words.text()
    fields.verdict.setCurrentIndex(1)
    assert GIVEN_AWAY in fields.blind_words.text()
    fields.blind.setChecked(False)
    assert GIVEN_AWAY not in fields.blind_words.text()
