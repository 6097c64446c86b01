"""The sections of the worklist, and the places of the kept table that their lines stand in."""

from enum import StrEnum

from models.work_line import Place


class Section(StrEnum):
    """The parts of the worklist."""

    DUE = "due"
    DRAFTS = "drafts"
    SIGNED = "signed"
    DISPUTED = "disputed"
    NO_SHEET = "no_sheet"
    NO_CALL = "no_call"
    AMBIGUOUS = "ambiguous"
    MATCHED = "matched"
    JUDGED = "judged"


PLACE_OF = {
    Section.DUE: Place.TIE,
    Section.MATCHED: Place.TIE,
    Section.DRAFTS: Place.DRAFT,
    Section.SIGNED: Place.SIGNED,
    Section.DISPUTED: Place.DISPUTED,
    Section.NO_SHEET: Place.RECORDING,
    Section.NO_CALL: Place.SHEET,
    Section.AMBIGUOUS: Place.DOUBT,
    Section.JUDGED: Place.JUDGED,
}

OF_SIGNED = frozenset({Section.SIGNED, Section.DISPUTED})
"""Sections whose lines are signed reviews."""
OF_REVIEW = frozenset({Section.DRAFTS, *OF_SIGNED})
"""Sections whose lines are reviews."""

LEFT_WHEN_BEGUN = frozenset({Section.DUE, Section.NO_SHEET, Section.NO_CALL})
"""Sections that a line leaves once somebody began its review."""
