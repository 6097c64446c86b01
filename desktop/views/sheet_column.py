"""The pages of the sheet column: the guide sheet as recorded, and the debt steer worked out from it."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop.views.actions import ActionTable
from desktop.views.sheet_panel import SheetPanel
from desktop.views.sheet_tabs import SHEET_TAB, STEER_TAB, SheetTabs
from desktop.views.steer_panel import SteerPanel


class SheetColumn(SheetTabs):
    """The column with its pages."""

    def __init__(self, actions: ActionTable, memory: QSettings | None, parent: QWidget) -> None:
        super().__init__(actions, memory, parent)
        self.sheet = SheetPanel(actions, self)
        self.steer = SteerPanel(actions, self)
        self.add_page(SHEET_TAB, "Sheet", "panel_sheet", self.sheet)
        self.add_page(STEER_TAB, "Steer", "panel_steer", self.steer)
        self.mark_tab(STEER_TAB, "", "", "")
        self.steer.told.connect(lambda *outcome: self.mark_tab(STEER_TAB, *outcome))
        self.sheet.sight_wished.connect(lambda: self.show_page(SHEET_TAB))
