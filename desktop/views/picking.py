"""Choosing files and folders with the system's own dialogs, without stopping the rest of the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Take = Callable[[Path], object]


class Picker:
    """Opens a dialog over `owner` and hands what was chosen to `take`; nothing is called when it was given up."""

    def folder(self, owner: QWidget, title: str, start: Path | None, take: Take) -> None:
        dialog = self._dialog(owner, title, start, take)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def file(self, owner: QWidget, title: str, start: Path | None, names: str, take: Take) -> None:
        """`names` in the dialog's form: "CSV files (*.csv)"."""
        dialog = self._dialog(owner, title, start, take)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([names, "All files (*)"])
        dialog.open()

    def files(self, owner: QWidget, title: str, start: Path | None, take: Callable[[list[Path]], object]) -> None:
        """Several files at once."""
        dialog = QFileDialog(owner, title, "" if start is None else str(start))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(["CSV files (*.csv)", "All files (*)"])
        dialog.filesSelected.connect(lambda names: take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def target(self, owner: QWidget, title: str, start: Path, names: str, take: Take) -> None:
        """A file to be written; the dialog itself asks before one is replaced."""
        dialog = self._dialog(owner, title, start.parent, take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([names])
        dialog.setDefaultSuffix(start.suffix.removeprefix("."))
        dialog.selectFile(start.name)
        dialog.open()

    def _dialog(self, owner: QWidget, title: str, start: Path | None, take: Take) -> QFileDialog:
        dialog = QFileDialog(owner, title, "" if start is None else str(start))
        dialog.fileSelected.connect(lambda name: take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        return dialog
