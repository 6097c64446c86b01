"""The fields of the collections target: one year at a time, kept to the penny, faults refused in words."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.target_fields import TargetFields

LETTER = {"2008-04": {"all": "1080000000.00"}}


@pytest.fixture
def fields(qtbot: QtBot) -> TargetFields:
    made = TargetFields(date(2009, 3, 31), 4)
    for widget in (made.month, made.year, *made.amounts.values()):
        qtbot.addWidget(widget)
    made.show({})
    return made


def write(fields: TargetFields, what: str, typed: str) -> None:
    fields.amounts[what].setText(typed)
    fields.amounts[what].editingFinished.emit()


def test_the_year_of_today_is_shown_first(fields: TargetFields) -> None:
    assert fields.first_month == "2008-04"
    assert all(field.text() == "" for field in fields.amounts.values())


def test_an_amount_is_told_with_its_year(fields: TargetFields, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fields.written) as told:
        write(fields, "all", "£1,080,000,000")
    assert told.args == [LETTER]


def test_another_amount_leaves_the_others_be(fields: TargetFields, qtbot: QtBot) -> None:
    fields.show(LETTER)
    with qtbot.waitSignal(fields.written) as told:
        write(fields, "arrears", "220000000")
    assert told.args == [{"2008-04": {"all": "1080000000.00", "arrears": "220000000.00"}}]


def test_the_last_amount_taken_away_takes_its_year_away(fields: TargetFields, qtbot: QtBot) -> None:
    fields.show(LETTER)
    with qtbot.waitSignal(fields.written) as told:
        write(fields, "all", "")
    assert told.args == [{}]


def test_without_a_target_of_this_year_the_newest_is_shown_and_others_can_be_turned_to(fields: TargetFields) -> None:
    fields.show({"2006-04": {"all": "1.00"}, "2010-04": {"CS2": "12.00"}})
    assert (fields.first_month, fields.amounts["CS2"].text()) == ("2010-04", "£12.00")
    fields.year.setValue(2006)
    assert fields.amounts["all"].text() == "£1.00"


@pytest.mark.parametrize("typed", ["a lot", "1.234", "-5"])
def test_what_is_no_amount_is_refused_and_what_stood_there_stays(
    fields: TargetFields, qtbot: QtBot, typed: str
) -> None:
    fields.show(LETTER)
    with qtbot.waitSignal(fields.refused) as told:
        write(fields, "all", typed)
    assert told.args[0].startswith(f"collections_targets.2008-04.all = {typed!r} cannot be used.")
    assert fields.amounts["all"].text() == "£1,080,000,000.00"


def test_a_year_that_overlaps_another_is_refused(fields: TargetFields, qtbot: QtBot) -> None:
    fields.show(LETTER)
    fields.year.setValue(2009)
    fields.month.setCurrentIndex(fields.month.findData(1))
    fields.month.activated.emit(0)
    with qtbot.waitSignal(fields.refused) as told:
        write(fields, "all", "5")
    assert "two years share no month" in told.args[0]


def test_the_same_amount_again_tells_nothing(fields: TargetFields, qtbot: QtBot) -> None:
    fields.show(LETTER)
    with qtbot.assertNotEmitted(fields.written):
        write(fields, "all", "1,080,000,000.00")
