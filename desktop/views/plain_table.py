"""The look of the long tables: whole rows without a grid, scrolled by the pixel, all of one height; Tab leaves them."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop import theme


def set_plain(table: QTableView, *, several: bool) -> None:
    """Give a table that look. `several`: more than one row can be selected.

    The height of the rows and the width of the columns follow the text size, which is the table's own affair.
    """
    modes = QAbstractItemView.SelectionMode
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setStretchLastSection(True)
    head.setMinimumSectionSize(theme.space(6))
