"""The steer of the open sheet: its working, a scratch copy to try other figures in, and what was frozen at signing.

Between the draft (whose sheet is judged) and the steer panel. Policies and the frozen judgement come by the lane
"store", late answers are dropped by their request number; judging itself takes well under a millisecond and is done at
once. The scratch copy lives here and nowhere else: nothing of it reaches the sheet, the review or the store.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Runner
from models.errors import SteercheckError
from models.frozen_steer import FrozenSteer
from models.guide_sheet import GuideSheet
from models.policy import Policy
from models.steer import Figures, figures_of, judge
from models.steer_sums import pounds
from models.steer_words import differences
from models.steer_working import Ladder, ladder
from models.store import Store
from models.store.policies import Policies

TRIED = ("lump_sum_pence", "instalment_pence", "frequency", "method")
"""The figures that can be tried otherwise."""


Read = tuple[Policies, FrozenSteer | None]


class SteerState(QObject):
    """The steer of what is open.

    `shown` is the working of the sheet (of a signed review: the frozen one), None without a sheet; `trial` that of the
    scratch copy while there is one. `signed` says whether it is a signed review, `frozen` whether its judgement was
    kept; `withheld` that it is not worked out here, since the call is checked blind; `today` are the differences that
    working it out again would make, each as a clause. `fault` says why there is no working of a sheet.

    Signals: `judged()` when another sheet is shown, or none; `tried()` when the scratch copy changed or was dropped.
    """

    judged = Signal()
    tried = Signal()

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._request = 0
        self.has_sheet = False
        self.signed = False
        self.frozen = False
        self.withheld = False
        self.shown: Ladder | None = None
        self.today: tuple[str, ...] = ()
        self.refused: tuple[str, ...] = ()
        self.fault = ""
        self.trial: Ladder | None = None
        self.trial_fault = ""
        self._tried: dict[str, Any] = {}

    def show_sheet(self, sheet: GuideSheet | None, sheet_now: GuideSheet | None, signed_review: str | None) -> None:
        """Judge a sheet. Of a signed review (its id) show what was frozen, and hold it against `sheet_now`."""
        self.forget()
        self.has_sheet, self.signed = sheet is not None, signed_review is not None
        self.judged.emit()
        if sheet is None:
            return
        self._runner.submit(
            "store",
            lambda _report, _check: self._read(signed_review),
            on_done=self._only(lambda read: self._on_read(sheet, sheet_now, read)),
            on_failed=self._only(self._on_failed),
        )

    def withhold(self) -> None:
        """A call is checked blind: there is a sheet, and nothing of its steer is worked out here."""
        self.forget()
        self.has_sheet = self.withheld = True
        self.judged.emit()

    def forget(self) -> None:
        """Nothing is open: let go of everything. Late answers find nobody."""
        self._request += 1
        self.has_sheet = self.signed = self.frozen = self.withheld = False
        self.shown, self.fault = None, ""
        self.today = self.refused = ()
        self._drop_trial()

    # the scratch copy

    @property
    def trying(self) -> bool:
        """Whether there is a scratch copy that differs from the sheet."""
        return bool(self._tried)

    @property
    def figures(self) -> Figures | None:
        """The figures in sight: those of the scratch copy while there is one."""
        return None if self.shown is None else self.shown.figures._replace(**self._tried)

    @property
    def trial_differences(self) -> tuple[str, ...]:
        """What comes out otherwise in the scratch copy than on the sheet."""
        if self.shown is None or self.trial is None:
            return ()
        return differences(self.shown.judgement, self.trial.judgement)

    def try_out(self, name: str, value: int | str | None) -> None:
        """Put another figure into the scratch copy: one of TRIED, pence or a code. Raises KeyError for another."""
        if name not in TRIED:
            raise KeyError(name)
        if self.shown is None or self.shown.policy is None:
            return
        self._tried[name] = value
        if value == getattr(self.shown.figures, name):
            del self._tried[name]
        self.trial, self.trial_fault = None, ""
        if self._tried:
            self._judge_trial(self.shown.policy)
        self.tried.emit()

    def reset_trial(self) -> None:
        """Drop the scratch copy: the sheet's own figures are in sight again."""
        if self._tried:
            self._drop_trial()
            self.tried.emit()

    def _judge_trial(self, policy: Policy) -> None:
        figures = self.figures
        assert figures is not None
        arrears, lump_sum = figures.arrears_pence, figures.lump_sum_pence or 0
        if arrears is not None and lump_sum > arrears:
            self.trial_fault = f"A lump sum of {pounds(lump_sum)} is more than the arrears of {pounds(arrears)}."
        else:
            self.trial = ladder(figures, policy, judge(figures, policy))

    def _drop_trial(self) -> None:
        self._tried = {}
        self.trial, self.trial_fault = None, ""

    # reading

    def _read(self, signed_review: str | None) -> Read:
        """The job: the policies, and what was frozen with a signed review."""
        frozen = None if signed_review is None else self._store.reviews.steer_of(signed_review)
        return self._store.policies.all(), frozen

    def _on_read(self, sheet: GuideSheet, sheet_now: GuideSheet | None, read: Read) -> None:
        policies, frozen = read
        self.refused = tuple(str(refusal) for refusal in policies.refused)
        try:
            self._show(sheet, sheet_now, policies, frozen)
        except ValueError as exc:  # a list taken in before such figures were refused
            self.fault = f"No sheet can have these figures: {exc}."
        self.judged.emit()

    def _show(
        self, sheet: GuideSheet, sheet_now: GuideSheet | None, policies: Policies, frozen: FrozenSteer | None
    ) -> None:
        if frozen is None:
            self.shown = working_of(figures_of(sheet), policies)
            return
        self.frozen = True
        policy = None if frozen.policy_id is None else policies.named(frozen.policy_id)
        self.shown = ladder(frozen.figures, policy, frozen.judgement)
        if sheet_now is not None:
            again = working_of(figures_of(sheet_now), policies)
            self.today = differences(frozen.judgement, again.judgement)

    def _on_failed(self, fault: SteercheckError) -> None:
        self.fault = fault.message
        self.judged.emit()

    def _only(self, then: Callable[..., None]) -> Callable[..., None]:
        """`then`, unless another sheet was shown in the meantime."""
        request = self._request

        def told(outcome: object) -> None:
            if request == self._request:
                then(outcome)

        return told


def working_of(figures: Figures, policies: Policies) -> Ladder:
    """The working of a sheet's figures by the policy in force on its decision date. Raises ValueError for figures that
    intake refuses."""
    policy = policies.of(figures.scheme, figures.decision_date)
    return ladder(figures, policy, judge(figures, policy))
