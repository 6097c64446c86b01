"""What each tile counts, where that comes from, and by which formula: shown with the tile, printed with it.

Letters: VTR1298 of 12 October 2009 (questions 1-4, Annex A), IR599 of 15 March 2018 (annexes A-G).
"""

from collections.abc import Mapping

from models.board.query import TileKey
from models.reports import kpi
from models.reports.counted import SCOPE_WORDS
from models.reports.table import Definition

_CHECKED = (
    "Checked calls: primary signed reviews of calls, latest amendment, each sheet once (the newest signed), by the "
    "day of the decision"
)
_STEER = "Letter of 12 October 2009 (VTR1298), question 4 and Annex A"
_VOICE = (
    "Letter of 12 October 2009 (VTR1298), question 3: team leaders use Voice Recording to confirm that debt "
    "negotiations were undertaken appropriately"
)

DEFINITIONS: Mapping[TileKey, Definition] = {
    TileKey.KPI: kpi.DEFINITION,
    TileKey.BALANCE: Definition(
        words=(
            f"{_CHECKED}. How the prompts were answered that must not be paid for the KPI: whether a contribution "
            "above 40% was tested, whether a deduction from earnings order leaves 60%, hardship, the needs of the "
            "family, the welfare of any child. N/A says that nothing of it came up. With evidence: of the yes, those "
            "that rest on a span of the call or on the whole call heard. Beside the KPI, so that it is not bought at "
            "their cost."
        ),
        source=(
            "Letter of 12 October 2009 (VTR1298), Annex A: offers must be sustainable, the non-resident parent is "
            "left with at least 60% of net income, and regard is had to the welfare of any child, the needs of the "
            "second family, and representations of hardship"
        ),
        formula="% = 100 x yes / (yes + no); N/A % = 100 x N/A / all answers; with evidence % = 100 x those / yes",
    ),
    TileKey.TREND: Definition(
        words=(
            "Both rows of the KPI for each of the twelve months up to the end of the period, never added: sheet, the "
            "steer's verdict on every confirmed guide sheet; call, the KPI class of the checked calls. A margin "
            "stands with a month's calls where every one of them was drawn by a certificate, and where there are no "
            "more than 5,000 of them: of more it is narrower than the line. "
            f"Scope: {SCOPE_WORDS}."
        ),
        source="Letter of 15 March 2018 (IR599), annex B (a view of the last 12 months); VTR1298, question 4",
        formula="KPI % = 100 x (accurate + accurate by discretion) / (checked - not assessable)",
    ),
    TileKey.REASONS: Definition(
        words=(
            "Confirmed sheets that the steer found inaccurate, by its reasons as they were confirmed, the most "
            "frequent first. A sheet can have several reasons, so the bars can be more than the sheets; the "
            f"cumulative share is of all reasons together. Scope: {SCOPE_WORDS}."
        ),
        source=_STEER,
        formula="cumulative % = 100 x (this reason and those before it) / all reasons found",
    ),
    TileKey.PROMPTS: Definition(
        words=(
            f"{_CHECKED}. Prompts answered no, the critical ones (a no makes the check inaccurate) and the others "
            "apart, the most frequent first. Prompts of other scorecards than the negotiation of arrears stand under "
            "their own words."
        ),
        source=f"{_VOICE}; question 4",
        formula="cumulative % = 100 x (this prompt and those before it) / all no of the same group",
    ),
    TileKey.METHOD: Definition(
        words=(
            f"{_CHECKED}: whether the preferred method was offered first, and whether the outcome agrees with the "
            "sheet and Task 567. And of the Task 567 entries of the sheets in scope that promoted a method, what "
            "became of it: the same method was taken; it was refused, with the code of the reason; another one was "
            "taken and no reason is held; nothing is held yet (open)."
        ),
        source=(
            "Letter of 12 October 2009 (VTR1298), question 3: cross reference with Voice Recording and Task 567s to "
            "ensure Preferred Methods of Collection are being promoted"
        ),
        formula=(
            "offered first % = 100 x yes / (yes + no); taken % = 100 x entries in which the method promoted was taken "
            "/ entries that promoted a method and say what was taken"
        ),
    ),
    TileKey.ONLINE: Definition(
        words=(
            f"{_CHECKED}: whether Caseworker Online was viewed before or during the negotiation, and used in seeking "
            "the lump sum. On file: sheets in scope with a view on the imported list. Named but not on file: sheets "
            "that name a view the list does not hold."
        ),
        source=(
            "Letter of 12 October 2009 (VTR1298), question 3 (including the use of Caseworker Online) and Annex A "
            "(to support negotiating the maximum lump sum)"
        ),
        formula="% = 100 x yes / (yes + no); on file % = 100 x sheets with a view / sheets in scope",
    ),
    TileKey.DISCRETION: Definition(
        words=(
            "Confirmed sheets that are accurate by recorded discretion; the grounds recorded on confirmed sheets, by "
            "code only; and sheets with a ground and no reason, which counts for nothing. Discretion is no error: the "
            f"measure includes its use. Scope: {SCOPE_WORDS}."
        ),
        source="Letter of 12 October 2009 (VTR1298), question 4 (including the use of discretion) and Annex A",
        formula="% = 100 x accurate by discretion / (confirmed - not assessable)",
    ),
    TileKey.SENSITIVE: Definition(
        words=(
            "Sheets in scope whose verdict, label or liability order another reading of the policy would change, by "
            "reading; a sheet can have several. For Quality Assurance before an error is counted. "
            f"Scope: {SCOPE_WORDS}."
        ),
        source="Letter of 12 October 2009 (VTR1298), Annex A, where its words allow several readings",
        formula="% = 100 x reading-sensitive sheets / sheets judged",
    ),
    TileKey.WORK: Definition(
        words=(
            "Sheets decided up to today whose check is not closed, whatever the period: opened (no review was begun), "
            "in progress (begun, none signed), awaiting QA (signed, neither in dispute nor closed), disputed (a "
            "disputed prompt has no outcome yet). Age: days since the decision. And the samples that are not done. "
            f"Scope: {SCOPE_WORDS}."
        ),
        source="Letter of 15 March 2018 (IR599), annex A (volume and stage in process) and annex D (work on hand)",
        formula="age = today less the day of the decision, in bands of 0-7, 8-14, 15-28 and more than 28 days",
    ),
    TileKey.STRICTNESS: Definition(
        words=(
            f"{_CHECKED}, by who signed: the share of no among yes and no, the mean score, the classes, and the share "
            "inaccurate of those assessed with its 95% margin. Team leaders see themselves and all together, Quality "
            "Assurance sees everybody."
        ),
        source=f"{_VOICE}; performance is reported via the Quality Assurance Team (question 4)",
        formula=(
            "no % = 100 x no / (yes + no); inaccurate % = 100 x inaccurate / (checked - not assessable), margin: "
            "two-sided 95% Wilson score interval"
        ),
    ),
}
"""The definition of every tile."""
