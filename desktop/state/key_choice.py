"""The keys a person chose: kept in a file, changed by the key sheet, told to the table of commands.

Between the key sheet (which wishes) and the table of commands (which obeys). What is in force is what was written: a
change that cannot be kept is told and does not count.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.key_map import read_keys, write_keys
from models.errors import UserError


class KeyChoice(QObject):
    """The chosen keys, command id to key ("" for none).

    Signals: `changed(dict)` with all of them; `told(text, tone)` for a notice.
    """

    changed = Signal(dict)
    told = Signal(str, str)

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self.keys: dict[str, str] = {}

    def load(self) -> None:
        """Read the person's file. A faulty one is told, left alone, and the program's own keys are in force."""
        try:
            self.keys = read_keys(self._file)
        except UserError as exc:
            self.told.emit(exc.message, "warn")
            return
        self.changed.emit(dict(self.keys))

    def choose(self, keys: Mapping[str, str]) -> None:
        """Give these commands these keys; the others keep theirs."""
        self._keep({**self.keys, **keys})

    def reset(self, command: str | None = None) -> None:
        """Give one command, or all of them, the program's own key again."""
        self._keep({} if command is None else {name: key for name, key in self.keys.items() if name != command})

    def export(self, target: Path) -> None:
        """Write the chosen keys to a file of their own."""
        try:
            write_keys(target, self.keys)
        except UserError as exc:
            self.told.emit(exc.message, "bad")
        else:
            self.told.emit(f"The keys are in {target}.", "good")

    def take(self, source: Path) -> None:
        """Take the keys of a file in place of those chosen before."""
        try:
            keys = read_keys(source)
        except UserError as exc:
            self.told.emit(exc.message, "bad")
            return
        if not source.exists():
            self.told.emit(f"{source} is not there.", "bad")
        elif self._keep(keys):
            self.told.emit(f"The keys of {source.name} are in force.", "good")

    def _keep(self, keys: dict[str, str]) -> bool:
        if keys == self.keys:
            return True
        try:
            write_keys(self._file, keys)
        except UserError as exc:
            self.told.emit(exc.message, "bad")
            return False
        self.keys = keys
        self.changed.emit(dict(keys))
        return True
