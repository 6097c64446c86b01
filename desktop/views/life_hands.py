"""The life of the review on its page: the strip, the panels over the scorecard, and what their wishes do.

Between the states `ReviewLife` and `Amending` and the views of one page. Every step is told where it was wished, and
refused in words there.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.state.amending import Amending
from desktop.state.draft_opening import Life
from desktop.state.review_life import ReviewLife, Version
from desktop.tables import wording
from desktop.tables.version_difference import DifferenceGroup, compared, since_signed
from desktop.views.actions import ActionTable
from desktop.views.decide_panel import DecidePanel
from desktop.views.life_band import LifeBand
from desktop.views.reply_panel import ReplyPanel
from desktop.views.review_columns import SCORECARD
from desktop.views.version_panel import VersionPanel
from models.review import ReviewState

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage

ABOUT, RELEASING = "life", "releasing"
PROMPT = "prompt:"
NOTHING_SIGNED = "This review is not signed yet: sign it first."
ONE_VERSION = "This review was not amended: there is one version of it."


class LifeHands(QObject):
    """The life on one page. Signal `feedback_wished(review_id)`: to begin feedback tied to this review."""

    feedback_wished = Signal(str)

    def __init__(self, page: "ReviewPage", actions: ActionTable, life: ReviewLife, amending: Amending) -> None:
        super().__init__(page)
        self._page = page
        self.life = life
        self.amending = amending
        self.band: LifeBand = page.band
        self.reply = ReplyPanel(actions, page)
        self.decide = DecidePanel(actions, page.form.evidence_words, page)
        self.versions = VersionPanel(actions, page)
        for panel in (self.reply, self.decide, self.versions):
            page.panels.add(panel)
            panel.laid.connect(lambda _lies: self._give_way())
        self._at = ""
        self._bind(actions)
        self._connect()

    def _bind(self, actions: ActionTable) -> None:
        self._wishes: dict[str, Callable[[], None]] = {
            "life_release": self.release,
            "life_reply": self.show_reply,
            "life_decide": self.show_decision,
            "life_amend": self.amend,
            "life_versions": self.show_versions,
            "feedback_from_review": self.give_feedback,
        }
        for action_id, wish in self._wishes.items():
            actions.bind(action_id, self._page, wish)

    def _connect(self) -> None:
        page, life, amending = self._page, self.life, self.amending
        page.draft.started.connect(self._on_started)
        page.draft.signed.connect(lambda _review: self.show())
        page.draft.changed.connect(lambda _place: self._show_reason())
        page.draft.left.connect(self.band.show_nothing)
        life.changed.connect(self.show)
        life.released.connect(lambda _review: page.form.focus_current())
        life.replied.connect(self._on_replied)
        life.decided.connect(self._on_decided)
        life.refused.connect(self._on_refused)
        life.compared.connect(self._on_compared)
        amending.begun.connect(self._on_begun)
        amending.dropped.connect(self._on_dropped)
        amending.refused.connect(self._on_refused)
        self.band.wished.connect(lambda action_id: self._wishes[action_id]())
        self.band.newest_wished.connect(self._open_newest)
        self.band.drop_wished.connect(amending.drop)
        self.band.reason_written.connect(page.draft.give_reason)
        self.band.left.connect(page.form.focus_current)
        self.reply.reply_wished.connect(life.reply)
        self.decide.decision_wished.connect(life.decide)
        self.decide.evidence_played.connect(page.hands.play)
        self.versions.opened_wished.connect(self._open_version)
        self.versions.comparison_wished.connect(life.compare)

    def go_on_at(self, at: str) -> None:
        """Once the review that is being opened is there, go on at its reply, its dispute, its amendment or a prompt."""
        self._at = at

    def _go_on(self) -> None:
        at, self._at = self._at, ""
        wishes = {"reply": self.show_reply, "decide": self.show_decision, "amend": self.amend}
        if at.startswith(PROMPT):
            self._page.form.show_prompt(at.removeprefix(PROMPT))
        elif at in wishes:
            wishes[at]()

    # what is shown

    def show(self) -> None:
        """The strip, or the reason of the amendment under way; nothing of a review that was never signed."""
        draft, life = self._page.draft, self.life.life
        form = draft.form
        if form is None:
            self.band.show_nothing()
        elif draft.amending:
            self.band.show_amending(form, draft.life)
        elif form.state is ReviewState.SIGNED and life is not None:
            more = len(life.versions) > 1 or bool(self._since_signed())
            self.band.show_life(life, busy=self.life.busy, more=more)
            self._page.head.show_life(life)
        else:
            self.band.show_nothing()
        signed = form is not None and form.state is ReviewState.SIGNED
        self._page.form.show_life(life if signed else draft.life)

    def _on_started(self) -> None:
        for panel in (self.reply, self.decide):
            panel.forget()
        self.show()
        if self._at:
            QTimer.singleShot(0, self, self._go_on)

    def _give_way(self) -> None:
        """While a step is made in a panel that is what there is to do, and on a low page the panel needs the room."""
        doing = {self.reply: "life_reply", self.decide: "life_decide", self.versions: "life_versions"}
        lies = next((action_id for panel, action_id in doing.items() if not panel.isHidden()), "")
        self.band.set_doing(lies, gives_way=bool(lies) and self._page.room.low)

    def _show_reason(self) -> None:
        form = self._page.draft.form
        if form is not None and self._page.draft.amending:
            self.band.show_amending(form, self._page.draft.life)

    # wishes

    def release(self) -> None:
        """Hand the review to its caseworker: asked once, for nobody can take it back; asked again, it is done."""
        life, notice = self._signed(), self._page.notice
        if life is None:
            return
        if life.possible.release is not None:
            self._refuse(life.possible.release)
        elif notice.about == RELEASING and notice.isVisible():
            notice.unsay(RELEASING)
            self.life.release()
        else:
            who = life.story.caseworker_id or "the caseworker"
            words = (
                f"Release this review to {who}? That cannot be taken back. {who} can dispute answers for "
                f"{wording.several(self.life.window_days, 'working day')}."
            )
            notice.say(RELEASING, words, "accent", (("Release", self.release),))
            notice.buttons[0].setFocus()

    def show_reply(self) -> None:
        """Ask for the caseworker's reply."""
        life, draft = self._signed(), self._page.draft
        if life is None or draft.form is None or draft.card is None:
            return
        if life.possible.acknowledge is not None and life.possible.dispute is not None:
            self._refuse(life.possible.acknowledge)
            return
        self._page.panels.lay(self.reply)
        self.reply.show_reply(life, draft.form, draft.card)

    def show_decision(self) -> None:
        """Decide the dispute of the open prompt, else the first that waits."""
        life, draft = self._signed(), self._page.draft
        if life is None or draft.form is None or draft.card is None:
            return
        if life.possible.decide is not None:
            self._refuse(life.possible.decide)
            return
        self._page.panels.lay(self.decide)
        self.decide.show_dispute(life, draft.form, draft.card, self._page.form.current)

    def record(self) -> bool:
        """Record the reply or the decision that lies over the scorecard; False where none does."""
        panel = self._page.panels.open_panel
        if panel not in (self.reply, self.decide) or panel is None:
            return False
        panel.confirm.click()
        return True

    def amend(self) -> None:
        """Begin the amendment, or go on with it; while it is under way, write its reason."""
        if self._page.draft.amending:
            self.focus_reason()
            return
        life = self._signed()
        if life is None:
            return
        if life.possible.amend is not None:
            self._refuse(life.possible.amend)
        else:
            self._page.panels.close_panel()
            self.amending.begin()

    def give_feedback(self) -> None:
        """Begin feedback to the caseworker that is tied to this review, on the page of people."""
        life = self._signed()
        if life is not None:
            self.feedback_wished.emit(life.story.review_id)

    def focus_reason(self) -> None:
        """Write why the review is amended."""
        self._page.panels.close_panel()
        self.band.reason.setFocus()

    def show_versions(self) -> None:
        """List the versions and compare them; of a review that was never amended, the figures changed since."""
        life = self._signed()
        if life is None:
            return
        if len(life.versions) < 2 and not self._since_signed():
            self._tell(ONE_VERSION, "accent")
            return
        self._page.panels.lay(self.versions)
        self.versions.show_versions(life)

    def _signed(self) -> Life | None:
        """The life of the signed review on the desk; says so where there is none."""
        form = self._page.draft.form
        if self.life.life is None or form is None or form.state is not ReviewState.SIGNED:
            self._tell(NOTHING_SIGNED, "accent")
            return None
        self._page.room.open_column(SCORECARD)
        return self.life.life

    def _open_version(self, review_id: str) -> None:
        self._page.panels.close_panel()
        self.amending.open_version(review_id)

    def _open_newest(self) -> None:
        life = self.life.life
        if life is not None:
            self._open_version(life.story.newest)

    # what came of it

    def _on_replied(self, _review: str) -> None:
        self.reply.forget()
        self.reply.close_panel()

    def _on_decided(self, _review: str, _prompt: str) -> None:
        """On to the next dispute that waits, if there is one."""
        self.decide.forget()
        life, draft = self.life.life, self._page.draft
        if life is not None and life.story.undecided and draft.form is not None and draft.card is not None:
            self.decide.show_dispute(life, draft.form, draft.card)
        else:
            self.decide.close_panel()

    def _on_begun(self) -> None:
        self._page.notice.unsay(ABOUT)
        form = self._page.draft.form
        if form is not None and not (form.amend_reason or "").strip():
            QTimer.singleShot(0, self, self.focus_reason)  # once the page has shown the draft, and its open prompt

    def _on_dropped(self) -> None:
        notice = self._page.notice
        notice.say(ABOUT, "The amendment was dropped.", "accent", (("Take it up again", self.amending.take_up),))

    def _on_compared(self, before: Version, after: Version) -> None:
        groups = compared(before, after, self._page.form.evidence_words)
        self.versions.show_comparison((*groups, *self._since_signed()))

    def _since_signed(self) -> tuple[DifferenceGroup, ...]:
        """The figures that an import changed since the newest version was signed."""
        draft, life = self._page.draft, self.life.life
        if draft.file is None or draft.file.sheet is None or life is None or not life.is_newest:
            return ()
        return since_signed(draft.file.sheet, draft.sheet_now) if draft.sheet_now is not None else ()

    def _on_refused(self, why: str) -> None:
        """Where the step was wished, else below the columns."""
        for panel in (self.reply, self.decide):
            if panel.isVisible():
                panel.say_refused(why)
                return
        self._refuse(why)

    def _refuse(self, why: str) -> None:
        self._page.notice.say(ABOUT, why, "warn")

    def _tell(self, words: str, tone: str = "good") -> None:
        self._page.notice.say(ABOUT, words, tone)
