"""Whether a file was cut short, from what its container promises and what the decoder found. In the child.

Three things tell: a length promised in a header (samples, frames or time), a size promised in bytes, and a last packet
that is not whole. Where a container promises nothing (raw sound, MPEG frames without a count, ADTS, AMR) and the cut
falls between two frames, nobody can know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from desktop.jobs.sound_file import SoundFile
from desktop.jobs.sound_track import LONGEST_S, Track

COUNTED = {"aiff", "au", "caf", "flac", "tta", "ape", "wv", "mov,mp4,m4a,3gp,3g2,mj2"}
"""Containers whose header counts the samples, so that a shorter sound means a truncated file."""
MISSED_S = Fraction(1, 2)
"""A sound shorter than promised by no more than this is whole: codecs add and take a few frames."""
ATOMS_READ = 10_000
ASF_FILE = b"\xa1\xdc\xab\x8cG\xa9\xcf\x11\x8e\xe4\0\xc0\x0c\x20\x53\x65"
"""The GUID of ASF's file properties object (Advanced Systems Format specification, 3.2)."""
MPEG_BITRATES_KBIT = {
    # (version, layer): by the index in the frame's header (ISO 11172-3 and 13818-3, 2.4.2.3)
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
MPEG_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
AMR_NB_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6)
AMR_WB_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)
"""Bytes of a frame with its head, by mode (RFC 4867, section 5.3)."""


@dataclass(frozen=True)
class Ending:
    """How the sound ended: cut short or not, and what there is to say about it."""

    truncated: bool
    note: str = ""


def ending(track: Track) -> Ending:
    """To be asked once the whole track was read."""
    opened, heard = track.opened, track.seconds
    promised = _promised_s(opened, heard)
    if promised > LONGEST_S:
        return Ending(False, "the length in its header is not the length of the sound")
    if promised - heard > MISSED_S:
        return Ending(True, f"the header speaks of {clock(promised)}, the sound ends after {clock(heard)}")
    if opened.wave is not None and opened.wave.is_short:
        return Ending(False, "the length in its header is far less than the sound that is there; all of it is played")
    if track.ends_damaged or _is_missing_bytes(opened) or _is_short(track):
        return Ending(True, f"the file breaks off after {clock(heard)}")
    return Ending(False)


def clock(seconds: Fraction) -> str:
    """ "1:02:03", or "2:03" below an hour."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _promised_s(opened: SoundFile, heard: Fraction) -> Fraction:
    """The length that the header promises; 0 when it promises none."""
    if opened.wave is not None:
        promised = opened.wave.promised
        return Fraction(0) if promised is None else heard * Fraction(promised, opened.wave.there)
    counted = opened.kind in COUNTED or (opened.kind == "mp3" and _mp3_counts_frames(opened))
    if counted and opened.stream.duration and opened.stream.time_base:
        return Fraction(opened.stream.duration * opened.stream.time_base)
    if opened.kind == "asf" and (told := _asf_properties(opened)) is not None:
        return Fraction(int.from_bytes(told[40:48], "little"), 10_000_000) - Fraction(_u64(told, 56), 1000)
    return Fraction(0)


def _is_missing_bytes(opened: SoundFile) -> bool:
    """Whether the container promises more bytes than the file has, or its end mark is missing."""
    look = {
        "ogg": _ogg_is_open,
        "asf": _asf_is_cut,
        "mov,mp4,m4a,3gp,3g2,mj2": _mp4_is_cut,
        "matroska,webm": _matroska_is_cut,
        "avi": _form_is_cut,
        "aiff": _form_is_cut,
        "caf": _caf_is_cut,
    }.get(opened.kind)
    return look is not None and look(opened)


def _is_short(track: Track) -> bool:
    """Whether the last packet is shorter than its own head says."""
    packet = track.last_packet
    if packet is None:
        return False
    if track.opened.read_as_raw == "gsm" or track.opened.kind in ("gsm", "g729"):
        return track.opened.size % (10 if track.codec == "g729" else 33) != 0
    measure: Callable[[bytes], int] | None = {
        "mp3": mpeg_frame_bytes,
        "mp2": mpeg_frame_bytes,
        "aac": _adts_frame_bytes,
        "amr_nb": lambda head: _amr_frame_bytes(head, AMR_NB_BYTES),
        "amr_wb": lambda head: _amr_frame_bytes(head, AMR_WB_BYTES),
    }.get(track.codec)
    if measure is None or track.opened.kind not in ("mp3", "aac", "amr"):
        return False
    return measure(bytes(memoryview(packet)[:8])) > packet.size


def mpeg_frame_bytes(head: bytes) -> int:
    """The length of the MPEG audio frame that begins so (ISO 11172-3, 2.4.1.3 and 2.4.3.1); 0 when none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or bitrate in (0, 15) or rate == 3:
        return 0
    bits = MPEG_BITRATES_KBIT[1 if version == 3 else 2, layer][bitrate] * 1000
    rate_hz = MPEG_RATES_HZ[version][rate]
    if layer == 1:
        return (12 * bits // rate_hz + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // rate_hz + padding


def _adts_frame_bytes(head: bytes) -> int:
    """ISO 13818-7, 6.2: thirteen bits from the 31st on."""
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


def _amr_frame_bytes(head: bytes, lengths: tuple[int, ...]) -> int:
    mode = head[0] >> 3 & 15 if head else 15
    return lengths[mode] if mode < len(lengths) else 1


def _mp3_counts_frames(opened: SoundFile) -> bool:
    """Whether an MP3 file carries a frame count (a Xing, Info or VBRI header in its first frame)."""
    start = _bytes(opened, 0, 10)
    at = 0
    if start[:3] == b"ID3":
        at = 10 + ((start[6] << 21) | (start[7] << 14) | (start[8] << 7) | start[9])
    first = _bytes(opened, at, 400)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))


