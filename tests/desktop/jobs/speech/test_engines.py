"""Both engines on one sentence of the demonstration: the same kind of record, the words that were said."""

import numpy as np
import pytest

import resources
from desktop.jobs.frames import Frame
from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import check_channels
from desktop.jobs.speech.engine import ENGINES, Decoding, EngineFault, context_of, load
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.service import as_bytes, as_sound, decoding_of, request_of, tokens_as_bytes, tokens_of
from models.sound_source import SoundSource

START, END, SAID = 0.8, 4.46, "good morning, child support agency, debt enforcement team."


@pytest.fixture(scope="module")
def sentence() -> np.ndarray:
    """The first sentence of VR-88102, with a little silence around it."""
    path = next(resources.path("demo/recordings").glob("*VR-88102*"))
    heads, blocks = [], []
    with RecordingReader() as reader:
        reader.decode(SoundSource(path), heads.append, blocks.append)
    samples = Samples(heads[0].sound_rate_hz, heads[0].channels)
    samples.append(np.concatenate(blocks, axis=1))
    sound = CallSound(samples, check_channels(samples).gains)
    return sound.levelled(0, round((START - 0.1) * 16_000), round((END + 0.1) * 16_000))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_sentence_is_heard_word_for_word_with_times_and_probabilities(engine, demo_model, sentence) -> None:
    with Listener(LoadedModel(engine, demo_model)) as listener:
        tokens = listener.hear(sentence, Decoding(trim_ms=1000), lambda: None)
        again = listener.hear(sentence, Decoding(trim_ms=1000), lambda: None)
    assert b"".join(token.text for token in tokens).decode().strip().lower() == SAID
    assert tokens == again
    assert all(0 <= token.probability <= 1 for token in tokens)
    assert all(token.start_ms <= token.end_ms for token in tokens)
    assert tokens[0].start_ms <= 400
    assert sum(token.probability for token in tokens) / len(tokens) > 0.8


@pytest.mark.parametrize("engine", ENGINES)
def test_less_than_a_second_of_sound_is_no_fault(engine, demo_model, sentence) -> None:
    with Listener(LoadedModel(engine, demo_model)) as listener:
        listener.hear(sentence[:1_000], Decoding(), lambda: None)


def test_an_unknown_engine_is_refused(demo_model) -> None:
    with pytest.raises(EngineFault, match="whisper-9"):
        load("whisper-9", demo_model, 1)


def test_the_encoder_looks_at_the_sound_and_a_little_more_where_the_model_allows_it() -> None:
    sound = np.zeros(16_000, np.float32)
    assert context_of(sound, Decoding()) == 0
    assert context_of(sound, Decoding(trim_ms=1000)) == 101
    assert context_of(np.zeros(16_000 * 60, np.float32), Decoding(trim_ms=1000)) == 1500


def test_how_to_decode_travels_whole() -> None:
    for how in (Decoding(), Decoding("arrears, £", 0.0, False, 250)):
        assert decoding_of(Frame("hear", request_of(how))) == how


def test_tokens_travel_whole_even_half_a_character(demo_model) -> None:
    from desktop.jobs.speech.engine import Token

    told = [Token(" £".encode()[:2], 0, 20, 0.5), Token("£".encode()[1:], 20, 40, 1.0), Token(b"\x00\xff", 40, 60, 0.0)]
    assert tokens_of(tokens_as_bytes(told)) == told
    with pytest.raises((ValueError, TypeError)):
        tokens_of(b"[[1]]")


def test_sound_travels_as_sixteen_bits() -> None:
    sound = np.array([-1.5, -1, -0.25, 0, 0.5, 1, 2], np.float32)
    assert np.allclose(as_sound(as_bytes(sound)), np.clip(sound, -1, 1), atol=1 / 32767)
