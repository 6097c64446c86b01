"""Spans that were heard, merged."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.state.heard import Heard

spans = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=30)


@given(spans)
def test_the_spans_cover_exactly_what_was_heard_in_order_and_apart(heard):
    one, truth = Heard(), set()
    for start, end in heard:
        new = set(range(start, end)) - truth
        assert one.add(start, end) == bool(new)
        truth |= new
    assert {ms for start, end in one.spans for ms in range(start, end)} == truth
    for (_, before), (after, _) in zip(one.spans, one.spans[1:], strict=False):
        assert before < after
    assert one.share(300) == len(truth) / 300


def test_touching_spans_become_one():
    one = Heard()
    one.add(0, 100)
    one.add(200, 300)
    one.add(100, 200)
    assert one.spans == [(0, 300)]


def test_nothing_is_heard_of_a_call_without_length():
    assert Heard().share(0) == 0
