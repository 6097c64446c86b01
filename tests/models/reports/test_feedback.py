"""What a caseworker is handed: every figure as published and as amended, and nothing of the other party."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from desktop.jobs.write_html import html_text
from desktop.jobs.write_pdf import pdf_bytes
from models.clock import Clock
from models.errors import InputRefused, NotAllowed, UnknownId
from models.reply_file import parse_reply
from models.reports.document import Bullets, Document, Entry, Heading, Table, texts
from models.reports.feedback import COLUMNS, feedback_document, rows_of
from models.reports.feedback_prompts import asked_for
from models.reports.feedback_reading import read_feedback
from models.reports.feedback_reply import reply_form
from models.review import AnswerNote, AnswerValue, ReviewForm
from models.scorecard import shipped
from models.store import Store
from models.store.staff import Person

HIDDEN = (
    *("C-1A04", "AB123456C", "Brown", "Green", "LS1 4AP", "07700", "asthma"),
    *("400.00", "4,000", "4000", "£400", "£4", "£500", "£80", "£120", "£20", "60.00"),
)
"""What is held of the other party in the review VR-88104: references, names, health, and every figure of the sheet."""


def person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def signed(store: Store, key: str) -> str:
    """The first version of the review of a recording or sheet."""
    found = [line for line in store.reviews.listing() if key in (line.recording_id, line.sheet_id)]
    return next(line.review_id for line in found if line.amends is None)


def made(store: Store, key: str, staff_id: str = "TL01") -> Document:
    return feedback_document(store, signed(store, key), person(store, staff_id))


def under(document: Document, title: str) -> list[object]:
    """The blocks between a heading and the next."""
    titles = [block.text if isinstance(block, Heading) else None for block in document.blocks]
    start = titles.index(title) + 1
    end = next((at for at in range(start, len(titles)) if titles[at] is not None), len(titles))
    return list(document.blocks[start:end])


def words(document: Document) -> str:
    return "\n".join(texts(document))


def test_nothing_of_the_other_party_stands_in_the_pdf_or_the_html(told: Store) -> None:
    document = made(told, "VR-88104")
    reader = PdfReader(io.BytesIO(pdf_bytes(document)))
    pdf = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    for form in (words(document), pdf, html_text(document)):
        assert [
            hidden for hidden in HIDDEN if hidden.casefold() in form.casefold().replace("higher of £5 and", "")
        ] == []
        assert "CW014" in form


def test_what_was_taken_out_is_said(told: Store) -> None:
    document = made(told, "VR-88104")
    assert "A comment is kept with the review. It is not printed, as it may speak of health or family." in words(
        document
    )
    assert "details taken out of comments" in words(document)


def test_what_went_well_comes_before_what_to_work_on(told: Store) -> None:
    headings = [block.text for block in made(told, "VR-88104").blocks if isinstance(block, Heading)]
    assert headings == [
        *("Outcome", "What the debt steer says", "What went well", "What to work on"),
        *("Not applicable, and what cannot be told", "Disputes and their outcomes", "Versions of this review"),
        "Your right of reply",
    ]


def test_a_no_stands_with_comment_place_and_what_is_asked_for_critical_ones_first(told: Store) -> None:
    entries = [block for block in under(made(told, "VR-88104"), "What to work on") if isinstance(block, Entry)]
    assert [entry.mark for entry in entries] == ["No, critical"] * 3 + ["No"]
    facts = dict(entries[0].facts)
    assert facts["Comment"] == "[amount removed] a week, the floor is [amount removed]"
    assert facts["Where"] == "guide sheet: Arrears instalment"
    assert facts["What is asked for"].startswith("Regular maintenance plus arrears reaches at least 30%")


def test_the_steer_speaks_in_rungs_percentages_and_weeks(told: Store) -> None:
    document = made(told, "VR-88104")
    facts, reasons = under(document, "What the debt steer says")[:2]
    assert dict(facts.pairs) == {  # type: ignore[attr-defined]
        "Verdict": "Inaccurate",
        "Recorded as": "Agreement, that is rung 1 or 2",
        "Where it stands": "Outside the ladder",
        "Contribution": (
            "20.00% of net income, regular maintenance included; the policy asks for at least 30% and takes at most 40%"
        ),
        "Time to clear": "200 weekly instalments; two years are 104",
        "Liability order": "not due",
    }
    assert isinstance(reasons, Bullets)
    assert reasons.items[0] == "The instalments do not clear the debt within two years."


def test_a_figure_that_changed_stands_as_published_and_as_amended(told: Store) -> None:
    document = made(told, "VR-88104")
    table = under(document, "Outcome")[0]
    assert isinstance(table, Table)
    assert table.rows[0] == ("Score", "58.3 of 100", "66.7 of 100", "changed")
    assert table.rows[2][3] == "the same"
    well = under(document, "What went well")[0]
    assert isinstance(well, Bullets)
    assert any("[No as published, Yes as amended]" in item for item in well.items)


def test_disputes_stand_with_their_outcomes(told: Store) -> None:
    entries = [b for b in under(made(told, "VR-88104"), "Disputes and their outcomes") if isinstance(b, Entry)]
    assert [entry.mark for entry in entries] == ["Changed", "Upheld"]
    assert dict(entries[0].facts)["What was said"] == "[name removed] was asked for [amount removed] at 0:41"
    assert dict(entries[0].facts)["Reason of the decision"] == "asked at 0:41, as [case reference removed] says"


def test_the_right_of_reply_says_until_when_how_and_who_decides(told: Store) -> None:
    text = words(made(told, "VR-88103"))
    assert "Until 19 Oct 2009 you can acknowledge this review or dispute any of its prompts." in text
    assert "Each prompt can be disputed once" in text
    assert "Fill in the reply form" in text
    assert "decided by a reviewer other than TL01" in text


def test_after_the_window_it_can_only_be_acknowledged(told: Store) -> None:
    late = Store(told.database, Clock(date(2009, 10, 20)))
    text = words(made(late, "VR-88103"))
    assert "The time for a dispute ended on 19 Oct 2009. It can still be acknowledged." in text


def test_one_that_is_not_released_says_so(told: Store) -> None:
    text = words(made(told, "PAG-088199"))
    assert "was not released to the caseworker yet" in text
    assert "Feedback on a guide sheet" in text


def test_a_prompt_that_does_not_apply_says_why_without_a_figure(told: Store) -> None:
    tables = [
        b for b in under(made(told, "VR-88104"), "Not applicable, and what cannot be told") if isinstance(b, Table)
    ]
    why = {row[0]: row[2] for row in tables[0].rows}
    forty = next(prompt.text for prompt in shipped()["arrears-call/1"].prompts if prompt.id == "OVER_40_TESTED")
    assert why[forty] == "When the contribution is at most 40% of net income"
    assert "Found: not due" in why.values()
    assert not any("WITHIN_RUNG" in told_why for told_why in why.values())


@pytest.mark.parametrize("staff_id", ["CW014", "TL01", "QA01"])
def test_the_caseworker_the_leader_and_quality_assurance_may_have_it(told: Store, staff_id: str) -> None:
    assert made(told, "VR-88104", staff_id).title == "Feedback on a call"


@pytest.mark.parametrize("staff_id", ["CW011", "TL02"])
def test_nobody_else_may_have_it(told: Store, staff_id: str) -> None:
    with pytest.raises(NotAllowed, match=f"{staff_id} is none of them"):
        made(told, "VR-88104", staff_id)


def test_whoever_is_not_on_the_staff_list_may_not_have_it(told: Store) -> None:
    with pytest.raises(NotAllowed):
        feedback_document(told, signed(told, "VR-88104"), Person("os:somebody", None, None))


def test_a_caseworker_is_not_given_what_was_not_released(told: Store) -> None:
    with pytest.raises(NotAllowed, match="was not released to CW011 yet"):
        made(told, "PAG-088199", "CW011")


def test_a_draft_gives_no_feedback(told: Store) -> None:
    draft = told.reviews.save_draft(told.reviews.start_draft("VR-88101", "PAG-088101", "TL01"))
    with pytest.raises(InputRefused, match="is a draft"):
        feedback_document(told, str(draft.review_id), person(told, "TL01"))


def test_without_a_guide_sheet_the_steer_is_judged_by_the_answers(told: Store) -> None:
    prompts = [prompt.id for prompt in shipped()["arrears-call/1"].prompts if prompt.id != "FIGURES_SOURCED"]
    answers = tuple(AnswerNote(prompt, AnswerValue.YES) for prompt in prompts)
    untold = AnswerNote("FIGURES_SOURCED", AnswerValue.CANNOT_TELL, "not on the call")
    form = ReviewForm("VR-88112", None, None, "TL01", answers=(untold, *answers))
    review_id = str(told.reviews.sign_form(form, person(told, "TL01")).review_id)
    text = words(feedback_document(told, review_id, person(told, "TL01")))
    assert "There is no guide sheet, so the steer was judged by the reviewer's answers." in text
    assert "Cannot tell, critical\nnot on the call" in text


def test_an_unknown_review_is_refused(told: Store) -> None:
    with pytest.raises(UnknownId):
        feedback_document(told, "nothing", person(told, "TL01"))


def test_every_prompt_is_a_row_with_every_column(told: Store) -> None:
    rows = rows_of(read_feedback(told, signed(told, "VR-88104"), person(told, "TL01")))
    assert [tuple(row) for row in rows] == [COLUMNS] * 20
    lump = next(row for row in rows if row["prompt"] == "LUMP_SOUGHT")
    assert (lump["answer"], lump["answer_published"], lump["disputed"], lump["outcome"]) == ("Y", "N", "Y", "changed")


def test_the_reply_form_reads_back_for_this_review(told: Store) -> None:
    review_id = signed(told, "VR-88103")
    form = reply_form(told, review_id, person(told, "TL01"))
    filled = parse_reply(form.replace('answer = ""', 'answer = "acknowledged"'), "reply.toml")
    assert (filled.review_id, filled.caseworker_id) == (review_id, "CW014")


def test_what_was_disputed_before_is_not_offered_again(told: Store) -> None:
    form = reply_form(told, signed(told, "VR-88104"), person(told, "CW014"))
    assert 'prompt = "FULL_FIRST"' in form
    assert 'prompt = "CWO_VIEWED"' not in form


def test_no_form_is_made_where_no_reply_is_awaited(told: Store) -> None:
    with pytest.raises(InputRefused, match="awaits no reply"):
        reply_form(told, signed(told, "PAG-088199"), person(told, "TL01"))


def test_what_is_asked_for_is_the_yes_of_the_help() -> None:
    prompt = next(prompt for prompt in shipped()["arrears-call/1"].prompts if prompt.id == "LUMP_SOUGHT")
    assert asked_for(prompt) == "The largest lump sum possible was asked for, even if none could be given."
