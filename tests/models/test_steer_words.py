"""The steer's codes in plain words: every code has its own, an unknown one stands as it is."""

from models.steer import Figures, Reason, Rung, Verdict, judge
from models.steer_words import MISSING, REASONS, RUNGS, VERDICTS, differences, liability_order, reason, rung, verdict


def test_every_code_has_words_of_its_own() -> None:
    for codes, words in ((Verdict, VERDICTS), (Rung, RUNGS)):
        assert set(words) == set(codes)
        assert len(set(words.values())) == len(words)
    assert set(REASONS) == set(Reason) - {Reason.MISSING}


def test_a_missing_figure_is_named() -> None:
    assert [reason(Reason.MISSING.value + name) for name in MISSING] == [
        "The arrears are not held.",
        "The net income is not held.",
        "The regular maintenance is not held.",
        "The instalment is not held.",
        "How often the instalment is paid is not held.",
        "Whether it is an Agreement or an Arrangement is not held.",
    ]


def test_a_code_of_a_newer_program_stands_as_it_is() -> None:
    assert (verdict("FINE"), rung("9"), reason("NEW"), reason("MISSING:new")) == (
        "FINE",
        "9",
        "NEW",
        "New is not held.",
    )


def test_a_liability_order_is_never_more_than_to_be_considered() -> None:
    assert [liability_order(due) for due in (True, False, None)] == ["to be considered", "not due", "cannot be told"]


def test_two_equal_judgements_differ_in_nothing() -> None:
    one = judge(Figures(), None)
    assert differences(one, one) == ()
    other = one._replace(verdict=Verdict.ACCURATE, liability_order_due=True)
    assert differences(one, other) == (
        "Verdict: Not assessable → Accurate",
        "Liability order: cannot be told → to be considered",
    )
