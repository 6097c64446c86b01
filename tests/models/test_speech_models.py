"""The list of known speech models: every entry whole, every hash its own, and how each is asked."""

import hashlib
import re

import pytest

import resources
from models.speech_models import (
    DEPARTMENT_WORDS,
    MOST_WORDS,
    Asking,
    asking_of,
    demonstration_model,
    known,
    known_models,
)


def test_the_official_sizes_and_forms_are_all_there() -> None:
    names = {model.name for model in known_models()}
    for size, form in (("tiny", "q5_1"), ("base", "q5_1"), ("small", "q5_1"), ("medium", "q5_0")):
        for language in ("", ".en"):
            assert {size + language, f"{size}{language}-{form}", f"{size}{language}-q8_0"} <= names
    assert {"large-v1", "large-v2", "large-v3", "large-v3-q5_0", "large-v3-turbo", "large-v3-turbo-q8_0"} <= names


def test_no_hash_stands_for_two_models() -> None:
    for values in ([m.sha256 for m in known_models()], [m.sha1 for m in known_models()]):
        given = [value for value in values if value is not None]
        assert len(given) == len(set(given))


def test_every_model_can_be_known_by_a_hash_of_the_right_form() -> None:
    for model in known_models():
        assert model.sha256 or model.sha1
        assert model.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", model.sha256)
        assert model.sha1 is None or re.fullmatch(r"[0-9a-f]{40}", model.sha1)


def test_the_files_are_named_as_whisper_cpp_names_them() -> None:
    assert {model.file for model in known_models() if model.name == "base.en-q5_1"} == {"ggml-base.en-q5_1.bin"}


def test_the_demonstration_model_is_the_file_that_ships() -> None:
    model = demonstration_model()
    content = resources.path(f"speech/{model.file}").read_bytes()
    assert hashlib.sha256(content).hexdigest() == model.sha256
    assert len(content) == model.size_bytes
    assert known(str(model.sha256)) is model


def test_a_file_is_known_by_sha1_only_where_no_sha256_is_certain() -> None:
    only_sha1 = next(model for model in known_models() if model.sha256 is None)
    both = next(model for model in known_models() if model.sha256 and model.sha1)
    assert known("0" * 64, only_sha1.sha1) is only_sha1
    assert known("0" * 64, both.sha1) is None
    assert known("0" * 64) is None


@pytest.mark.parametrize(("name", "english"), [("base.en-q5_1", True), ("steercheck-demo-en", True), ("base", False)])
def test_a_model_for_english_alone_is_told_from_the_others(name: str, english: bool) -> None:
    assert next(model for model in known_models() if model.name == name).english_only is english


def test_real_models_hear_with_context_and_the_demonstration_model_each_island_alone() -> None:
    assert asking_of(known("a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002")) == Asking(
        2000, None, True
    )
    assert asking_of(demonstration_model()) == Asking(0, 1000, False)


def test_a_model_nobody_listed_is_asked_like_the_official_ones() -> None:
    assert asking_of(None) == Asking(2000, None, True)


def test_the_departments_words_fit_what_a_model_reads() -> None:
    assert len(DEPARTMENT_WORDS) <= MOST_WORDS
