"""The shipped prompts in a few words, for the labels of charts: a label that is cut short asks another question.

By the prompt's id; a prompt of the department's own stands as it is asked. The whole question is said by the part.
"""

SHORT = {
    "FIGURES_SOURCED": "Figures correct and sourced",
    "FULL_FIRST": "Full payment sought first",
    "LUMP_SOUGHT": "Lump sum sought",
    "WITHIN_RUNG": "Within the rung claimed",
    "LABEL_RIGHT": "Agreement or Arrangement",
    "OVER_40_TESTED": "Over 40%: can be kept up",
    "DEO_LEAVES_60": "DEO leaves 60%",
    "LO_CONSIDERED": "Liability order considered",
    "METHOD_FIRST": "Preferred method first",
    "METHOD_EXPLAINED": "Method's benefits explained",
    "METHOD_AGREES": "Agrees with Task 567",
    "CWO_VIEWED": "Caseworker Online viewed",
    "CWO_USED": "Caseworker Online used",
    "WELFARE": "Welfare of any child",
    "FAMILY_NEEDS": "Needs of both families",
    "HARDSHIP": "Hardship heard and answered",
    "GROUND_RECORDED": "Ground and reason recorded",
    "CONDUCT": "Identity, courtesy, no threat",
    "SHEET_COMPLETE": "Sheet complete",
    "SOURCES_AGREE": "Call, sheet, system agree",
}


def short(prompt: str, question: str) -> str:
    """The prompt's few words, else its question."""
    return SHORT.get(prompt, question)
