"""The one table of commands (`commands.py`) with the keys in force, and what obeys them.

Menus, tool tips, the key sheet and the palette all read this table, so a key is written down once. A page binds an
action to its own widget; the key works while that widget, or one inside it, has the keyboard.
"""

import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.views.commands import ACTIONS, Action

__all__ = ["ACTIONS", "Action", "ActionTable", "Conflict", "Write", "on_button"]

Write = Callable[[QWidget, str], object]
"""How words with a key in them are put on a widget, now and when the key changes."""


@dataclass(frozen=True)
class Conflict:
    """Two commands that would answer to the same key."""

    key: str
    first: str
    second: str


class ActionTable(QObject):
    """The commands with the keys in force. `keys` (action id to key) takes the place of the table's own keys.

    Signal `keys_changed()`: other keys are in force; what is bound and explained here has followed already.
    """

    keys_changed = Signal()

    def __init__(self, parent: QObject | None = None, keys: Mapping[str, str] | None = None) -> None:
        super().__init__(parent)
        self._actions = _with_keys(keys or {})
        self._bound: dict[str, list[weakref.ref[QAction]]] = {}
        self._explained: weakref.WeakKeyDictionary[QWidget, dict[Write, tuple[str, str | None]]] = (
            weakref.WeakKeyDictionary()
        )

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def action(self, action_id: str) -> Action:
        """The command by its id. Raises KeyError."""
        return self._actions[action_id]

    def text_with_key(self, action_id: str, text: str | None = None) -> str:
        """The words for a tool tip, with the key as this system writes it: "Play or pause (Space)"."""
        found = self._actions[action_id]
        shown = self.key_text(action_id)
        words = text or found.text
        return f"{words} ({shown})" if shown else words

    def key_text(self, action_id: str) -> str:
        """The key as this system writes it, empty for none."""
        key = self._actions[action_id].key
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""

    def own_key(self, action_id: str) -> str:
        """The key the program itself gives the command. Raises KeyError."""
        return _OWN[action_id].key

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Put other keys in force (action id to key, "" for none); commands not named get their own key.

        Ids nobody knows and keys Qt does not know are passed over: they may be a newer program's.
        """
        wanted = _with_keys(keys)
        if wanted == self._actions:
            return
        self._actions = wanted
        for action_id, references in self._bound.items():
            for reference in references:
                bound = reference()
                if bound is not None and shiboken6.isValid(bound):
                    bound.setShortcut(QKeySequence(wanted[action_id].key))
                    bound.setToolTip(self.text_with_key(action_id))
        for widget, texts in list(self._explained.items()):
            if shiboken6.isValid(widget):
                for write, (action_id, words) in texts.items():
                    write(widget, self.text_with_key(action_id, words))
        self.keys_changed.emit()

    def taken_by(self, action_id: str, key: str) -> Action | None:
        """The other command that would answer to `key` where `action_id` does, if any."""
        found, wanted = self._actions[action_id], _portable(key)
        for other in self._actions.values():
            meet = "window" in (other.scope, found.scope) or other.scope == found.scope
            if other.id != action_id and meet and other.key and _portable(other.key) == wanted:
                return other
        return None

    def explain(
        self, widget: QWidget, action_id: str, text: str | None = None, write: "Write" = QWidget.setToolTip
    ) -> None:
        """Give a widget the tool tip of a command, with its key; it follows when the key changes.

        `write` puts the words elsewhere: `on_button` makes them the text of a button."""
        self._explained.setdefault(widget, {})[write] = (action_id, text)
        write(widget, self.text_with_key(action_id, text))

    def bind(self, action_id: str, owner: QWidget, slot: Callable[[], object]) -> QAction:
        """A QAction on `owner` that calls `slot`; its key works inside `owner`. Raises KeyError for an unknown id."""
        found = self._actions[action_id]
        made = QAction(found.text, owner)
        made.setObjectName(found.id)
        if found.key:
            made.setShortcut(QKeySequence(found.key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setToolTip(self.text_with_key(action_id))
        made.triggered.connect(lambda *_checked: slot())
        owner.addAction(made)
        self._bound.setdefault(action_id, []).append(weakref.ref(made))
        return made

    def at_hand(self) -> list[tuple[Action, QAction]]:
        """The commands that can be given now: bound, enabled, and on a page that is shown."""
        found: list[tuple[Action, QAction]] = []
        for action_id, references in self._bound.items():
            for reference in references:
                bound = reference()
                if bound is None or not shiboken6.isValid(bound) or not bound.isEnabled():
                    continue
                owner = bound.parent()
                if isinstance(owner, QWidget) and owner.isVisible():
                    found.append((self._actions[action_id], bound))
                    break
        return found

    def conflicts(self) -> list[Conflict]:
        """Commands whose keys collide: the same key within a scope, or with one that works everywhere."""
        found: list[Conflict] = []
        taken: dict[tuple[str, str], str] = {}
        for action in self._actions.values():
            if not action.key:
                continue
            key = _portable(action.key)
            for scope in dict.fromkeys((action.scope, "window")):
                other = taken.get((scope, key))
                if other is not None:
                    found.append(Conflict(key, other, action.id))
            taken[(action.scope, key)] = action.id
        return found


def on_button(widget: QWidget, words: str) -> None:
    """Write words on a button."""
    assert isinstance(widget, QAbstractButton)
    widget.setText(words)


_OWN = {action.id: action for action in ACTIONS}


def _with_keys(keys: Mapping[str, str]) -> dict[str, Action]:
    """The commands, with `keys` where they can be used."""
    return {a.id: replace(a, key=keys[a.id]) if _is_key(keys.get(a.id)) else a for a in ACTIONS}


def _is_key(key: str | None) -> TypeGuard[str]:
    """Whether this is one key, or none at all."""
    if key is None:
        return False
    return not key or (QKeySequence(key).count() == 1 and bool(_portable(key)))


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
