"""What a signed review keeps of its steer: the policy's id, the figures it was judged on, and the judgement.

Written at signing into `Review.result["steer"]` as plain values, read by the ladder panel and the exports. A later
import or policy changes none of it; working it out again gives a labelled comparison (domain notes, section 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.steer import Figures, Judgement

KEY = "steer"
"""Where it stands in the result of a review."""


@dataclass(frozen=True)
class FrozenSteer:
    """`policy_id` is None where no policy was in force."""

    policy_id: str | None
    figures: Figures
    judgement: Judgement

    def as_values(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "policy": self.policy_id,
            "figures": self.figures.as_values(),
            "judgement": self.judgement.as_values(),
        }

    @staticmethod
    def of_result(result: Mapping[str, Any] | None) -> "FrozenSteer | None":
        """The steer in the result of a review; None for a review signed without one. Other keys are passed over."""
        told = None if result is None else result.get(KEY)
        if told is None:
            return None
        return FrozenSteer(
            told["policy"], Figures.from_values(told["figures"]), Judgement.from_values(told["judgement"])
        )
