"""A review's whole life by keys alone: signed, released, disputed, decided by another reviewer, amended, compared."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.views.palette import Palette
from desktop.views.review_page import ReviewPage
from desktop.views.version_panel import DifferenceTable
from desktop.window import Window
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.review_life import LifeState
from models.store import Store

Key = Qt.Key
NONE, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
CALL = "VR-88102"
FAILED = "LUMP_SOUGHT"


class Hands:
    """One person at the keyboard of one window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        page = window.page("review")
        assert isinstance(page, ReviewPage)
        self.page = page

    def press(self, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, held)

    def write(self, words: str) -> None:
        self.qtbot.keyClicks(self.window.focusWidget(), words)

    def opens(self, call: str) -> None:
        """By the palette."""
        worklist = self.window.page("worklist")
        self.qtbot.waitUntil(lambda: worklist.model.rowCount() > 0)
        self.press(Key.Key_1, CONTROL)
        self.press(Key.Key_K, CONTROL)
        palette = self.window.findChild(Palette)
        assert palette.isVisible()
        self.write(call)
        self.qtbot.waitUntil(lambda: palette.found.count() > 0)
        with self.qtbot.waitSignal(self.page.draft.started, timeout=10_000):
            self.press(Key.Key_Return)
        self.qtbot.waitUntil(lambda: not self.page.veil.isVisible())

    def goes_to(self, prompt: str) -> None:
        assert self.page.draft.card is not None
        order = [each.id for each in self.page.draft.card.prompts]
        while self.page.form.current != prompt:
            down = order.index(prompt) > order.index(self.page.form.current or "")
            self.press(Key.Key_Down if down else Key.Key_Up)

    @property
    def life(self) -> LifeState:
        life = self.page.life_hands.life.life
        assert life is not None
        return life.story.state


def nameless(page: ReviewPage) -> list[QWidget]:
    """What can be pressed or written in on the page, and has no name for those who hear it."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QDateEdit)
    return [
        control
        for kind in kinds
        for control in page.findChildren(kind)
        if control.isVisible()
        and not control.objectName().startswith("qt_")
        and not (control.accessibleName() or getattr(control, "text", str)())
    ]


def answered(page: ReviewPage) -> None:
    """All but one prompt answered yes, as hands and keys do it in the test of a whole check."""
    draft = page.draft
    assert draft.card is not None
    for prompt in draft.card.prompts:
        if prompt.id not in draft.ruled_out():
            draft.answer(prompt.id, AnswerValue.NO if prompt.id == FAILED else AnswerValue.YES)
    draft.add_evidence(FAILED, EvidenceNote(EvidenceKind.SHEET, field="lump_sum_asked"))


def test_a_review_lives_from_its_signature_to_its_amendment_by_keys_alone(
    make_window: Callable[..., Window], demo_store: Store, qtbot: QtBot
) -> None:
    leader = Hands(make_window(demo_store), qtbot)
    leader.opens(CALL)
    answered(leader.page)
    leader.press(Key.Key_Return, CONTROL)
    with qtbot.waitSignal(leader.page.signed, timeout=10_000):
        leader.press(Key.Key_Return)
    leader.press(Key.Key_L, CONTROL)
    assert "That cannot be taken back" in leader.page.notice.words.text()
    with qtbot.waitSignal(leader.page.life_hands.life.released):
        leader.press(Key.Key_Return)

    leader.press(Key.Key_Y, CONTROL)
    reply = leader.page.life_hands.reply
    assert reply.acknowledged.hasFocus()
    assert nameless(leader.page) == []
    leader.press(Key.Key_Down)
    assert reply.disputed.isChecked()
    leader.press(Key.Key_Return, CONTROL)
    assert reply._foot_words.text() == "Choose the answers that are disputed."
    assert reply.lines[0].box.hasFocus()
    leader.press(Key.Key_Tab)
    leader.press(Key.Key_Tab)
    leader.press(Key.Key_Return)
    assert reply.lines[2].comment.hasFocus()
    leader.press(Key.Key_Return, CONTROL)
    assert reply._foot_words.text() == "Write what is said to no. 3."
    leader.write("I asked at 0:37.")
    with qtbot.waitSignal(leader.page.life_hands.life.replied):
        leader.press(Key.Key_Return, CONTROL)
    assert leader.life is LifeState.DISPUTED
    leader.press(Key.Key_G, ALT)
    assert "decided by another reviewer" in leader.page.notice.words.text()
    leader.window.close()

    other = Hands(make_window(demo_store, "QA01"), qtbot)
    other.opens(CALL)
    other.press(Key.Key_G, ALT)
    decide = other.page.life_hands.decide
    assert decide.upheld.hasFocus()
    assert nameless(other.page) == []
    other.press(Key.Key_Down)
    other.press(Key.Key_Return)
    assert decide.changed.isChecked()
    other.press(Key.Key_Return, CONTROL)
    assert decide._foot_words.text() == "Write why it is decided so."
    other.write("He did.")
    with qtbot.waitSignal(other.page.life_hands.life.decided):
        other.press(Key.Key_Return, CONTROL)
    assert not decide.isVisible()
    assert other.life is LifeState.DECIDED

    with qtbot.waitSignal(other.page.life_hands.amending.begun):
        other.press(Key.Key_B, CONTROL)
    qtbot.waitUntil(other.page.band.reason.hasFocus)
    assert nameless(other.page) == []
    other.write("As decided.")
    other.press(Key.Key_Escape)
    other.goes_to(FAILED)
    other.press(Key.Key_1)
    other.press(Key.Key_Return, CONTROL)
    assert other.page.panel.confirm.hasFocus()
    with qtbot.waitSignal(other.page.signed, timeout=10_000):
        other.press(Key.Key_Return)

    with qtbot.waitSignal(other.page.life_hands.life.compared):
        other.press(Key.Key_V, ALT)
    tables = other.page.life_hands.versions.findChildren(DifferenceTable)
    words = [label.text() for table in tables for label in table.findChildren(QLabel)]
    assert words[:5] == ["What came out", "Score", "94.1", "→", "100.0"]
    at = words.index("Answer")
    assert words[at : at + 4] == ["Answer", "No", "→", "Yes"]
    assert nameless(other.page) == []
    strip = other.page.band._strip.accessibleName()
    assert strip == (
        "Life of the review: Signed 5 Oct 2009 by TL01. Released 5 Oct, reply by 19 Oct. Disputed 5 Oct (1 prompt). "
        "Decided 5 Oct by QA01. Amended 5 Oct by QA01. Not released yet"
    )
    other.press(Key.Key_Escape)
    assert other.page.form.hasFocusInside()
