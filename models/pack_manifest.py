"""The manifest of a pack: what is in it, by which rules it was made, and the certificate of its sample.

In the words of the command-line contract, "The QA pack". A pack of a sample carries that sample's certificate under
`sample_id` and `certificate`, as `steercheck --json sample` prints them, so that `sample --redraw manifest.json` draws
it again. Nothing signs the manifest and nothing is redacted: `audit_head` and `redaction` are null.
"""

from collections.abc import Mapping
from importlib.metadata import version

from models.review_export import ExportTables
from models.review_file import office_time

SCHEMA = "steercheck.pack/1"
NAME = "manifest.json"


def manifest(tables: ExportTables, files: Mapping[str, str]) -> dict[str, object]:
    """The manifest as plain values; `files` are the other files of the pack with their SHA-256 in hex."""
    return {
        "schema": SCHEMA,
        "tool_version": version("steercheck"),
        "written_at": office_time(tables.written_at),
        "period": {
            "from": None if tables.date_from is None else tables.date_from.isoformat(),
            "to": None if tables.date_to is None else tables.date_to.isoformat(),
        },
        "policies": _each(tables, "policy"),
        "scorecards": _each(tables, "scorecard"),
        "sample_id": None if tables.sample is None else tables.sample.sample_id,
        "certificate": None if tables.sample is None else tables.sample.certificate.as_dict(),
        "audit_head": None,
        "redaction": None,
        "files": dict(sorted(files.items())),
    }


def _each(tables: ExportTables, column: str) -> list[str]:
    at = [each.name for each in tables.reviews.columns].index(column)
    return sorted({str(row[at]) for row in tables.reviews.rows if row[at]})
