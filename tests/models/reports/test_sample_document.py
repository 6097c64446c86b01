"""The certificate of a sample as a document: everything of it, in words, and written as PDF and HTML."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.jobs.write_document import write_document
from desktop.state.sample_papers import document_of
from models.errors import UnknownId
from models.reports.document import texts
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


@pytest.fixture
def sample_id(demo_store: Store) -> str:
    """One of each caseworker; a call kept out, another replaced."""
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    one = HowMany(Allocation.PER_CASEWORKER, Decimal(1))
    order = SampleOrder(
        *SEPTEMBER, one, "1298", excluded=(Exclusion("VR-88104", "a <b>complaint</b>"),), due=date(2009, 10, 9)
    )
    made = demo_store.samples.draw(order, leader)
    demo_store.samples.replace(made.sample_id, "VR-88101", "no sound on the line", leader)
    return made.sample_id


def test_the_document_says_all_that_the_certificate_holds(demo_store: Store, sample_id: str) -> None:
    told = " ".join(texts(document_of(demo_store, sample_id)))
    certificate = demo_store.samples.get(sample_id).certificate
    expected = [
        *("1298", "sha256-rank/1", certificate.frame.sha256, "1 to 30 Sep 2009", "9 Oct 2009"),
        *("VR-88104", "a <b>complaint</b>", "no sound on the line", "59 with no error", "The weights differ"),
        *(each.recording_id for each in certificate.draws),
        *(each.weight for each in certificate.strata if each.weight is not None),
    ]
    assert [words for words in expected if words not in told] == []


def test_it_is_written_as_pdf_and_as_html_with_nothing_taken_for_markup(
    demo_store: Store, sample_id: str, tmp_path: Path
) -> None:
    document = document_of(demo_store, sample_id)
    for name in ("s.pdf", "s.html"):
        write_document(document, tmp_path / name)
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert "a &lt;b&gt;complaint&lt;/b&gt;" in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_a_sample_nobody_drew_has_none(demo_store: Store) -> None:
    with pytest.raises(UnknownId):
        document_of(demo_store, "S-0009")


def test_the_handling_says_that_it_is_no_publication(demo_store: Store, sample_id: str) -> None:
    assert "Not for publication" in document_of(demo_store, sample_id).handling
