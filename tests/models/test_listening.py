"""What was heard, as the database keeps it: what was written before speeds were kept can still be read."""

import json

from hypothesis import given
from hypothesis import strategies as st

from models.listening import SKIPPED, HeardSpan, heard_ms, heard_of, kept_of

spans = st.lists(
    st.builds(HeardSpan, st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([SKIPPED, 0.5, 1.0, 1.25, 3.0]))
)


def test_spans_kept_without_a_speed_are_of_normal_speed():
    assert heard_of([[0, 1500], [4000, 9000]]) == (HeardSpan(0, 1500, 1.0), HeardSpan(4000, 9000, 1.0))


def test_nothing_kept_is_nothing_heard():
    assert heard_of(None) == heard_of([]) == ()
    assert kept_of(()) is None


def test_normal_speed_is_kept_as_it_always_was():
    assert kept_of((HeardSpan(0, 1500), HeardSpan(1500, 2000, 3.0))) == [[0, 1500], [1500, 2000, 3.0]]


@given(spans)
def test_what_is_kept_is_what_was_heard(heard):
    assert heard_of(json.loads(json.dumps(kept_of(heard)))) == tuple(heard)


def test_how_much_was_gone_through_counts_each_moment_once_at_any_speed():
    assert heard_ms(((0, 1000), (500, 2000, 3.0), (2000, 2500, SKIPPED)), 2400) == 2400
