"""Choosing files and folders with the system's own dialogs, without stopping the rest of the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.views.printing import paper

Take = Callable[[Path], object]

LISTS = "Lists (*.csv *.tsv *.tab *.txt *.xlsx *.xls *.ods)"
INDEXES = "Lists and indexes (*.csv *.tsv *.tab *.txt *.xlsx *.xls *.ods *.json *.xml)"
PROFILES = "Import profiles (*.toml)"
MODELS = "Speech models (*.bin)"
"""What the dialogs show first, in their own form."""


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
        dialog.setNameFilters([INDEXES, "All files (*)"])
        dialog.filesSelected.connect(lambda names: take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def target(self, owner: QWidget, title: str, start: Path, names: str, take: Take) -> None:
        """A file to be written; the dialog itself asks before one is replaced.

        Several forms in `names` are parted by ";;"; the chosen one says the ending.
        """
        dialog = self._dialog(owner, title, start.parent, take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(names.split(";;"))
        dialog.setDefaultSuffix(start.suffix.removeprefix("."))
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(_ending(name)))
        dialog.selectFile(start.name)
        dialog.open()

    def printer(self, owner: QWidget, title: str, take: Callable[[QPrinter], object]) -> None:
        """A printer, or a PDF file in place of one."""
        printer = paper()
        dialog = QPrintDialog(printer, owner)
        dialog.setWindowTitle(title)
        dialog.accepted.connect(lambda: take(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _dialog(self, owner: QWidget, title: str, start: Path | None, take: Take) -> QFileDialog:
        dialog = QFileDialog(owner, title, "" if start is None else str(start))
        dialog.fileSelected.connect(lambda name: take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def _ending(names: str) -> str:
    """The first ending of a dialog's form: "txt" of "Text (*.txt)"."""
    return names.partition("*.")[2].partition(" ")[0].rstrip(")")
