"""The Samples page: the form with what it would give, a sample half done with its parts, one drawn again.

`begin_samples` draws them on the half-done day.
"""

import json
from datetime import date
from decimal import Decimal

from desktop.demonstration import WORKER
from desktop.screenshots_studio import Scene, Studio
from desktop.views.samples_page import SamplesPage
from desktop.views.samples_view import CERTIFICATE, CROSSING, SHARES, SIZE
from models.errors import Defect
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.sample_reading import CheckState
from models.store.samples import SampleOrder

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
SEED = "2009-09-01 to 2009-09-30"
QUALITY = "QA01"


def begin_samples(store: Store) -> None:
    """A blind sample of the Quality Assurance team overdue, and one of the team leader's half done."""
    leader, quality = store.staff.get(WORKER), store.staff.get(QUALITY)
    if leader is None or quality is None:
        raise Defect("the demonstration's staff list names neither team leader nor Quality Assurance")
    some = HowMany(Allocation.SIZE, Decimal(5))
    blind = SampleOrder(*SEPTEMBER, some, SEED, due=date(2009, 10, 2), reviewer=QUALITY, blind=True)
    store.samples.draw(blind, quality)
    excluded = (Exclusion("VR-88106", "The parent asked not to be listened to; see the file note."),)
    own = SampleOrder(
        *SEPTEMBER,
        HowMany(Allocation.PER_CASEWORKER, Decimal(1)),
        f"{SEED} draw 2",
        excluded=excluded,
        due=date(2009, 10, 8),
        reviewer=WORKER,
    )
    drawn = store.samples.draw(own, leader)
    open_calls = [each for each in store.samples.draws(drawn.sample_id) if each.state is not CheckState.DONE]
    going = max(open_calls, key=lambda each: store.samples.next_call(drawn.sample_id, each.recording_id) is not None)
    store.samples.replace(drawn.sample_id, going.recording_id, "The sound breaks off after eleven seconds.", leader)


def _page(studio: Studio) -> SamplesPage:
    page = studio.window.page("samples")
    assert isinstance(page, SamplesPage)
    return page


def _draws(studio: Studio) -> None:
    begin_samples(studio.store)
    studio.window.notices.clear()
    studio.show("samples")
    page = _page(studio)
    studio.wait(lambda: page.draws.model.rowCount() > 0)


def _part(name: str) -> Scene:
    def show(studio: Studio) -> None:
        _page(studio).show_part(name)
        studio.wait()

    return show


def _form(studio: Studio) -> None:
    """The frame as it is typed, with the size planner beside it."""
    page = _page(studio)
    page.begin_draw()
    studio.wait(lambda: page.form.model.rowCount() > 0)
    page.form.fields.exclusions.call.setText("VR-88106")
    page.form.fields.exclusions.reason.setText("Asked not to be listened to")
    page.form.fields.exclusions.keep_out()
    studio.wait()


def _compared(studio: Studio) -> None:
    """A certificate from elsewhere, changed by hand, drawn again."""
    kept = studio.store.samples.get(_page(studio).rail.current_id() or "")
    told = kept.certificate.as_dict()
    told["draws"][0]["recording_id"] = "VR-88112"
    file = studio.folder / f"{kept.sample_id}-from-elsewhere.json"
    file.write_text(json.dumps({"sample_id": kept.sample_id, "certificate": told}), encoding="utf-8")
    page = _page(studio)
    page.leave_draw()
    page.samples.redraw_file(file)
    studio.wait()


SAMPLES_SCENES: dict[str, Scene] = {
    "samples": _draws,
    "samples_caseworkers": _part(SHARES),
    "samples_crossing": _part(CROSSING),
    "samples_certificate": _part(CERTIFICATE),
    "samples_size": _part(SIZE),
    "samples_draw": _form,
    "samples_compared": _compared,
}
