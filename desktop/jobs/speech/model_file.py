"""What a speech model file holds, read from its own structure before any engine sees it.

whisper.cpp trusts its input: a file that is no model, or half of one, takes the process down or is answered with
nonsense. The format (whisper.cpp, `whisper_model_load`): magic "ggml" as a little-endian 32-bit number, eleven 32-bit
hyperparameters, the mel filters, the vocabulary, then tensors to the end of the file, each with a header that tells its
length. So a truncated copy is known without reading more than the headers.
"""

import math
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import InputRefused

MAGIC = 0x67676D6C
HYPERPARAMETERS = struct.Struct("<11i")
PAIR = struct.Struct("<2i")
TRIPLE = struct.Struct("<3i")
NUMBER = struct.Struct("<i")
BLOCKS = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
}
"""By ggml's number of a tensor's type: values in a block, and bytes of one."""
TENSORS_ALWAYS = (
    *("encoder.positional_embedding", "encoder.conv1.weight", "encoder.conv1.bias", "encoder.conv2.weight"),
    *("encoder.conv2.bias", "encoder.ln_post.weight", "encoder.ln_post.bias", "decoder.positional_embedding"),
    *("decoder.token_embedding.weight", "decoder.ln.weight", "decoder.ln.bias"),
)
TENSORS_A_LAYER = (
    *("mlp_ln.weight", "mlp_ln.bias", "mlp.0.weight", "mlp.0.bias", "mlp.2.weight", "mlp.2.bias"),
    *("attn_ln.weight", "attn_ln.bias", "attn.query.weight", "attn.query.bias", "attn.key.weight"),
    *("attn.value.weight", "attn.value.bias", "attn.out.weight", "attn.out.bias"),
)
TENSORS_A_WRITING_LAYER_MORE = (
    *("cross_attn_ln.weight", "cross_attn_ln.bias", "cross_attn.query.weight", "cross_attn.query.bias"),
    *("cross_attn.key.weight", "cross_attn.value.weight", "cross_attn.value.bias"),
    *("cross_attn.out.weight", "cross_attn.out.bias"),
)
"""The names whisper.cpp looks for; it falls over a model that has others."""
MOST_LAYERS = 64
MOST_WIDTH = 8192
MOST_WORDS = 60_000
MOST_MELS = 256
MOST_BINS = 4096
MOST_TOKEN_BYTES = 1024
MOST_NAME_BYTES = 256
MOST_VALUES = 1 << 32
"""Of one tensor; the largest of large-v3 (its words) has 66 million."""
ENGLISH_VOCABULARY = 51_864
"""A model with more words speaks several languages (whisper.cpp, `is_multilingual`)."""


class ModelRefused(InputRefused):
    """A file that is not a whole speech model; `reason` is a clause."""

    code = "MODEL_REFUSED"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} was not taken as a speech model: it {reason}.")
        self.reason = reason


@dataclass(frozen=True)
class ModelFacts:
    """What a model file says of itself. `memory_bytes` is its length: what it needs at least once loaded."""

    hearing_layers: int
    writing_layers: int
    width: int
    multilingual: bool
    memory_bytes: int


def model_facts(path: Path) -> ModelFacts:
    """Reads the structure from front to end, whatever the file says of its sizes. Raises ModelRefused; OSError becomes
    one too. Never waits for a pipe or reads a device."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise ModelRefused(path, "is a folder; name the file in it")
        if not stat.S_ISREG(kind):
            raise ModelRefused(path, "is no file but a device or a pipe")
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            return _facts(path, file, size)
    except OSError as exc:
        raise ModelRefused(path, f"cannot be read ({exc.strerror or exc})") from exc
    except struct.error as exc:
        raise ModelRefused(path, "ends in the middle; copy it again") from exc


def _facts(path: Path, file: BinaryIO, size: int) -> ModelFacts:
    if size == 0:
        raise ModelRefused(path, "is empty; copy it again")
    start = file.read(NUMBER.size)
    if start[:4] == b"GGUF":
        raise ModelRefused(path, "is a GGUF file; whisper.cpp's own ggml format is needed (a file named ggml-….bin)")
    if len(start) < NUMBER.size or NUMBER.unpack(start)[0] != MAGIC:
        raise ModelRefused(path, "is no ggml file; models for whisper.cpp are named ggml-….bin")
    words, _, width, _, hearing, _, _, _, writing, _, _ = HYPERPARAMETERS.unpack(file.read(HYPERPARAMETERS.size))
    layers = 0 < hearing <= MOST_LAYERS and 0 < writing <= MOST_LAYERS
    if not (layers and 0 < width <= MOST_WIDTH and 0 < words <= MOST_WORDS):
        raise ModelRefused(path, "is a ggml file, but not of a Whisper model")
    mels, bins = PAIR.unpack(file.read(PAIR.size))
    if not (0 < mels <= MOST_MELS and 0 < bins <= MOST_BINS):
        raise ModelRefused(path, "is a ggml file, but not of a Whisper model")
    file.seek(mels * bins * 4, 1)
    _pass_vocabulary(path, file)
    expected = tensor_names(hearing, writing)
    found: set[str] = set()
    for name in _tensors(path, file, size):
        if name not in expected or name in found:
            raise ModelRefused(path, "holds tensors that a Whisper model does not have")
        found.add(name)
    if len(found) != len(expected):
        raise ModelRefused(path, f"holds {len(found)} of {len(expected)} tensors; copy it again")
    return ModelFacts(hearing, writing, width, words > ENGLISH_VOCABULARY, size)


def tensor_names(hearing_layers: int, writing_layers: int) -> set[str]:
    """The tensors of a Whisper model of so many layers (whisper.cpp, `whisper_model_load`)."""
    return {
        *TENSORS_ALWAYS,
        *(f"encoder.blocks.{at}.{name}" for at in range(hearing_layers) for name in TENSORS_A_LAYER),
        *(
            f"decoder.blocks.{at}.{name}"
            for at in range(writing_layers)
            for name in (*TENSORS_A_LAYER, *TENSORS_A_WRITING_LAYER_MORE)
        ),
    }


def _pass_vocabulary(path: Path, file: BinaryIO) -> None:
    (count,) = NUMBER.unpack(file.read(NUMBER.size))
    if not 0 < count <= MOST_WORDS:
        raise ModelRefused(path, "has no vocabulary")
    for _ in range(count):
        (length,) = NUMBER.unpack(file.read(NUMBER.size))
        if not 0 <= length <= MOST_TOKEN_BYTES:
            raise ModelRefused(path, "has a damaged vocabulary; copy it again")
        file.seek(length, 1)


def _tensors(path: Path, file: BinaryIO, size: int) -> Iterator[str]:
    """The name of each tensor; its values are passed over."""
    while (at := file.tell()) < size:
        dimensions, name_bytes, kind = TRIPLE.unpack(file.read(TRIPLE.size))
        if not (0 < dimensions <= 4 and 0 < name_bytes <= MOST_NAME_BYTES and kind in BLOCKS):
            raise ModelRefused(path, f"is damaged at byte {at}; copy it again")
        shape = struct.unpack(f"<{dimensions}i", file.read(4 * dimensions))
        name = file.read(name_bytes)
        in_block, block_bytes = BLOCKS[kind]
        if min(shape) <= 0 or shape[0] % in_block or math.prod(shape) > MOST_VALUES:
            raise ModelRefused(path, f"is damaged at byte {at}; copy it again")
        end = file.seek(math.prod(shape) // in_block * block_bytes, 1)
        if end > size:
            raise ModelRefused(path, f"ends {end - size} bytes too early; copy it again")
        yield name.decode("utf-8", "replace")