def _ogg_is_open(opened: SoundFile) -> bool:
    """Whether the last Ogg page is not whole or does not carry the end-of-stream mark (RFC 3533, section 6)."""
    tail = _bytes(opened, max(0, opened.size - (1 << 17)), 1 << 17)
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + 27:
        return True
    segments = tail[at + 26]
    lacing = tail[at + 27 : at + 27 + segments]
    whole = len(lacing) == segments and len(tail) >= at + 27 + segments + sum(lacing)
    return not (whole and tail[at + 5] & 4)


def _asf_properties(opened: SoundFile) -> bytes | None:
    """The file properties object from its file id on; None for a broadcast, whose figures are not filled in."""
    start = _bytes(opened, 0, 1 << 16)
    at = start.find(ASF_FILE)
    told = start[at + 24 : at + 104]
    return None if at < 0 or len(told) < 80 or told[64] & 1 else told


def _asf_is_cut(opened: SoundFile) -> bool:
    told = _asf_properties(opened)
    return told is not None and _u64(told, 16) > opened.size


def _mp4_is_cut(opened: SoundFile) -> bool:
    """Whether an atom at the top reaches beyond the file (ISO 14496-12, 4.2)."""
    at = 0
    for _ in range(ATOMS_READ):
        head = _bytes(opened, at, 16)
        if len(head) < 8:
            return bool(head)
        length = int.from_bytes(head[:4], "big")
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:], "big")
        if length < 8:  # 0: up to the end
            return False
        at += length
        if at > opened.size:
            return True
    return False


def _matroska_is_cut(opened: SoundFile) -> bool:
    """Whether the segment reaches beyond the file (RFC 8794, section 4: an id, then a length of 1 to 8 bytes)."""
    start = _bytes(opened, 0, 4096)
    at = start.find(b"\x18\x53\x80\x67")
    if at < 0 or len(start) < at + 5:
        return False
    width = 9 - start[at + 4].bit_length()
    told = int.from_bytes(start[at + 4 : at + 4 + width], "big") & ((1 << 7 * width) - 1)
    unknown = told == (1 << 7 * width) - 1
    return not unknown and at + 4 + width + told > opened.size


def _caf_is_cut(opened: SoundFile) -> bool:
    """Whether a chunk reaches beyond the file (Core Audio Format: type and 64-bit length, from the ninth byte)."""
    at = 8
    for _ in range(ATOMS_READ):
        head = _bytes(opened, at, 12)
        if len(head) < 12:
            return bool(head)
        length = int.from_bytes(head[4:], "big", signed=True)
        if length < 0:  # -1: up to the end
            return False
        at += 12 + length
        if at > opened.size:
            return True
    return False


def _form_is_cut(opened: SoundFile) -> bool:
    """AVI and AIFF: the length in the first eight bytes."""
    head = _bytes(opened, 0, 8)
    told = int.from_bytes(head[4:], "little" if head[:4] == b"RIFF" else "big")
    return told not in (0, 0xFFFF_FFFF) and told + 8 > opened.size + 1


def _u64(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 8], "little")


def _bytes(opened: SoundFile, at: int, count: int) -> bytes:
    """What the file holds there; to be asked only when FFmpeg has read all it wants."""
    if at >= opened.size:
        return b""
    opened.file.seek(at)
    return opened.file.read(count)
