"""What a signed review keeps of its steer comes back from plain values as it was."""

import json
from datetime import date

from models.frozen_steer import KEY, FrozenSteer
from models.policy import policy_for, shipped
from models.steer import Figures, judge

FIGURES = Figures(
    "CS2", date(2009, 9, 14), 624_001, 40_000, 6_000, 0, 6_000, "W", "direct_debit", "Y", "Agreement", "N"
)


def test_it_comes_back_from_json_as_it_was() -> None:
    policy = policy_for(shipped(), FIGURES.scheme, FIGURES.decision_date)
    assert policy is not None
    frozen = FrozenSteer(policy.id, FIGURES, judge(FIGURES, policy))
    kept = json.loads(json.dumps({"score": "83.3", KEY: frozen.as_values()}))
    assert FrozenSteer.of_result(kept) == frozen


def test_it_says_when_no_policy_was_in_force() -> None:
    frozen = FrozenSteer(None, FIGURES, judge(FIGURES, None))
    assert FrozenSteer.of_result({KEY: json.loads(json.dumps(frozen.as_values()))}) == frozen


def test_a_review_signed_without_a_steer_keeps_none() -> None:
    assert FrozenSteer.of_result({"score": "83.3"}) is None
    assert FrozenSteer.of_result(None) is None
