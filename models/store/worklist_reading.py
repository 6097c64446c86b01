"""Reading the kept worklist (`models.work_line`): pages by index, however deep and however sorted; counts; choices.

A page is found in two steps: the ids, from an index that holds all that is asked for, then their rows. Lines without a
value in the column sorted by come last in both directions, so they are a stretch of their own. A text that few lines
hold is looked up among the trigrams (SQLite's full-text index), one that many hold is met soon on the way.

What the steer says is asked for by its combinations of verdict, reasons and readings, of which a department has a few
dozen: each is a stretch of an index in the order of time, and their numbers are known (`said`).

The calls that wait in somebody's samples are few: they are come to by way of the draws and sorted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, not_, select, union_all
from sqlmodel import Session

from models.sample import SampleDraw, SampleRow
from models.store.tables import table_of
from models.store.work_line_rows import DAY_STEP, SEARCH, moments_from
from models.store.worklist_query import Choices, Order, WorkQuery
from models.store.worklist_sections import LEFT_WHEN_BEGUN, OF_REVIEW, OF_SIGNED, PLACE_OF, Section
from models.work_line import Place, WorkLine

FEW = 10_000
"""A text that more lines hold than that is met soon enough by going along the order."""
TRIGRAM = 3
TELLING = 4
"""So many trigrams of a word are asked for at first: its beginning is often that of a million ids."""
MOST_COMBINATIONS = 100
"""More stretches than that are not merged in one statement."""

_LINE = table_of(WorkLine)
_DRAW = table_of(SampleDraw)
_SAMPLE = table_of(SampleRow)

_ORDERS: dict[Order, tuple[str, ...]] = {
    Order.WHEN: ("moment", "search"),
    Order.DRAWN: ("moment", "search"),
    Order.CASEWORKER: ("caseworker_id", "moment"),
    Order.TEAM: ("team", "moment"),
    Order.CASE: ("case_ref",),
    Order.LENGTH: ("duration_ms",),
    Order.METHOD: ("method_agreed", "moment"),
    Order.MATCH: ("match_certainty", "match_rule", "moment"),
    Order.SAVED: ("saved_at",),
    Order.SIGNED: ("signed_at",),
    Order.SCORE: ("score_number",),
    Order.KPI_CLASS: ("kpi_class", "score_number"),
    Order.REVIEWER: ("reviewer_id", "saved_at"),
    Order.VERDICT: ("verdict", "reasons", "reading_sensitive", "moment"),
}
"""The columns of each order as in the indexes; the row id makes it the same at every call."""

_ALONG_COMBINATIONS = frozenset({Order.WHEN, Order.VERDICT})
"""Orders in which the lines of a combination stand in its index."""

OF_REVIEWS = frozenset({Order.SAVED, Order.SIGNED, Order.SCORE, Order.KPI_CLASS, Order.REVIEWER})
"""Orders whose index holds reviews only: all other lines are equal in them."""

NEVER_BEGUN = frozenset({*OF_REVIEW, Section.AMBIGUOUS})
"""Sections whose lines are not told apart by whether a review was begun."""

Counted = dict[tuple[int, bool], int]
"""How many lines each place holds, begun or not."""


class Said(NamedTuple):
    """One combination of what the steer says of lines of a place, begun or not; None where it said nothing."""

    begun: bool
    verdict: str | None
    reasons: str | None
    reading_sensitive: str | None

    def answers(self, query: WorkQuery) -> bool:
        """Whether a question of what the steer says means these lines, too."""
        return (
            self.begun in halves(query)
            and query.verdict in (None, self.verdict)
            and (query.reason is None or query.reason in (self.reasons or "").split(JOINED_BY))
            and (query.sensitive is None or query.sensitive is is_sensitive(self.reading_sensitive))
        )


JOINED_BY = "+"
"""Stands between reasons, and between readings (domain notes, section 7)."""
NO_READING = "-"


@dataclass(frozen=True)
class Asked:
    """A question put to the kept table in one session."""

    session: Session
    query: WorkQuery
    is_sqlite: bool
    said: Mapping[Said, int] = field(default_factory=dict)
    """What the steer says of the lines of the place, where the question asks for it."""

    def page(self, order: Order, descending: bool, offset: int, limit: int, total: int | None = None) -> list[Any]:
        """The rows (as mappings) from `offset` on. With the `total`, the second half is come to from the end."""
        if self.query.asks_steer and not self._meant:
            return []
        if self.query.drawn_for is not None:
            ids = list(self._drawn_ids(order, descending, offset, limit))
        elif total is not None and offset > total // 2:
            limit = min(limit, total - offset)
            ids = list(self._ids(order, descending, total - offset - limit, limit, backwards=True)) if limit > 0 else []
            ids.reverse()
        else:
            ids = list(self._ids(order, descending, offset, limit))
        rows = self.session.execute(select(_LINE).where(_LINE.c.id.in_(ids))).mappings()
        found = {row["id"]: row for row in rows}
        return [found[row_id] for row_id in ids if row_id in found]

    def count(self) -> int:
        if self.query.drawn_for is not None:
            return int(self.session.execute(select(func.count()).select_from(self._drawn.subquery())).scalar_one())
        if self.query.asks_steer and not (self._conditions or self._words):
            return sum(self._meant.values())
        if self._looked_up is not None:
            return self._number(self._looked_up)
        return sum(map(self._number, self._halves))

    def _number(self, statement: Select[Any]) -> int:
        counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
        return int(self.session.execute(counted).scalar_one())

    @property
    def _drawn(self) -> Select[Any]:
        """The ids of the lines whose calls wait in somebody's samples, each once."""
        mine = [_DRAW.c.stands, _SAMPLE.c.reviewer == self.query.drawn_for]
        if self.query.sample is not None:
            mine.append(_SAMPLE.c.sample_id == self.query.sample)
        # the sums keep SQLite from going along an index of the lines instead
        section = (_LINE.c.place.op("+")(0) == PLACE_OF[self.query.section].value, _LINE.c.begun.op("+")(0) == 0)
        its = (_LINE.c.recording == _DRAW.c.recording) & (_LINE.c.sheet == _DRAW.c.sheet)
        return (
            select(_LINE.c.id)
            .join_from(_SAMPLE, _DRAW, _DRAW.c.sample == _SAMPLE.c.id)
            .join(_LINE, its)
            .where(*mine, *section, *self._conditions, *self._steer_conditions, *self._words_within)
            .group_by(_LINE.c.id)
        )

    def _drawn_ids(self, order: Order, descending: bool, offset: int, limit: int) -> Iterator[int]:
        columns: list[ColumnElement[Any]] = [_LINE.c[name] for name in _ORDERS[order]]
        if order is Order.DRAWN:
            columns.insert(0, func.min(_SAMPLE.c.due))
        sorted_by = (column.desc() if descending else column.asc() for column in (*columns, _LINE.c.id))
        ordered = self._drawn.order_by(*(column.nulls_last() for column in sorted_by)).offset(offset).limit(limit)
        yield from self.session.execute(ordered).scalars()

    def _ids(
        self, order: Order, descending: bool, offset: int, limit: int, *, backwards: bool = False
    ) -> Iterator[int]:
        columns: list[ColumnElement[Any]] = [*(_LINE.c[name] for name in _ORDERS[order]), _LINE.c.id]
        by_combination = self._by_combination(order)
        if order is Order.WHEN and (self._has_index_of_choice or by_combination):
            columns.remove(_LINE.c.search)
        if by_combination and order not in _ALONG_COMBINATIONS:
            columns = [func.coalesce(column, column) for column in columns]  # not by the index of the order
        if self._looked_up is not None:
            sorted_by = (c.desc() if descending else c.asc() for c in columns)
            found = self._looked_up.order_by(*(c.nulls_last() for c in sorted_by)).offset(offset).limit(limit)
            yield from self.session.execute(found).scalars()
            return
        if order in OF_REVIEWS and PLACE_OF[self.query.section] not in _PLACES_OF_REVIEWS:
            columns = [_LINE.c.moment, _LINE.c.search, _LINE.c.id]
        for has_value in (False, True) if backwards else (True, False):
            condition = columns[0].is_not(None) if has_value else columns[0].is_(None)
            stretch = [each.where(condition) for each in (self._combinations if by_combination else self._halves)]
            ids = self.session.execute(
                _in_order(stretch, columns, descending != backwards).offset(offset).limit(limit)
            ).scalars()
            found_here = list(ids)
            yield from found_here
            limit -= len(found_here)
            if limit <= 0:
                return
            if has_value is not backwards:  # the first of the two
                offset = 0 if found_here or not offset else max(0, offset - sum(map(self._number, stretch)))

    @property
    def _has_index_of_choice(self) -> bool:
        """Whether the lines of one caseworker, team or method stand together in an index, there in order of time."""
        return any(value is not None for value in (self.query.caseworker, self.query.team, self.query.method))

    def _by_combination(self, order: Order) -> bool:
        """Whether the lines are gone along combination by combination: they stand in order of time there, and few are
        soon sorted otherwise. Those of one caseworker are fewer still."""
        query, number = self.query, sum(self._meant.values())
        if not query.asks_steer or query.caseworker is not None or len(self._meant) > MOST_COMBINATIONS:
            return False
        return number <= FEW or (order in _ALONG_COMBINATIONS and not self._has_index_of_choice)

    @cached_property
    def _meant(self) -> dict[Said, int]:
        """The combinations that are asked for, and how many lines hold them."""
        return {each: number for each, number in self.said.items() if each.answers(self.query)}

    @property
    def _combinations(self) -> list[Select[Any]]:
        """The lines of each combination that is meant."""
        return [
            self._along(each.begun).where(
                *(_LINE.c[name].is_not_distinct_from(getattr(each, name)) for name in Said._fields[1:])
            )
            for each in self._meant
        ]

    @property
    def _halves(self) -> list[Select[Any]]:
        """Each half of the section, narrowed by what the steer says."""
        return [self._along(begun).where(*self._steer_conditions) for begun in halves(self.query)]

    @cached_property
    def _steer_conditions(self) -> list[ColumnElement[bool]]:
        """The same as `Said.answers`; written so that SQLite does not take the index of verdicts for another order."""
        query = self.query
        found: list[ColumnElement[bool]] = []
        if query.verdict is not None:
            found.append(_LINE.c.verdict.concat("") == query.verdict)
        if query.reason is not None:
            joined = literal(JOINED_BY).concat(_LINE.c.reasons).concat(JOINED_BY)
            found.append(joined.contains(f"{JOINED_BY}{query.reason}{JOINED_BY}", autoescape=True))
        if query.sensitive is not None:
            none = _LINE.c.reading_sensitive.concat("") == NO_READING
            found.append(not_(none) if query.sensitive else none)
        return found

    def _along(self, begun: bool) -> Select[Any]:
        """The ids of one half of the section, filtered, to be gone along in some order."""
        place = PLACE_OF[self.query.section]
        found = select(_LINE.c.id).where(_LINE.c.place == place.value, _LINE.c.begun == literal(begun))
        if place in _PLACES_OF_REVIEWS:
            found = found.where(_LINE.c.review_id.is_not(None))  # so that the indexes of reviews may be used
        return found.where(*self._conditions, *self._words_within)

    @cached_property
    def _looked_up(self) -> Select[Any] | None:
        """The ids of the section by way of the trigrams; None where the text is too short or too many hold it."""
        if not self.is_sqlite:
            return None
        match = next((m for m in map(_match, self._trigrams) if self._few_hold(m)), None)
        if match is None:
            return None
        # the sums keep SQLite from going along an index of the lines instead
        place, begun = _LINE.c.place.op("+")(0), _LINE.c.begun.op("+")(0)
        return (
            select(_LINE.c.id)
            .join_from(SEARCH, _LINE, _LINE.c.id == SEARCH.c.rowid)
            .where(
                match,
                place == PLACE_OF[self.query.section].value,
                begun.in_([int(each) for each in halves(self.query)]),
            )
            .where(*self._conditions, *self._steer_conditions, *self._words_within)
        )

    @property
    def _trigrams(self) -> Iterator[list[str]]:
        """Trigrams that a line must hold: the last ones of each word, which tell ids apart; then all of them."""
        of_words = [trigrams(word) for word in self._words]
        if any(of_words):
            yield [term for terms in of_words for term in terms[-TELLING:]]
            if any(len(terms) > TELLING for terms in of_words):
                yield [term for terms in of_words for term in terms]

    def _few_hold(self, match: ColumnElement[bool]) -> bool:
        some = select(SEARCH.c.rowid).where(match).limit(FEW + 1).subquery()
        return int(self.session.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW

    @cached_property
    def _words(self) -> list[str]:
        return self.query.text.split()

    @cached_property
    def _words_within(self) -> list[ColumnElement[bool]]:
        if self.is_sqlite:
            return [func.instr(_LINE.c.search, func.lower(word)) > 0 for word in self._words]
        return [_LINE.c.search.contains(func.lower(_escaped(word)), escape="/") for word in self._words]

    @cached_property
    def _conditions(self) -> list[ColumnElement[bool]]:
        query = self.query
        found: list[ColumnElement[bool]] = []
        if query.caseworker is not None:
            found.append(_LINE.c.caseworker_id == query.caseworker)
        if query.team is not None:
            found.append(_LINE.c.team == query.team)
        if query.method is not None:
            found.append(_LINE.c.method_agreed == query.method)
        if query.scheme is not None:
            found.append(_LINE.c.scheme == query.scheme)
        if query.date_from is not None:
            found.append(_LINE.c.moment >= moments_from(query.date_from))
        if query.date_to is not None:
            found.append(_LINE.c.moment < moments_from(query.date_to) + DAY_STEP)
        if query.reviewer is not None and query.section in OF_REVIEW:
            found.append(_LINE.c.reviewer_id == query.reviewer)
        if query.sheet_changed and query.section in OF_SIGNED:
            found.append(_LINE.c.sheet_changed == literal(True))
        return found


_PLACES_OF_REVIEWS = frozenset(PLACE_OF[section] for section in OF_REVIEW)


def counted(session: Session) -> Counted:
    """How many lines each place holds, in one walk along the smallest index."""
    columns = (_LINE.c.place, _LINE.c.begun)
    return {
        (place, bool(begun)): number
        for place, begun, number in session.execute(select(*columns, func.count()).group_by(*columns))
    }


def said(session: Session, place: Place) -> dict[Said, int]:
    """How many lines of a place hold each combination of what the steer says, in one walk along its index."""
    columns = [_LINE.c[name] for name in Said._fields]
    found = session.execute(select(*columns, func.count()).where(_LINE.c.place == place.value).group_by(*columns))
    return {Said(bool(begun), *told): number for begun, *told, number in found}


def is_sensitive(reading_sensitive: str | None) -> bool | None:
    """Whether some reading would change what the steer says; None where it said nothing."""
    return None if reading_sensitive is None else reading_sensitive != NO_READING


def total_of(query: WorkQuery, places: Counted) -> int:
    """How many lines a question has that nothing narrows."""
    place = PLACE_OF[query.section].value
    return sum(places.get((place, begun), 0) for begun in halves(query))


def halves(query: WorkQuery) -> tuple[bool, ...]:
    """Which lines of its place a section holds: those nobody began a review of, or (True) the begun ones too."""
    section = query.section
    if section is Section.JUDGED:
        return (False, True) if query.confirmed is None else (query.confirmed,)
    leaves = section in LEFT_WHEN_BEGUN and not (query.with_reviewed and section is not Section.DUE)
    return (False,) if leaves or section in NEVER_BEGUN else (False, True)


def choices(session: Session) -> Choices:
    """Every caseworker, team, method and reviewer of a line, each in order, without blanks."""

    def values(name: str, *conditions: ColumnElement[bool]) -> tuple[str, ...]:
        found = session.execute(select(_LINE.c[name]).where(*conditions).distinct()).scalars()
        return tuple(sorted(str(value) for value in found if value))

    return Choices(
        caseworkers=values("caseworker_id"),
        teams=values("team"),
        methods=values("method_agreed"),
        reviewers=values("reviewer_id", _LINE.c.review_id.is_not(None)),
        schemes=values("scheme"),
    )


def trigrams(word: str) -> list[str]:
    """A word's trigrams as terms of a full-text question; none for a shorter word, or one that SQLite would cut."""
    if "\0" in word:
        return []
    return ['"' + word[at : at + TRIGRAM].replace('"', '""') + '"' for at in range(len(word) - TRIGRAM + 1)]


def _match(terms: list[str]) -> ColumnElement[bool]:
    return SEARCH.c.work_search.op("MATCH", is_comparison=True)(" AND ".join(dict.fromkeys(terms)))


def _in_order(stretch: Sequence[Select[Any]], columns: Sequence[Any], descending: bool) -> Any:
    """The ids of a stretch in order; the two halves of a section are merged as they are gone along."""
    keys = [column.label(f"key_{at}") for at, column in enumerate(columns)]
    ways = [each.with_only_columns(_LINE.c.id, *keys) for each in stretch]
    if len(ways) == 1:
        return ways[0].order_by(*(column.desc() if descending else column.asc() for column in columns))
    names: list[ColumnElement[Any]] = [literal_column(str(key.name)) for key in keys]
    return union_all(*ways).order_by(*(name.desc() if descending else name.asc() for name in names))


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")
