"""The peaks of calls that were opened before, kept in the cache folder so that the next opening paints at once.

One file a recording, named after its content: audiowaveform's binary format, version 2, 8 bits (BBC audiowaveform,
doc/DataFormat.md): six little-endian fields of four bytes - version, flags (bit 0: 8 bits), sample rate, samples a
pair, number of pairs, channels - and the pairs, least and greatest, channels interleaved. A hundred pairs a second let
nobody hear a word; speech itself is never written.

The cache is a convenience: whatever is wrong with a file makes it as good as absent, and whatever the disk refuses is
let go. Reading marks a file as used; writing removes those unused for longest once the folder is full.
"""

import hashlib
import json
import logging
import os
import re
import struct
import tempfile
from pathlib import Path

import numpy as np

from desktop import paths
from desktop.jobs.peaks import Pairs, Peaks, StoredPeaks, frames_per_peak

log = logging.getLogger(__name__)

HEADER = struct.Struct("<iIiiIi")
VERSION = 2
EIGHT_BIT = 1
SUFFIX = ".dat"
LIMIT_BYTES = 256 << 20
"""Peaks of some 180 hours of calls in two channels."""
LONGEST_PAIRS = 24 * 3600 * 100
_OURS = re.compile(r"[0-9a-f]{64}(\.dat|\.[^.]+\.part)")


def key_of(sha256: str, second_sha256: str | None = None, reading: object = None) -> str:
    """The name of a recording's peaks: its SHA-256, or one made of all three for a second leg or its own reading."""
    if second_sha256 is None and not reading:
        return sha256
    told = json.dumps([sha256, second_sha256, reading], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def encoded(pairs: Pairs, rate_hz: int) -> bytes:
    """A whole file: the header and the pairs of the finest level, int8 (length, channels, 2)."""
    head = HEADER.pack(VERSION, EIGHT_BIT, rate_hz, frames_per_peak(rate_hz), len(pairs), pairs.shape[1])
    return head + np.ascontiguousarray(pairs, np.int8).tobytes()


def decoded(content: bytes) -> StoredPeaks:
    """The peaks in a file. Raises ValueError for another version, resolution, spacing or length, or odd pairs."""
    if len(content) < HEADER.size:
        raise ValueError("no header")
    version, flags, rate_hz, frames_a_pair, length, channels = HEADER.unpack_from(content)
    if (version, flags) != (VERSION, EIGHT_BIT):
        raise ValueError(f"version {version} with flags {flags}")
    if rate_hz <= 0 or frames_a_pair != frames_per_peak(rate_hz) or channels not in (1, 2) or length > LONGEST_PAIRS:
        raise ValueError(f"{frames_a_pair} samples a pair at {rate_hz} Hz, {length} pairs, {channels} channels")
    if len(content) != HEADER.size + length * channels * 2:
        raise ValueError(f"{len(content)} bytes for {length} pairs")
    pairs = np.frombuffer(content, np.int8, offset=HEADER.size).reshape(length, channels, 2)
    if (pairs[..., 0] > pairs[..., 1]).any():
        raise ValueError("a least value above its greatest")
    return StoredPeaks(pairs, rate_hz)


def load(key: str, folder: Path | None = None) -> StoredPeaks | None:
    """The peaks kept under `key`, None when there are none that can be used."""
    path = _path(key, folder)
    try:
        found = decoded(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        log.info("peaks %s are not used: %s", key[:12], exc)
        return None
    try:
        os.utime(path)  # used now: others go first
    except OSError:
        log.debug("peaks %s cannot be marked as used", key[:12])
    return found


def store(key: str, peaks: Peaks, folder: Path | None = None, *, limit_bytes: int = LIMIT_BYTES) -> bool:
    """Keep the peaks of a call that is whole, unless they are kept already; True when a file was written.

    To be called once the content is known to be that of `key`. A disk that is full or read-only is no fault.
    """
    if not peaks.complete or peaks.decoded_frames == 0:
        return False
    pairs = peaks.level()
    if peaks.stored is not None and np.array_equal(peaks.stored.level(), pairs):
        return False
    path = _path(key, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, encoded(pairs, peaks.rate_hz))
    except OSError as exc:
        log.info("peaks %s are not kept: %s", key[:12], exc.strerror)
        return False
    try:
        _make_room(path, limit_bytes)
    except OSError as exc:  # another window removes at the same time
        log.info("the peaks' folder was not tidied: %s", exc.strerror)
    return True


def forget(key: str, folder: Path | None = None) -> None:
    """Remove the peaks of a recording that is deleted. Raises OSError when they are there and cannot be removed."""
    _path(key, folder).unlink(missing_ok=True)


def _path(key: str, folder: Path | None) -> Path:
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        raise ValueError(f"{key!r} is no SHA-256")
    return (folder or paths.peaks_folder()) / f"{key}{SUFFIX}"


def _write(path: Path, content: bytes) -> None:
    """By a temporary file and a rename, so that nobody ever reads half of it."""
    handle, name = tempfile.mkstemp(prefix=f"{path.stem}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _make_room(newest: Path, limit_bytes: int) -> None:
    """Removes what was unused for longest until the folder holds no more than `limit_bytes`; never the newest."""
    found = []
    for path in newest.parent.iterdir():
        if _OURS.fullmatch(path.name):
            facts = path.stat()
            found.append((facts.st_mtime_ns, facts.st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit_bytes:
            return
        if path != newest:
            path.unlink(missing_ok=True)
            total -= size
