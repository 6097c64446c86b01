"""The one style sheet of the window, written from a scheme's colours and the sizes of the type.

Only what Fusion does not do by the palette alone stands here: flat surfaces, one accent, a focus ring on everything
that takes the keyboard. Lengths are on the 8 px grid; a ring of 2 px takes the place of border and padding, so nothing
moves when the focus does.
"""

from collections.abc import Mapping
from string import Template

import resources

STEP_RADIUS_PX = 8

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $outline; padding: 4px 8px; }

QLabel[role="title"] { font-size: ${title_pt}pt; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${small_pt}pt; }
QLabel[role="path"] { color: $text; font-size: ${small_pt}pt; }
QLabel[role="key"] { background: $raised; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: 1px 7px; font-size: ${small_pt}pt; }
QLabel[role="step"] { background: $accent_tint; color: $accent; border-radius: ${step_px}px; font-weight: 600; }
QLabel[role="step"][tone="good"] { background: $good_tint; color: $good; }
QLabel[role="badge"] { background: $warn_tint; color: $warn; border-radius: 6px; padding: 3px 8px; }
QLabel[role="sum"] { font-size: ${small_pt}pt; }
QLabel[role="sum-calm"] { color: $quiet; font-size: ${small_pt}pt; }
QLabel[role="source"] { color: $accent; font-size: ${small_pt}pt; }
QLabel[role="quote"] { color: $text; font-size: ${small_pt}pt; border-left: 2px solid $line; padding-left: 8px; }
QLabel[role="saying"] { color: $text; border-left: 2px solid $line; padding-left: 8px; }
QLabel[role="good"] { color: $good; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="warn"] { color: $warn; }

