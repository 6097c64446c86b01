"""What a person types to search: read as meant, refused never, and put to the index without its own grammar."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.search_query import MOST_WORDS, Term, marks, read_query, tokens
from models.store.search_expressions import fts5, tsquery
from models.transcript import Speaker


def one(*words: str, prefix: bool = False) -> tuple[Term, ...]:
    return (Term((words,), prefix),)


def found(text: str, query: str, *, typing: bool = False) -> list[str]:
    return [text[start:end] for start, end in marks(text, read_query(query, typing=typing))]


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute(
        "CREATE VIRTUAL TABLE t USING fts5(text, speaker, caseworker, "
        "tokenize=\"unicode61 remove_diacritics 2 tokenchars '£%'\")"
    )
    return made


def test_every_word_is_wanted_and_quotes_keep_words_together() -> None:
    assert read_query('arrears "can you pay"').groups == (one("arrears"), one("can", "you", "pay"))


def test_a_star_asks_for_every_word_that_begins_so() -> None:
    assert read_query("arrear*").groups == (one("arrear", prefix=True),)


def test_or_offers_another_term_and_not_or_a_minus_denies_one() -> None:
    wanted = read_query("deposit OR lump NOT bonus -sick")
    assert wanted.groups == ((*one("deposit"), *one("lump")),)
    assert wanted.unwanted == (*one("bonus"), *one("sick"))


def test_small_letters_make_no_operator() -> None:
    assert read_query("not and or").groups == (one("not"), one("and"), one("or"))


@pytest.mark.parametrize("typed", ["", "   ", "***", '""', "-", "NOT", "AND OR", "NOT bonus", "...", "“ ”"])
def test_a_search_that_holds_no_word_to_find_is_empty(typed: str) -> None:
    assert read_query(typed).empty


def test_a_quote_left_open_goes_to_the_end() -> None:
    assert read_query('pay "a lump sum').groups == (one("pay"), one("a", "lump", "sum"))


def test_the_word_being_typed_may_go_on_from_its_third_letter() -> None:
    assert read_query("pay arr", typing=True).groups == (one("pay"), one("arr", prefix=True))
    assert read_query("pay ar", typing=True).groups[1] == one("ar")
    assert read_query("pay arr ", typing=True).groups[1] == one("arr")
    assert read_query('"lump su', typing=True).groups == (one("lump", "su", prefix=True),)
    assert read_query('"lump sum"', typing=True).groups == (one("lump", "sum"),)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("£5,000", "£5000"),
        ("£5000", "£5,000"),
        ("£5000", "5000 pounds"),
        ("5000 pounds", "£5,000"),
        ("£7.50", "£7.50"),
        ("30%", "30 per cent"),
        ("30 per cent", "30%"),
        ("30 percent", "30 per cent"),
        ("33.5%", "33.5 per cent"),
        ("40", "£40"),
        ("40", "40%"),
        ("£ 40", "£40"),
    ],
)
def test_an_amount_is_found_however_it_is_written(query: str, said: str, index: sqlite3.Connection) -> None:
    text = f"I could pay {said} then"
    assert found(text, query) == [said]
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t VALUES (?, '', '')", (text,))
    assert index.execute(
        "SELECT count(*) FROM t WHERE t MATCH ?", (fts5(read_query(query), None, None),)
    ).fetchone() == (1,)


def test_pounds_are_not_found_where_a_bare_number_stands() -> None:
    assert found("in 40 weeks", "£40") == []


def test_marks_join_where_they_overlap() -> None:
    assert found("a lump sum of it", '"lump sum" "sum of"') == ["lump sum of"]


def test_marks_know_no_case_and_no_accents() -> None:
    assert found("The CAFÉ paid", "cafe") == ["CAFÉ"]
    assert found("The cafe paid", "Café") == ["cafe"]


def test_words_beyond_the_limit_are_passed_over() -> None:
    assert len(read_query(" ".join(f"w{n}" for n in range(500))).groups) == MOST_WORDS


SNIPPETS = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "{text}:",
        "£",
        "%",
        "\0",
        "\\",
        "}",
        ";",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(SNIPPETS, st.text(max_size=6), st.just(" ")), max_size=30).map("".join), st.booleans())
def test_whatever_is_typed_the_index_takes_it(index: sqlite3.Connection, typed: str, typing: bool) -> None:
    wanted = read_query(typed, typing=typing)
    if not wanted.empty:
        index.execute("SELECT rowid FROM t WHERE t MATCH ?", (fts5(wanted, Speaker.NRP, typed[:9]),)).fetchall()
        assert tsquery(wanted)
        assert marks(typed, wanted) is not None


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(max_codepoint=0x17F), max_size=40))
def test_every_word_of_a_text_finds_the_text(index: sqlite3.Connection, text: str) -> None:
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t VALUES (?, '', '')", (text,))
    for token in tokens(text):
        wanted = read_query(f'"{token.word}"')
        if wanted.empty:
            continue
        match = fts5(wanted, None, None)
        assert index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone() == (1,), (token, match)
        assert marks(text, wanted)


def test_half_a_character_of_a_command_line_is_passed_over() -> None:
    assert read_query("arrears \udce9").groups == (one("arrears"),)


def test_words_for_a_server_stand_in_quotes() -> None:
    assert tsquery(read_query('"lump sum" OR dep* -can\'t')) == (
        "(('lump' <-> 'sum') | ('dep':*)) & !(('can' <-> 't'))"
    )
    assert tsquery(read_query("30%")) == "(('30pct') | ('30' <-> 'per' <-> 'cent') | ('30' <-> 'percent'))"
