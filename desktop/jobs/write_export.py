"""Writing signed reviews out: one pack, as a ZIP or a folder, by temporary files and a rename.

The last step of the way of the data. Nothing half-written is ever seen under the name asked for: an older pack is
replaced by a finished one or not at all. Qt-free; runs in a lane of the window and in the command line.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.jobs.write_whole import REASONS, WORKSHOP, clear_left_behind
from desktop.jobs.write_workbook import write_workbook
from models.clock import OFFICE_ZONE
from models.errors import OutputRefused
from models.pack_manifest import NAME as MANIFEST
from models.pack_manifest import manifest
from models.review_export import ExportTables, csv_text

Report = Callable[[float, str], None]
Check = Callable[[], None]

EARLIEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)
HASH_PIECE_BYTES = 1 << 20
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CONTENTS = """\
manifest.json  versions, the SHA-256 of every file, and the certificate of the sample
reviews.xlsx   both tables as a spreadsheet
reviews.csv    one row a review: score, critical result, KPI class
answers.csv    one row an answer, with its evidence
reviews.jsonl  one review a line, whole, for receiving into another Steercheck
steer.csv      one row a guide sheet: what the debt steer says of it, as it was signed or confirmed

A review falls into the period by the date of the decision; without a guide sheet, by the day of the call.
CSV is UTF-8 with LF line ends. Free text that a spreadsheet would take for a formula begins with a '.
Times are the office's (Europe/London) with their offset from UTC; the start of a call is as the recorder wrote it.
The columns of the recalculated steer are empty for a review without a guide sheet, and for one that was signed before
the steer was worked out.

Not in here: the reason of discretion, and the comments on prompts about welfare, family needs and hardship.
The other comments are as the reviewers wrote them: nothing in this pack is redacted, and it is not signed.
It holds references to cases and staff. Hand it only to those who may check these reviews.
"""


@dataclass(frozen=True)
class WrittenPack:
    """What was written. `sha256` is the ZIP's; a folder has none."""

    path: Path
    sha256: str | None
    reviews: int
    answers: int


def write_pack(tables: ExportTables, target: Path, check: Check, report: Report) -> WrittenPack:
    """Write the pack to `target`: a ZIP when its name ends with .zip, else a folder that is made or filled.

    `check` raises when the person cancels; nothing is left behind then. `report(fraction, text)` tells the progress.
    Raises OutputRefused when the target cannot be written; what stood there before is untouched then.
    """
    target = Path(os.path.abspath(target))
    as_zip = target.suffix.lower() == ".zip"
    try:
        _refuse_target(target, as_zip)
        base = target if target.is_dir() else target.parent
        clear_left_behind(base)
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=base, ignore_cleanup_errors=True) as name:
            workshop = Path(name)
            files = _write_files(tables, workshop, check, report)
            check()
            if as_zip:
                report(0.8, "Packing")
                digest = _zip_into_place(files, workshop, target, tables.written_at, check)
            else:
                digest = None
                _folder_into_place(files, target)
    except OSError as exc:
        reason = REASONS.get(exc.errno or 0, exc.strerror or type(exc).__name__)
        raise OutputRefused(
            f"The export could not be written to {target}: {reason}. What stood there before is untouched."
        ) from exc
    report(1.0, "Exported")
    return WrittenPack(target, digest, len(tables.reviews.rows), len(tables.answers.rows))


def _refuse_target(target: Path, as_zip: bool) -> None:
    """Raises OutputRefused for what is plain before any work is done."""
    if not target.parent.is_dir():
        reason = f"the folder {target.parent} does not exist"
    elif as_zip and target.is_dir():
        reason = "there is a folder of that name"
    elif not as_zip and target.exists() and not target.is_dir():
        reason = "there is a file of that name; let the name end with .zip, or name a folder"
    elif not os.access(target if target.is_dir() else target.parent, os.W_OK | os.X_OK):
        reason = "you may not write there"
    else:
        return
    raise OutputRefused(f"The export could not be written to {target}: {reason}. Nothing was written.")


def _write_files(tables: ExportTables, workshop: Path, check: Check, report: Report) -> list[Path]:
    """Every file of the pack, finished, in a folder of the workshop."""
    folder = workshop / "pack"
    folder.mkdir()
    report(0.0, "Writing the tables")
    texts = {
        "reviews.csv": csv_text(tables.reviews),
        "answers.csv": csv_text(tables.answers),
        "steer.csv": csv_text(tables.steer),
        "reviews.jsonl": "".join(line + "\n" for line in tables.lines),
        "README.txt": _readme(tables),
    }
    for number, (name, text) in enumerate(texts.items(), 1):
        check()
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        report(0.1 * number, f"Writing {name}")
    check()
    report(0.5, "Writing reviews.xlsx")
    write_workbook((tables.reviews, tables.answers), folder / "reviews.xlsx", tables.written_at, check, workshop)
    files = [folder / "reviews.xlsx", *(folder / name for name in texts)]
    described = json.dumps(manifest(tables, {path.name: _sha256(path) for path in files}), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(described + "\n", encoding="utf-8", newline="\n")
    files.insert(0, folder / MANIFEST)
    for path in files:
        _to_disk(path)
    return files


def _zip_into_place(files: Sequence[Path], workshop: Path, target: Path, written_at: datetime, check: Check) -> str:
    """Pack the files and put the pack in the place of `target`; its SHA-256."""
    packed = workshop / target.name
    shown = max(written_at.astimezone(OFFICE_ZONE).timetuple()[:6], EARLIEST_IN_ZIP)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            check()
            entry = zipfile.ZipInfo(path.name, shown)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, HASH_PIECE_BYTES)
    _to_disk(packed)
    digest = _sha256(packed)
    check()
    os.replace(packed, target)
    return digest


def _folder_into_place(files: Sequence[Path], target: Path) -> None:
    """Put the finished files into an existing folder, each in the place of an older one, or make the folder whole."""
    if target.is_dir():
        for path in files:
            if (target / path.name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target / path.name))
        for path in files:
            os.replace(path, target / path.name)
    else:
        os.rename(files[0].parent, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Make sure the content is on the disk before a rename makes it count."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _readme(tables: ExportTables) -> str:
    reviews, answers = len(tables.reviews.rows), len(tables.answers.rows)
    state = [column.name for column in tables.reviews.columns].index("state")
    amended = sum(1 for row in tables.reviews.rows if row[state] == "amended")
    lines = [
        f"Signed reviews of negotiation calls, written by Steercheck on {_day(tables.written_at)}.",
        "",
        f"Period:  {_period(tables)}",
        f"Reviews: {reviews}",
        f"Answers: {answers}",
    ]
    if amended:
        lines.append(
            f'Amended: {amended}; their state is "amended", and the version that counts names them in "amends"'
        )
    return "\n".join([*lines, "", CONTENTS])


def _period(tables: ExportTables) -> str:
    if tables.date_from is None or tables.date_to is None:
        if tables.sample is not None:
            return f"none; the reviews of sample {tables.sample.sample_id}, whose certificate is in manifest.json"
        return "none; these reviews were chosen one by one"
    return f"decided from {_day(tables.date_from)} to {_day(tables.date_to)}, both included"


def _day(day: date) -> str:
    """A day for people, in English whatever the machine's language: 14 Sep 2009."""
    local = day.astimezone(OFFICE_ZONE) if isinstance(day, datetime) else day
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