QFrame[role="surface"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="raised"] { background: $raised; border: none; border-radius: 8px; }
QFrame[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[role="side"] { background: $window; border: none; border-right: 1px solid $line; }
QFrame[role="side-right"] { background: $window; border: none; }
QFrame[role="sheet"] { background: $surface; border: none; }
QFrame[role="overlay"] { background: $surface; border: 1px solid $outline; border-radius: 10px; }
QWidget[role="page"] { background: $window; }
QListWidget[role="rail"] { background: transparent; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="drop"] { background: $surface; border: 1px dashed $outline; border-radius: 8px; }
QFrame[role="drop"][tone="accent"] { background: $accent_tint; border: 2px dashed $accent; }
QFrame[role="notice"] { background: $accent_tint; border: none; border-left: 4px solid $accent; }
QFrame[role="notice"][tone="good"] { background: $good_tint; border-left-color: $good; }
QFrame[role="notice"][tone="bad"] { background: $bad_tint; border-left-color: $bad; }
QFrame[role="notice"][tone="warn"] { background: $warn_tint; border-left-color: $warn; }

QPushButton { background: $surface; color: $text; border: 1px solid $outline; border-radius: 6px;
    padding: 6px 14px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $selection; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $outline; border-color: $line; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 2px solid $accent; padding: 5px 15px;
    font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $raised; color: $outline; border-color: $raised; }
QPushButton[role="plain"], QPushButton[role="link"] { background: transparent; border: 2px solid transparent;
    padding: 5px 9px; }
QPushButton[role="plain"]:hover { background: $raised; }
QPushButton[role="plain"]:checked { background: $selection; color: $accent; }
QPushButton[role="link"] { color: $accent; }
QPushButton[role="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[role="plain"]:focus, QPushButton[role="link"]:focus { border: 2px solid $accent; }
QPushButton[role="plain"]:disabled, QPushButton[role="link"]:disabled { color: $outline; background: transparent; }
QPushButton[role="field"] { background: $window; color: $quiet; border: 1px solid $outline; padding: 5px 12px;
    text-align: left; }
QPushButton[role="field"]:hover { background: $raised; }
QPushButton[role="field"]:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[role="keycap"] { background: $raised; color: $text; border: 1px solid $outline; border-radius: 4px;
    padding: 2px 8px; font-size: ${small_pt}pt; }
QPushButton[role="keycap"]:hover { border-color: $accent; }
QPushButton[role="keycap"]:focus { border: 2px solid $accent; padding: 1px 7px; }
QPushButton[role="keycap"][tone="quiet"] { background: transparent; color: $quiet; border-color: $line; }
QPushButton[role="keycap"][tone="accent"] { background: $accent_tint; color: $accent; border: 2px solid $accent;
    padding: 1px 7px; }
QPushButton[role="tab"] { background: transparent; color: $quiet; border: 2px solid transparent; border-radius: 6px;
    padding: 5px 11px; }
QPushButton[role="tab"]:hover { color: $text; background: $raised; }
QPushButton[role="tab"]:checked { color: $accent; background: $accent_tint; border-bottom: 2px solid $accent;
    border-bottom-left-radius: 0; border-bottom-right-radius: 0; }
QPushButton[role="tab"]:focus { border-color: $accent; }
QPushButton[role="column-tab"] { background: transparent; color: $quiet; border: 2px solid transparent;
    border-radius: 6px; padding: 3px 6px; }
QPushButton[role="column-tab"][tone="close"] { padding: 2px 3px; font-size: ${small_pt}pt; }
QPushButton[role="column-tab"]:hover { color: $text; background: $raised; }
QPushButton[role="column-tab"]:checked { color: $accent; border-bottom: 2px solid $accent;
    border-bottom-left-radius: 0; border-bottom-right-radius: 0; }
QPushButton[role="column-tab"]:focus { border: 2px solid $accent; border-radius: 6px; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $outline; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QDateEdit:disabled,
QComboBox:disabled {
    color: $quiet; background: $window; border-color: $line; }
QLineEdit[role="filled"] { background: $raised; border: 2px solid transparent; padding: 4px 7px; }
QLineEdit[role="filled"]:focus { background: $surface; border-color: $accent; }
QComboBox { padding-right: ${drop_px}px; }
QComboBox:focus { padding-right: ${drop_focus_px}px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: ${drop_px}px; subcontrol-origin: padding;
    subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$arrow_down"); width: ${arrow_px}px; height: ${arrow_px}px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $outline; padding: 4px;
    selection-background-color: $selection; selection-color: $text; outline: none; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: none; width: ${drop_px}px; subcontrol-origin: padding;
    subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: none; width: ${drop_px}px; subcontrol-origin: padding;
    subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$arrow_up"); width: ${spin_px}px; height: ${spin_px}px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$arrow_down"); width: ${spin_px}px;
    height: ${spin_px}px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox::indicator, QRadioButton::indicator { width: ${indicator_px}px; height: ${indicator_px}px;
    border: 1px solid $outline; border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: ${indicator_radius_px}px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url("$tick"); }
QRadioButton::indicator:checked { image: url("$dot"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $raised; border-color: $line; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }

QTextBrowser { border: 2px solid transparent; border-radius: 0; padding: 0; }
QTextBrowser:focus { border-color: $accent; padding: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QTableView, QListView, QTreeView { background: $surface; color: $text; border: none; outline: none;
    gridline-color: $line; selection-background-color: $selection; selection-color: $text; }
QTableView[role="cells"] QHeaderView::section:first { padding-left: 8px; }
QTableView[role="cells"]::item { padding: 0 5px; border-bottom: 1px solid $line; }
QTableView[role="cells"]::item:selected { background: $selection; color: $text; }
QTableView[role="cells"]::item:focus { padding: 1px 5px 0 5px; border-bottom: 2px solid $accent; }
QTableView:focus, QListView:focus, QTreeView:focus { outline: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-size: ${small_pt}pt; }
QHeaderView::section:first { padding-left: 12px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$arrow_up"); width: ${spin_px}px; height: ${spin_px}px; }
QHeaderView::down-arrow { image: url("$arrow_down"); width: ${spin_px}px; height: ${spin_px}px; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $outline; border: 3px solid $window; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $raised; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QMenu { background: $surface; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QCalendarWidget QToolButton { color: $text; }
""")


def style_sheet(scheme: str, colours: Mapping[str, str], points: Mapping[str, float]) -> str:
    """The style sheet for a scheme by its name and colours (`name -> #rrggbb`), and sizes of type in points."""
    drawings = {
        "arrow_down": "arrow-down",
        "arrow_up": "arrow-up",
        "tick": f"tick-{scheme}",
        "dot": f"dot-{scheme}",
    }
    indicator, arrow = round(points["body"] * 1.6), round(points["body"] * 1.25)
    return _SHEET.substitute(
        **colours,
        **{key: resources.path(f"icons/{name}.svg").as_posix() for key, name in drawings.items()},
        **{f"{name}_pt": f"{size:.2f}" for name, size in points.items()},
        step_px=STEP_RADIUS_PX,
        arrow_px=arrow,
        spin_px=arrow - 2,
        drop_px=arrow + 12,
        drop_focus_px=arrow + 11,
        indicator_px=indicator,
        indicator_radius_px=indicator // 2 + 1,
    )
