"""What kind of workbook a file is, looked at before anything of it is unpacked; the child's side of reading lists.

The container decides, never the file's ending. Passwords, macros, archives that would burst the memory and files that
are no workbook are refused here, in words. The limits: `MOST_UNPACKED` holds a sheet of Excel's full million rows and
some fifty columns; what packs better than `MOST_RATIO` to one is nothing a spreadsheet writes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MOST_UNPACKED = 2 << 30
MOST_RATIO = 250
"""An XLSX packs some 10 to one, the wordy XML of an ODS up to 100; DEFLATE reaches 1030 to one."""
SMALL = 8 << 20
"""Up to this size a part may pack as well as it likes."""
MOST_PARTS = 10_000
CHUNK = 1 << 16
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

PASSWORD = "is password-protected; save it without a password"
MACROS = "holds macros, which are never run; save it as .xlsx without them"
BROKEN = "is broken or cut short; ask for it again, or open it in the spreadsheet and save it anew"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OverflowError)
"""What zipfile raises for an archive that is not whole."""
_END_OF_CHAIN = 0xFFFFFFFE
_FREE = 0xFFFFFFFF


class Refused(Exception):
    """This file is not taken; the text is a clause for people."""


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive with its list of parts read. Raises Refused."""
    try:
        return zipfile.ZipFile(file)
    except (*_BROKEN, OSError) as exc:
        raise Refused(BROKEN) from exc


def kind_of_archive(archive: zipfile.ZipFile) -> str:
    """`xlsx` or `ods`. Raises Refused for anything else and for what must not be unpacked."""
    parts = {part.filename: part for part in archive.infolist()}
    _refuse_bombs(archive)
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Refused(PASSWORD)
    names = {name.casefold() for name in parts}
    if "[content_types].xml" in names:
        return _kind_of_office(archive, names)
    if "mimetype" in names:
        return _kind_of_opendocument(archive, names)
    if any(name.endswith(".iwa") for name in names):
        raise Refused("is a Numbers document; export it as .xlsx")
    raise Refused("is a ZIP archive, not a workbook; unpack it and choose the list inside")


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused(f"holds {len(parts):,} parts, which is no workbook")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise Refused(f"would unpack to {unpacked >> 20:,} MB; the most is {MOST_UNPACKED >> 20:,} MB")
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(BROKEN)
        if part.file_size > SMALL and part.file_size > part.compress_size * MOST_RATIO:
            raise Refused("is packed in a way no spreadsheet does (a ZIP bomb) and was not unpacked")
    if unpacked > SMALL and unpacked > max(1, sum(part.compress_size for part in parts)) * MOST_RATIO:
        raise Refused("is packed in a way no spreadsheet does (a ZIP bomb) and was not unpacked")


def _kind_of_office(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = read_small(archive, "[Content_Types].xml")
    if b"sheet.binary" in types or "xl/workbook.bin" in names:
        raise Refused("is a binary workbook (.xlsb); save it as .xlsx")
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in names):
        raise Refused(MACROS)
    if b"spreadsheetml" in types:
        return "xlsx"
    if b"wordprocessingml" in types or b"presentationml" in types:
        raise Refused("is a document of text or slides, not a workbook")
    raise Refused("is no workbook this program knows")


def _kind_of_opendocument(archive: zipfile.ZipFile, names: set[str]) -> str:
    said = read_small(archive, "mimetype").strip()
    if not said.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise Refused("is a document of text or slides, not a workbook")
    if "meta-inf/manifest.xml" in names and b"encryption-data" in read_small(archive, "META-INF/manifest.xml"):
        raise Refused(PASSWORD)
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in names):
        raise Refused(MACROS)
    return "ods"


def read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part as a whole; Refused when it is missing or not small."""
    return b"".join(read_part(archive, name, most=SMALL))


def read_part(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> Iterator[bytes]:
    """A part in chunks, unpacked to no more than its declared size. Raises Refused when it is not whole."""
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                most -= len(chunk)
                if most < 0:
                    raise Refused("has a part too large for what it is")
                yield chunk
    except (*_BROKEN, KeyError) as exc:
        raise Refused(BROKEN) from exc
    except RuntimeError as exc:  # what zipfile says of a part that needs a password
        raise Refused(PASSWORD) from exc


class Compound:
    """A compound file (MS-CFB): the names of its streams, and the bytes of one of them.

    `names` are those of all streams and storages. Raises Refused for a file that breaks off or runs in circles.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = self._at(0, 512)
        major, shift, mini_shift = struct.unpack_from("<H2xHH", header, 26)
        if header[:8] != COMPOUND or (major, shift) not in ((3, 9), (4, 12)) or mini_shift != 6:
            raise Refused(BROKEN)
        self._size = 1 << shift
        fat_sectors, first_directory = struct.unpack_from("<II", header, 44)
        first_mini_fat, _, first_difat, difat_sectors = struct.unpack_from("<IIII", header, 60)
        places = list(struct.unpack_from("<109I", header, 76))
        while difat_sectors and first_difat < _END_OF_CHAIN and len(places) < fat_sectors + 109:
            sector = self._sector(first_difat)
            *more, first_difat = struct.unpack(f"<{self._size // 4}I", sector)
            places += more
        self._fat: list[int] = []
        for place in [place for place in places if place < _END_OF_CHAIN][:fat_sectors]:
            self._fat += struct.unpack(f"<{self._size // 4}I", self._sector(place))
        self._first_mini_fat = first_mini_fat
        directory = b"".join(map(self._sector, self._chain(first_directory)))
        self._entries: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        for at in range(0, len(directory), 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            place, size = struct.unpack_from("<II", directory, at + 116)
            self._entries[name] = (place, size)
            if kind == 5:
                self._root = (place, size)

    @property
    def names(self) -> set[str]:
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream (those of an XLS are at most some ten MB: 65,536 rows)."""
        place, size = self._entries[name]
        if size >= 4096:
            return b"".join(map(self._sector, self._chain(place)))[:size]
        mini_fat: list[int] = []
        for sector in self._chain(self._first_mini_fat):
            mini_fat += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        minis = b"".join(map(self._sector, self._chain(self._root[0])))
        return b"".join(minis[at * 64 : at * 64 + 64] for at in _follow(mini_fat, place))[:size]

    def _chain(self, first: int) -> list[int]:
        return _follow(self._fat, first)

    def _sector(self, number: int) -> bytes:
        return self._at((number + 1) * self._size, self._size)

    def _at(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        found = self._file.read(size)
        if len(found) < size:
            raise Refused(BROKEN)
        return found


def _follow(table: list[int], first: int) -> list[int]:
    """A chain of sectors; one that leads out of the table or in a circle is broken."""
    chain: list[int] = []
    while first < _END_OF_CHAIN:
        if first >= len(table) or len(chain) > len(table):
            raise Refused(BROKEN)
        chain.append(first)
        first = table[first]
    return chain


def check_compound(compound: Compound) -> str:
    """The name of the stream that holds an XLS workbook. Raises Refused for what else comes as a compound file."""
    names = compound.names
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused(PASSWORD)
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise Refused(MACROS)
    if "Workbook" in names:
        return "Workbook"
    if "Book" in names:
        raise Refused("is a workbook of Excel 5 or older; save it as .xlsx")
    raise Refused("is no workbook this program knows")
