"""The cues of the open call: looked for in its own lane when the call opens and when its words change.

Between the open call (its words) and the review page (marks on the waveform, the ladder, the cues of each prompt). A
blind review shows none: `show_cues`. Own rules that cannot be used are told, and the shipped ones stand in for them.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import paths
from desktop.jobs.runner import Check, Report, Runner
from models.cue_rules import CueRules, rules_in, shipped
from models.cues import CueHit, find_cues
from models.errors import InputRefused, SteercheckError
from models.transcript import SegmentText

LANE = "cues"
AFTER_MS = 300
"""So long after the last change of a word the cues are looked for again."""

Found = tuple[tuple[CueHit, ...], CueRules, str]
"""The cues, the rules they were found by, and why a department's own rules were not used (empty: they were)."""


def rules_in_use() -> tuple[CueRules, str]:
    """The department's own rules; the shipped ones, and why, where those cannot be used."""
    try:
        return rules_in(paths.cue_folders()), ""
    except InputRefused as exc:
        return shipped(), exc.message.replace("Nothing was changed.", "The shipped rules are used instead.")


def look(segments: Sequence[SegmentText]) -> Found:
    """The job: read the rules and find the cues."""
    rules, why = rules_in_use()
    return tuple(find_cues(segments, rules)), rules, why


class CallCues(QObject):
    """The cues of one call at a time.

    Signals: `changed()` when others are known, or none any more; `refused(why)` for rules that cannot be used;
    `looking_changed(bool)`: the words of a call that was just opened are being looked through, or were.
    """

    changed = Signal()
    looking_changed = Signal(bool)
    refused = Signal(str)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._segments: Sequence[SegmentText] = ()
        self._hits: tuple[CueHit, ...] = ()
        self._sought: frozenset[str] = frozenset()
        self._searched = False
        self._shown = True
        self._told = ""
        self._request = 0
        self._looking = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_MS)
        self._later.timeout.connect(self._look)

    @property
    def show_cues(self) -> bool:
        """Whether cues are shown at all: not in a blind review."""
        return self._shown

    @show_cues.setter
    def show_cues(self, shown: bool) -> None:
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @property
    def searched(self) -> bool:
        """Whether the words of this call were looked through, and what was found may be shown."""
        return self._searched and self._shown

    @property
    def hits(self) -> tuple[CueHit, ...]:
        """The cues of the call, in order of time."""
        return self._hits if self._shown else ()

    def of_prompt(self, prompt: str) -> tuple[CueHit, ...]:
        """The cues that may answer a prompt."""
        return tuple(hit for hit in self.hits if prompt in hit.prompts)

    def sought_for(self, prompt: str) -> bool:
        """Whether any rule looks for something that may answer a prompt: only then is "not found" worth saying."""
        return self.searched and prompt in self._sought

    def look_in(self, segments: Sequence[SegmentText] | None) -> None:
        """Another call, or None for no words: what was found before goes at once."""
        self._later.stop()
        self._request += 1
        had = self._searched
        self._hits, self._searched, self._segments = (), False, segments or ()
        if had:
            self.changed.emit()
        self._set_looking(looking=bool(segments))
        if segments:
            self._look()

    def words_changed(self, segments: Sequence[SegmentText]) -> None:
        """The same call reads otherwise: look again once nobody changes it any more."""
        self._segments = segments
        self._later.start()

    def _look(self) -> None:
        self._request += 1
        request, segments = self._request, self._segments

        def job(_report: Report, _check: Check) -> Found:
            return look(segments)

        def done(found: Found) -> None:
            if request == self._request:
                self._take(*found)

        def failed(fault: SteercheckError) -> None:
            if request == self._request:
                self.refused.emit(f"Cues could not be looked for: {fault.message}")
                self._set_looking(looking=False)

        self._runner.submit(LANE, job, on_done=done, on_failed=failed)

    def _take(self, hits: tuple[CueHit, ...], rules: CueRules, why: str) -> None:
        self._hits, self._searched = hits, True
        self._sought = frozenset(prompt for rule in rules.rules for prompt in rule.prompts)
        self.changed.emit()
        if why and why != self._told:
            self.refused.emit(why)
        self._told = why
        self._set_looking(looking=False)

    def _set_looking(self, *, looking: bool) -> None:
        if looking != self._looking:
            self._looking = looking
            self.looking_changed.emit(looking)
