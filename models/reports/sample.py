"""A sample's certificate as a document: how it was drawn, from what, what came out, and what replaced it.

For the file of the office and for Quality Assurance. It holds keys (calls, sheets, caseworkers) and the reasons written
for exclusions and replacements, so it is no publication. The certificate itself, which can be drawn again, is the JSON
file beside it (`models.sample_certificate`); this is what a person reads.
"""

from collections.abc import Sequence

from models.reports.document import (
    Block,
    Bullets,
    Column,
    ColumnKind,
    Document,
    Facts,
    Heading,
    Note,
    Pairs,
    Paragraph,
    Table,
)
from models.reports.sample_words import (
    CROSSED,
    NOBODY,
    counted_words,
    filter_words,
    how_words,
    period_words,
    promoted_words,
    without_call_words,
)
from models.reports.wording import day, moment
from models.sample_certificate import Certificate
from models.sample_crossing import CrossReference, words_of
from models.sampling import ALGORITHM, HowMany
from models.store.sample_reading import Sample, SampleLine

HANDLING = "For team leaders and Quality Assurance. Not for publication: it names calls, guide sheets and caseworkers."
RANKED = (
    "The rank of a call is the SHA-256 of seed, line feed and recording id; of each caseworker the lowest ranks are "
    "drawn. Anybody who has the list of calls and the seed draws the same sample on any machine."
)
CODE, NUMBER, WORDS = ColumnKind.CODE, ColumnKind.NUMBER, ColumnKind.WORDS


def sample_document(
    sample: Sample, line: SampleLine, found: CrossReference, shown: Sequence[str], told: Sequence[str] = ()
) -> Document:
    """The whole certificate of a kept sample, its progress, what its checks show (`shown`, in sentences) and its
    cross-reference. `told` is what came of drawing it again, if it was."""
    certificate = sample.certificate
    blocks: list[Block] = [
        *([Note(" ".join(told), "Drawn again")] if told else []),
        *certificate_blocks(certificate, sample.how_many),
        Heading("Progress"),
        _progress(line),
        Heading("What the checks show"),
        Bullets(tuple(shown)),
        Heading("Cross-reference with Task 567"),
        Paragraph(f"{counted_words(found)}. {promoted_words(found)} {without_call_words(found)}"),
        _crossing(found),
        Heading("Draws"),
        _draws(certificate),
    ]
    return Document(
        "Sample certificate",
        tuple(blocks),
        subtitle=f"Calls of {period_words(certificate.frame.date_from, certificate.frame.date_to)}",
        reference=f"Sample {sample.sample_id}",
        handling=HANDLING,
        facts=(
            ("Due", "no day set" if sample.due is None else day(sample.due)),
            ("Reviewer", sample.reviewer or "nobody named"),
            ("Blind", "yes: verdict, cues and earlier marks are hidden until signing" if sample.blind else "no"),
        ),
    )


def certificate_facts(certificate: Certificate, how_many: HowMany | None) -> Pairs:
    """How it was drawn, a fact a row."""
    frame = certificate.frame
    earlier = ", ".join(certificate.earlier_draws)
    return (
        ("Drawn", f"{moment(certificate.drawn_at)} by {certificate.drawn_by}"),
        ("Calls of", period_words(frame.date_from, frame.date_to)),
        ("Filters", filter_words(frame.filters)),
        ("Calls that could be drawn", f"{frame.size:,}"),
        ("Calls drawn", f"{len(certificate.draws):,}"),
        *((("Asked for", how_words(how_many)),) if how_many is not None else ()),
        ("Seed", certificate.seed),
        ("Algorithm", ALGORITHM),
        ("Hash of the frame (SHA-256)", frame.sha256),
        ("Drawn before on these days", earlier or "nothing"),
    )


def certificate_blocks(certificate: Certificate, how_many: HowMany | None) -> list[Block]:
    """The certificate without its draws: facts, strata, exclusions, replacements."""
    excluded = tuple((each.recording_id, each.reason) for each in certificate.excluded)
    replaced = tuple(
        (
            f"{each.position:,}",
            each.recording_id,
            each.replaced_by or "none was left",
            each.reason,
            f"{each.by}, {moment(each.at)}",
        )
        for each in certificate.replacements
    )
    uneven = len({each.weight for each in certificate.strata if each.drawn}) > 1
    return [
        Heading("How it was drawn"),
        Facts(certificate_facts(certificate, how_many)),
        Paragraph(RANKED, quiet=True),
        Heading("By caseworker"),
        _strata(certificate),
        Paragraph(
            "The weights differ: a figure for all calls counts each check by its caseworker's weight."
            if uneven
            else "Every drawn call stands for equally many calls: figures need no weights.",
            quiet=True,
        ),
        Heading("Excluded calls"),
        Table((Column("Call", CODE, 2), Column("Reason", WORDS, 5)), excluded, empty="No call was excluded."),
        Heading("Replaced calls"),
        Table(
            (
                *(Column("Position", NUMBER), Column("Call", CODE, 2), Column("Replaced by", CODE, 2)),
                *(Column("Reason", WORDS, 4), Column("By", WORDS, 2)),
            ),
            replaced,
            empty="No call was replaced.",
        ),
    ]


def _strata(certificate: Certificate) -> Table:
    rows = tuple(
        (
            each.caseworker_id or NOBODY,
            f"{each.frame:,}",
            f"{each.wanted:,}",
            f"{each.drawn:,}",
            each.weight or "none drawn",
        )
        for each in certificate.strata
    )
    columns = (
        *(Column("Caseworker", CODE, 2), Column("Calls", NUMBER), Column("Wanted", NUMBER)),
        *(Column("Drawn", NUMBER), Column("Each stands for", NUMBER)),
    )
    return Table(columns, rows)


def _progress(line: SampleLine) -> Table:
    rows = [(share.caseworker_id or NOBODY, f"{share.done:,}", f"{share.drawn:,}") for share in line.by_caseworker]
    columns = (Column("Caseworker", CODE, 2), Column("Checked", NUMBER), Column("Drawn", NUMBER))
    return Table(columns, (*rows, ("All", f"{line.done:,}", f"{line.drawn:,}")), total=True)


def _crossing(found: CrossReference) -> Table:
    rows = tuple(
        (
            each.records.recording_id,
            each.records.sheet_id,
            words_of(each.records.agreed),
            "none" if each.task is None else words_of(each.task.promoted),
            "none" if each.task is None else words_of(each.task.taken),
            CROSSED[each.outcome],
        )
        for each in found.calls
    )
    columns = (
        *(Column("Call", CODE, 2), Column("Sheet", CODE, 2), Column("Sheet says", WORDS, 2)),
        *(Column("Promoted", WORDS, 2), Column("Came out", WORDS, 2), Column("Outcome", WORDS, 2)),
    )
    return Table(columns, rows)


def _draws(certificate: Certificate) -> Table:
    replaced = {each.position for each in certificate.replacements}
    rows = tuple(
        (
            f"{each.position:,}",
            each.recording_id,
            each.sheet_id,
            each.caseworker_id or NOBODY,
            "replaced" if each.position in replaced else "",
        )
        for each in certificate.draws
    )
    columns = (
        *(Column("Position", NUMBER), Column("Call", CODE, 2), Column("Sheet", CODE, 2)),
        *(Column("Caseworker", CODE, 2), Column("", WORDS)),
    )
    return Table(columns, rows)
