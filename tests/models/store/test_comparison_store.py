"""The demonstration's calls beside their records, from the true transcripts: every row of expected-compare.csv."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, delete, select, update

from models.crosscheck import OnlineView
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.reconcile import Comparison, Outcome
from models.spoken_figures_kinds import Figure
from models.store import Store
from models.store.comparison import NothingToCompare
from models.transcript import Speaker, SpokenSegment

EXPECTED = Path(__file__).parents[2] / "expected" / "expected-compare.csv"


def expected() -> Iterator[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def row(store: Store, key: str, figure: Figure) -> Comparison:
    return next(each for each in store.comparison.of(key).rows if each.figure is figure)


def test_every_expected_row_to_the_last_column(demo_store: Store) -> None:
    wanted = list(expected())
    found = []
    for recording in dict.fromkeys(each["recording_id"] for each in wanted):
        for each in demo_store.comparison.of(recording).rows:
            if each.figure.value in {"frequency", "percentage", "period", "cwo"}:
                continue  # the contract has these figures too; the demonstration expects nothing of them
            found.append(
                {
                    "recording_id": recording,
                    "figure": each.figure.value,
                    "said": ";".join(value.value for value in each.said),
                    "written": each.written or "",
                    "set_up": each.set_up or "",
                    "outcome": each.outcome.value,
                }
            )
    assert len(wanted) == 77
    assert found == wanted


def test_forty_said_and_sixty_written_shows_with_its_place(demo_store: Store) -> None:
    found = row(demo_store, "VR-88110", Figure.INSTALMENT)
    (said,) = found.said
    assert (found.outcome, said.value, found.written) == (Outcome.MISMATCH, "40", "60.00")
    assert [place.start_ms for place in said.places] == [44_500, 47_750, 62_750]
    assert said.first.speaker is Speaker.NRP
    assert found.why == "Said £40.00; the sheet says £60.00."


def test_a_promotion_recorded_and_never_heard_shows_as_not_found(demo_store: Store) -> None:
    found = row(demo_store, "VR-88108", Figure.PROMOTION)
    assert (found.outcome, found.said, found.written, found.set_up) == (Outcome.NOT_FOUND, (), "Y", "Y")
    assert "does not mean that it was not said" in found.why


@pytest.mark.parametrize("key", ["PAG-088110", "VR-88110"])
def test_a_sheet_stands_for_its_call(demo_store: Store, key: str) -> None:
    found = demo_store.comparison.of(key)
    assert (found.recording_id, found.sheet_id, found.tasks) == ("VR-88110", "PAG-088110", ("567-0088110",))


def test_a_call_without_a_sheet_lists_what_was_said(demo_store: Store) -> None:
    heard = SpokenSegment(0, Speaker.CASEWORKER, 0, 4000, "The arrears on your case are £900.")
    demo_store.transcripts.add("VR-88112", [heard], "test")
    found = demo_store.comparison.of("VR-88112")
    assert found.sheet_id is None
    assert [value.value for value in found.rows[0].said] == ["900"]
    assert {each.outcome for each in found.rows} == {Outcome.NOT_APPLICABLE}


def test_a_corrected_transcript_is_compared_as_it_reads_now(demo_store: Store) -> None:
    transcript = demo_store.transcripts.newest("VR-88110")
    assert transcript is not None
    for segment in transcript.segments:
        if "£40" in segment.text:
            demo_store.transcripts.correct(segment.segment, segment.text.replace("£40", "£60"), "TL01")
    assert row(demo_store, "VR-88110", Figure.INSTALMENT).outcome is Outcome.AGREE


def test_a_cited_view_that_is_in_no_list_is_a_mismatch_once_there_is_a_list(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        session.execute(delete(OnlineView).where(col(OnlineView.view_id) == "CWO-92102"))
    assert row(demo_store, "VR-88102", Figure.CWO).outcome is Outcome.MISMATCH
    with demo_store.database.session() as session:
        session.execute(delete(OnlineView))
    assert row(demo_store, "VR-88102", Figure.CWO).outcome is Outcome.AGREE


def test_a_method_set_up_otherwise_than_written_is_a_mismatch(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        sheet = session.exec(select(GuideSheet).where(GuideSheet.sheet_id == "PAG-088102")).one()
        session.execute(update(GuideSheet).where(col(GuideSheet.id) == sheet.id).values(method_agreed="standing_order"))
    found = row(demo_store, "VR-88102", Figure.METHOD)
    assert (found.outcome, found.why) == (Outcome.MISMATCH, "The sheet and Task 567 name different methods.")


def test_an_id_nobody_has_is_refused(demo_store: Store) -> None:
    with pytest.raises(UnknownId, match="VR-00000"):
        demo_store.comparison.of("VR-00000")


def test_a_sheet_without_a_call_says_so(demo_store: Store) -> None:
    with pytest.raises(NothingToCompare, match="PAG-088199 has no recorded call"):
        demo_store.comparison.of("PAG-088199")


def test_a_call_nobody_transcribed_says_what_to_do(demo_store: Store) -> None:
    from models.transcript import Correction, Segment, Transcript, Word

    with demo_store.database.session() as session:
        for table in (Correction, Word, Segment, Transcript):
            session.execute(delete(table))
    with pytest.raises(NothingToCompare, match="steercheck transcribe VR-88110"):
        demo_store.comparison.of("VR-88110")
