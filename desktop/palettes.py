"""The colours of the window as data: one table a scheme, and which of them must be told apart on which.

A scheme is a mapping from a name to `#rrggbb`. `theme.py` turns one into Qt's palette and style sheet; painters ask
`theme.colour(name)`. A further scheme is a further table with the same names.
"""

LIGHT: dict[str, str] = {
    "window": "#f5f6f8",
    "surface": "#ffffff",
    "raised": "#eceff3",
    "hover": "#f0f3f8",
    "line": "#dfe3e9",
    "outline": "#868f9b",
    "text": "#1b2129",
    "quiet": "#565f6b",
    "accent": "#1f5bb5",
    "accent_hover": "#184a95",
    "on_accent": "#ffffff",
    "selection": "#dbe7f9",
    "caseworker": "#0b6478",
    "nrp": "#9a4a00",
    "unknown": "#5d6570",
    "good": "#1c6b3f",
    "bad": "#ad241c",
    "warn": "#7d5200",
    "good_tint": "#e3f3e9",
    "bad_tint": "#fbe9e7",
    "warn_tint": "#fbf1dc",
    "accent_tint": "#e8f0fc",
    "playhead": "#b3126a",
    "waveform": "#6f7a88",
}

DARK: dict[str, str] = {
    "window": "#15181c",
    "surface": "#1c2026",
    "raised": "#272c34",
    "hover": "#232931",
    "line": "#323943",
    "outline": "#7b8592",
    "text": "#e7eaee",
    "quiet": "#a5aeba",
    "accent": "#86b1f7",
    "accent_hover": "#a8c8fb",
    "on_accent": "#0c1a30",
    "selection": "#26395a",
    "caseworker": "#62c8de",
    "nrp": "#f0a964",
    "unknown": "#a5aeba",
    "good": "#79d09a",
    "bad": "#ff9a90",
    "warn": "#e6bd5c",
    "good_tint": "#1c2f25",
    "bad_tint": "#3a2322",
    "warn_tint": "#332a17",
    "accent_tint": "#1f2c42",
    "playhead": "#ff85bd",
    "waveform": "#8893a1",
}

CONTRAST: dict[str, str] = {
    "window": "#000000",
    "surface": "#000000",
    "raised": "#1b1b1b",
    "hover": "#1b1b1b",
    "line": "#9a9a9a",
    "outline": "#ffffff",
    "text": "#ffffff",
    "quiet": "#e2e2e2",
    "accent": "#ffd93b",
    "accent_hover": "#ffe98a",
    "on_accent": "#000000",
    "selection": "#00304f",
    "caseworker": "#6fe6ff",
    "nrp": "#ffb870",
    "unknown": "#dcdcdc",
    "good": "#84ffa6",
    "bad": "#ffb9b2",
    "warn": "#ffe48a",
    "good_tint": "#00240d",
    "bad_tint": "#330704",
    "warn_tint": "#2b2000",
    "accent_tint": "#262100",
    "playhead": "#ff9fd0",
    "waveform": "#d0d0d0",
}

SCHEMES: dict[str, dict[str, str]] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
LEAST_CONTRAST: dict[str, float] = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
"""What every text pair of a scheme keeps: WCAG 2.2, 1.4.3 (AA), and 1.4.6 (AAA) where contrast was asked for."""

_GROUNDS = ("window", "surface", "raised", "hover", "selection")
_INKS = ("text", "quiet", "accent", "caseworker", "nrp", "unknown", "good", "bad", "warn")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in _INKS for ground in _GROUNDS),
    *((ink, "accent_tint") for ink in ("text", "quiet", "accent")),
    *((ink, "good_tint") for ink in ("text", "quiet", "good", "accent")),
    *((ink, "bad_tint") for ink in ("text", "quiet", "bad", "accent")),
    *((ink, "warn_tint") for ink in ("text", "quiet", "warn", "accent")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
)
"""(ink, ground) pairs used for text: at least LEAST_CONTRAST of the scheme."""

SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    ("outline", "window"),
    ("outline", "surface"),
    ("accent", "window"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("playhead", "window"),
    ("playhead", "surface"),
    ("waveform", "window"),
    ("waveform", "surface"),
)
"""(shape, ground) pairs used for controls and drawn shapes: at least 3:1 (WCAG 2.2, 1.4.11)."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
