"""A whole review without a mouse: from the worklist over answers and evidence to the signature, by keys alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.views.review_page import ReviewPage
from desktop.window import Window
from models.review import EvidenceKind, ReviewState
from models.scoring import settled
from models.sheet_facts import facts_of
from models.store import Store
from models.store.worklist import Section

Key = Qt.Key
NONE, CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ANSWER_KEYS = {"Y": Key.Key_1, "N": Key.Key_2, "NA": Key.Key_3, "CT": Key.Key_4}
CALL = "VR-88102"


class Hands:
    """One person at the keyboard."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        page = window.page("review")
        assert isinstance(page, ReviewPage)
        self.page = page

    def press(self, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, held)

    def goes_to(self, ms: int) -> None:
        playback = self.page.open_call.playback
        while abs(playback.position_ms - ms) >= 1000:
            key = Key.Key_L if playback.position_ms < ms else Key.Key_J
            self.press(key, NONE if abs(playback.position_ms - ms) >= 5000 else SHIFT)

    def takes_what_was_heard_last(self, start_ms: int, end_ms: int) -> None:
        playback = self.page.open_call.playback
        self.goes_to(end_ms - 1000)
        self.press(Key.Key_Space)
        self.qtbot.waitUntil(lambda: playback.position_ms >= end_ms)
        self.press(Key.Key_Space)
        self.press(Key.Key_E)

    def takes_words_of_the_transcript(self, start_ms: int, end_ms: int) -> None:
        """With the arrows to the first word, with Shift to the last."""
        view = self.page.transcript.view
        words = view.table.words
        inside = [at for at, word in enumerate(words) if start_ms <= word.start_ms and word.end_ms <= end_ms]
        self.press(Key.Key_1, ALT)
        self.press(Key.Key_Down)
        while (at := view.shown.cursor) != inside[0]:
            lines = words[inside[0]].line - words[at].line
            down, right = (Key.Key_Down, Key.Key_Up), (Key.Key_Right, Key.Key_Left)
            self.press((down if lines else right)[(lines or inside[0] - at) < 0])
        while view.shown.cursor != inside[-1]:
            self.press(Key.Key_Right, SHIFT)
        assert view.selection_span() == (words[inside[0]].start_ms, words[inside[-1]].end_ms)
        self.press(Key.Key_E)
        self.press(Key.Key_3, ALT)

    def takes_a_stretch_of_the_waveform(self, start_ms: int, end_ms: int) -> None:
        self.goes_to(start_ms)
        self.press(Key.Key_I)
        self.goes_to(end_ms)
        self.press(Key.Key_O)
        self.press(Key.Key_E)


def test_a_review_is_done_from_the_worklist_to_the_signature_by_keys_alone(
    window: Window, qtbot: QtBot, demo: Path, demo_store: Store
) -> None:
    wanted = json.loads((demo / "answers" / f"{CALL}.json").read_text(encoding="utf-8"))["answers"]
    hands = Hands(window, qtbot)
    page, due = hands.page, demo_store.worklist.counts("TL01")[Section.DUE]
    ways: list[Callable[[int, int], None]] = [
        hands.takes_what_was_heard_last,
        hands.takes_words_of_the_transcript,
        hands.takes_a_stretch_of_the_waveform,
    ]
    hands.press(Key.Key_1, CONTROL)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Down)
    with qtbot.waitSignals([page.draft.started, page.open_call.samples_complete], timeout=10_000):
        hands.press(Key.Key_Return)
    assert page.draft.form.recording_id == CALL

    for place, answer in enumerate(wanted):
        if place:
            hands.press(Key.Key_Down)
        assert page.form.current == answer["prompt"]
        if not (page.form.rows[answer["prompt"]].state.by_rule and answer["answer"] == "NA"):
            hands.press(ANSWER_KEYS[answer["answer"]])
        for span in answer["evidence"]:
            ways.pop(0)(round(span["start"] * 1000), round(span["end"] * 1000))
    assert (ways, page.draft.unanswered) == ([], [])
    hands.press(Key.Key_C)
    qtbot.keyClicks(window.focusWidget(), "Every figure was named.")
    hands.press(Key.Key_Escape)

    hands.press(Key.Key_Return, CONTROL)
    assert page.panel.confirm.hasFocus()
    with qtbot.waitSignal(page.signed, timeout=10_000) as told:
        hands.press(Key.Key_Return)
    assert page.band._strip.accessibleName().startswith("Life of the review: Signed 5 Oct 2009 by TL01.")
    hands.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: window.shown == "worklist")

    signed = demo_store.reviews.get(told.args[0])
    assert (signed.state, signed.reviewer_id) == (ReviewState.SIGNED, "TL01")
    assert {prompt: str(value) for prompt, value in page_answers(signed, demo_store).items()} == {
        answer["prompt"]: answer["answer"] for answer in wanted
    }
    tied = [(answer.prompt, note) for answer in signed.answers for note in answer.evidence]
    expected = [(answer["prompt"], span) for answer in wanted for span in answer["evidence"]]
    assert {prompt for prompt, _note in tied} == {prompt for prompt, _span in expected}
    for prompt, span in expected:
        (note,) = [note for where, note in tied if where == prompt]
        assert note.kind is EvidenceKind.SPAN
        assert note.start_ms < span["end"] * 1000 - 500  # it reaches into what was said
        assert note.end_ms > span["start"] * 1000 + 500
    result = demo_store.reviews.result(told.args[0])
    assert (str(result.score), result.critical, result.kpi_class) == ("100.0", "pass", "ACCURATE")
    assert demo_store.worklist.counts("TL01")[Section.DUE] == due - 1


def page_answers(signed: Any, store: Store) -> dict[str, Any]:
    """The answers that stand, those by rule included."""
    file = store.calls.open(CALL, None)
    facts = facts_of(file.sheet, has_call=True, tasks=file.tasks, views=file.views)
    return settled(store.scorecards.get(signed.scorecard), signed, facts)
