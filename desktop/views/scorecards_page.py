"""The Scorecards page: the versions at the left, the open one at the right: to edit, to see as a form, to try.

The page arranges and hands on wishes; `state.scorecards` reads and writes. A version that was used is only read.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.scorecard_preview import PreviewDraft
from desktop.state.scorecards import Scorecards
from desktop.tables import wording
from desktop.tables.scorecards import version_words
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.page_notice import PageNotice
from desktop.views.people_head import PartTabs
from desktop.views.picking import Picker
from desktop.views.press import hairline
from desktop.views.reviews_ask import AskStrip
from desktop.views.scorecards_editor import CardEditor
from desktop.views.scorecards_head import CardHead
from desktop.views.scorecards_preview import CardPreview
from desktop.views.scorecards_trial import CardTrial
from desktop.views.scorecards_versions import VersionsSide
from models.scorecard import CardStanding
from models.scorecard_versions import VersionLine
from models.trial import Trial

EDIT, PREVIEW, TRIAL = "edit", "preview", "trial"
PARTS = ((EDIT, "Sections and prompts"), (PREVIEW, "Preview"), (TRIAL, "Trial"))
"""Name and words of each part; its command is "card_" and its name."""
FILES = "Scorecards (*.toml)"
HELD = "held"
NARROW_BELOW = 960
"""With less room than this, at 100%, the versions stand in a box of the head."""


class ScorecardsPage(QWidget):
    """Signals: `review_wished(TrialLine)`; `notice_wished(text, tone)`; `published(id)`, which can be taken back."""

    review_wished = Signal(object)
    notice_wished = Signal(str, str)
    published = Signal(str)

    def __init__(
        self,
        cards: Scorecards,
        preview: PreviewDraft,
        actions: ActionTable,
        today: date,
        picker: Picker | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cards = cards
        self._editing = cards.editing
        self._actions = actions
        self._picker = picker or Picker()
        self._folder: Path | None = None
        self._is_narrow = False
        self.setAccessibleName("Scorecards")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._side = VersionsSide(actions)
        self.rail = self._side.rail
        self.head = CardHead(actions)
        self.saved = QLabel()
        theme.mark(self.saved, role="small")
        self.tabs = PartTabs(PARTS, actions, command="card_")
        self.notice = PageNotice()
        self.editor = CardEditor(self._editing, actions)
        self._answering = preview
        self.trial = CardTrial(actions, today)
        self.question = AskStrip()
        self.empty = EmptyState()
        self._lay_out()
        self._bind()
        self._connect()
        self._show_version()

    def refresh(self) -> None:
        """Read the versions again."""
        self._cards.refresh()

    def show_person(self) -> None:
        """Somebody else works: nothing that was tried stays in sight."""
        self.trial.show_trial(None)
        self.show_part(EDIT, focus=False)
        self.refresh()

    def focus_versions(self) -> None:
        """The keyboard goes to the versions."""
        (self.head.versions if self._is_narrow else self.rail).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def part(self) -> str:
        """The part of the version in sight."""
        shown = self._parts.currentWidget()
        return EDIT if shown is self.editor else TRIAL if shown is self.trial else PREVIEW

    @cached_property
    def preview(self) -> CardPreview:
        """The form to be tried, made when it is first asked for."""
        made = CardPreview(self._answering, self._actions)
        made.faults_wished.connect(self._on_faults_wished)
        self._parts.addWidget(made)
        return made

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part of the open version into sight."""
        if name == TRIAL and not self._cards.may_change:
            return
        self.tabs.show_part(name)
        self._parts.setCurrentWidget(self._page_of(name))
        self._show_part()
        if focus:
            self._focus_part()

    def _page_of(self, name: str) -> QWidget:
        return self.editor if name == EDIT else self.trial if name == TRIAL else self.preview

    def _focus_part(self) -> None:
        if self.part == EDIT:
            self.editor.focus_outline()
        elif self.part == TRIAL:
            self.trial.focus_first()
        else:
            self.preview.focus_first()

    # building

    def _lay_out(self) -> None:
        main = QFrame()
        theme.mark(main, role="sheet")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._parts = QStackedWidget()
        self._parts.addWidget(self.editor)
        self._parts.addWidget(self.trial)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(0, 0, theme.space(2), 0)
        tabs.addWidget(self.tabs, 1)
        tabs.addWidget(self.saved)
        column.addWidget(self.head)
        column.addWidget(self.notice)
        column.addLayout(tabs)
        column.addWidget(hairline(main))
        column.addWidget(self._parts, 1)
        column.addWidget(self.question)
        self._stack = QStackedWidget()
        self._stack.addWidget(main)
        self._stack.addWidget(self.empty)
        self.empty.say("scorecard", "Scorecards", "The versions are being read.")
        self._stack.setCurrentWidget(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        theme.changes().changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room the list of versions gives way to a box in the head."""
        is_narrow = self.width() < NARROW_BELOW * theme.changes().scale_pct / 100
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        had_keyboard = self.rail.hasFocus() or self.head.versions.hasFocus()
        self._side.setVisible(not is_narrow)
        self.head.set_narrow(is_narrow=is_narrow)
        if is_narrow:
            self.head.tools.addWidget(self._side.take_in)
        else:
            self._side.take_back()
        if had_keyboard:
            self.focus_versions()

    def _bind(self) -> None:
        for name, _words in PARTS:
            self._actions.bind(f"card_{name}", self, partial(self.show_part, name))
        self._acts: dict[str, Callable[[], object]] = {
            "publish_card": self.publish,
            "make_version": self.make_version,
            "take_back_card": self._cards.take_back,
            "withdraw_card": self._withdraw_or_reinstate,
            "save_card": self.save_as,
            "discard_card": self.ask_discard,
            "take_in_card": self.take_in,
        }
        for action_id, act in (
            *self._acts.items(),
            ("next_card", lambda: self.rail.step(1)),
            ("previous_card", lambda: self.rail.step(-1)),
            ("run_trial", self._run_trial),
            ("refresh_cards", self.refresh),
        ):
            self._actions.bind(action_id, self, act)

    def _connect(self) -> None:
        # the state
        cards, editing = self._cards, self._editing
        cards.listed.connect(self._on_listed)
        cards.told.connect(self.notice_wished)
        cards.failed.connect(lambda why: self.notice_wished.emit(why, "bad"))
        cards.published.connect(self.published)
        cards.busy_changed.connect(lambda _busy: self._show_version())
        cards.trial_began.connect(lambda: self.trial.show_running(running=True))
        cards.trial_progressed.connect(self.trial.show_progress)
        cards.tried.connect(self._on_tried)
        cards.trial_cancelled.connect(self._on_trial_cancelled)
        cards.trial_failed.connect(self._on_trial_failed)
        editing.opened.connect(self._on_opened)
        editing.changed.connect(lambda _spot: self._show_version())
        editing.saving.connect(lambda: self.saved.setText("Saving …"))
        editing.saved.connect(lambda at: self.saved.setText(f"Saved {wording.moment(at)}"))
        editing.save_failed.connect(self._on_save_failed)
        editing.held_up.connect(self._on_held_up)
        # what people do
        self.rail.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.rail.taken.connect(lambda _key: self.show_part(self.part))
        self._side.take_in.clicked.connect(lambda _checked=False: self.take_in())
        self.empty.wished.connect(lambda _key: self.take_in())
        self.head.wished.connect(lambda action_id: self._acts[action_id]())
        self.head.version_wished.connect(cards.open)
        self.tabs.wished.connect(lambda name: self.show_part(name, focus=False))
        self.editor.undone.connect(self.saved.setText)
        self.trial.run_wished.connect(self._on_run_wished)
        self.trial.cancel_wished.connect(cards.cancel_trial)
        self.trial.open_wished.connect(self.review_wished)
        self.question.left.connect(self.editor.focus_outline)

    # what people wish

    def make_version(self) -> None:
        """The next version of the open one, as a draft."""
        if self._cards.may_change:
            self.show_part(EDIT)
            self._cards.begin()

    def publish(self) -> None:
        """Publish the open draft; while it has faults, go to the first."""
        if self._editing.faults:
            self._on_faults_wished()
        elif not self._editing.read_only:
            self._cards.publish()

    def take_in(self) -> None:
        """Take in a scorecard file as a draft."""
        if self._cards.may_change:
            self._picker.file(self, "Take in a scorecard", self._folder, FILES, self._take)

    def save_as(self) -> None:
        """Save the open version as a TOML file."""
        version = self._editing.version
        if version is not None:
            name = f"{version.line.scorecard_id.replace('/', '-')}.toml"
            start = (self._folder or Path.home()) / name
            self._picker.target(self, "Save the scorecard", start, FILES, self._save)

    def ask_discard(self) -> None:
        """Ask once whether the open draft is to go."""
        card_id = self._cards.open_id
        if card_id is not None and not self._editing.read_only:
            self.question.ask(
                f"Discard the draft {card_id}? What is written in it is gone then; other versions stay.",
                "Discard it",
                lambda _chosen: self._cards.discard(),
            )

    def _take(self, path: Path) -> None:
        self._folder = path.parent
        self._cards.take_in(path)

    def _save(self, path: Path) -> None:
        self._folder = path.parent
        self._cards.write(path)

    def _withdraw_or_reinstate(self) -> None:
        line = self._line
        if line is None or line.standing is CardStanding.DRAFT or not self._cards.may_change:
            return
        if line.standing is CardStanding.WITHDRAWN:
            self._cards.reinstate()
        else:
            self._cards.withdraw()

    def _run_trial(self) -> None:
        if self._cards.may_change:
            self.show_part(TRIAL)
            self.trial.wish_run()

    def _on_run_wished(self, first: date | None, last: date | None) -> None:
        card = self._editing.card
        if card is not None:
            self._cards.try_on(card, first, last)

    def _on_faults_wished(self) -> None:
        self.show_part(EDIT, focus=False)
        self.editor.outline.next_fault()

    def _on_current(self) -> None:
        key = self.rail.current_key()
        if key is not None:
            self._cards.open(key)

    # what comes

    @property
    def _line(self) -> VersionLine | None:
        version = self._editing.version
        return None if version is None else version.line

    def _on_listed(self, lines: tuple[VersionLine, ...]) -> None:
        self._side.show_lines(lines, self._cards.open_id)
        self._mark_open()
        if not lines:
            words = "A scorecard says what is asked in a check and what counts. Take one in from its file."
            self.empty.say("scorecard", "No scorecard yet", words, "Take in a file", "take")
            self._stack.setCurrentWidget(self.empty)
        self.editor.refresh()
        self._show_version()

    def _mark_open(self) -> None:
        named = [(" · ".join(version_words(line)[:2]), line.scorecard_id) for line in self._cards.lines]
        self.head.offer_versions(named, self._cards.open_id)
        self._side.mark_open(self._cards.lines, self._cards.open_id)

    def _on_opened(self) -> None:
        self._mark_open()
        if self._line is not None:
            self._stack.setCurrentIndex(0)
        self.notice.unsay(HELD)
        self.question.hide()
        self.saved.setText("")
        self.trial.show_trial(None)
        self._show_version()

    def _show_version(self) -> None:
        line, editing = self._line, self._editing
        self._side.take_in.setVisible(self._cards.may_change)
        self.tabs.tabs[TRIAL].setVisible(self._cards.may_change)
        if line is None:
            return
        title = str(editing.values.get("title", ""))
        self.head.show_version(
            line, title, may_change=self._cards.may_change, faults=len(editing.faults), busy=self._cards.busy
        )
        self._show_part()

    def _show_part(self) -> None:
        """Only the part in sight is brought up to date."""
        editing, faults = self._editing, len(self._editing.faults)
        if editing.version is None:
            return
        if self.part == PREVIEW:
            self.preview.show_card(editing.card or editing.last_card, faults)
        elif self.part == TRIAL:
            self.trial.show_card(editing.card, faults)

    def _on_tried(self, trial: Trial) -> None:
        self.trial.show_running(running=False)
        if trial.scorecard_id == self._cards.open_id:
            self.trial.show_trial(trial)
            if self.part == TRIAL and self.trial.isVisible():
                self.trial.focus_first()

    def _on_trial_cancelled(self) -> None:
        self.trial.show_running(running=False)
        self.notice_wished.emit("The trial was cancelled. Nothing was changed.", "accent")

    def _on_trial_failed(self, why: str) -> None:
        self.trial.show_running(running=False)
        self.notice_wished.emit(why, "bad")

    def _on_save_failed(self, why: str) -> None:
        self.saved.setText("Not saved")
        self.notice_wished.emit(why, "bad")

    def _on_held_up(self, why: str) -> None:
        """Somebody else saved the same draft: which of the two stands is asked, and nothing is lost."""
        self.saved.setText("Not saved")
        ways = (
            ("Keep mine", lambda: self._cards.reload(keep_mine=True)),
            ("Take theirs", lambda: self._cards.reload(keep_mine=False)),
        )
        self.notice.say(HELD, f"{why} Either can be undone to the other.", "warn", ways, lasting=True)
