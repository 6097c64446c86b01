"""Reading the dashboard inside one session: the counts of calls, sheets, tasks and work put into their tiles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.board import words
from models.board.calls import Calls, read_calls
from models.board.kpi_tiles import kpi_tile, months_up_to, trend_line
from models.board.prompts import CRITICAL, OTHER, Prompts
from models.board.query import Bar, BoardQuery, Figure, Share, TileKey
from models.board.relations import Several
from models.board.sheets import Sheets, TaskGroup, missing_views, read_sheets, read_tasks
from models.board.strictness import strictness_tile
from models.board.tiles import (
    Answers,
    BalanceTile,
    Board,
    DiscretionTile,
    MethodTile,
    OnlineTile,
    Promoted,
    PromptsTile,
    ReasonsTile,
    SampleDue,
    SensitiveTile,
    Stage,
    TrendTile,
    WorkTile,
)
from models.board.ways import figure
from models.board.work import BANDS, STAGES, UNDATED, SampleGroup, WorkGroup, read_samples, read_work
from models.kpi import percentage
from models.marks import CANNOT_TELL, EVIDENCED, NO, NOT_APPLICABLE, YES
from models.store.staff import Person

BALANCE = ("OVER_40_TESTED", "DEO_LEAVES_60", "HARDSHIP", "FAMILY_NEEDS", "WELFARE")
"""The prompts of affordability, vulnerability and the welfare of children."""
MARKS_OF = {"Y": YES, "N": NO, "NA": NOT_APPLICABLE, "CT": CANNOT_TELL, "E": EVIDENCED}
"""Answers by the marks that stand for them; E is a yes that rests on the call."""


@dataclass(frozen=True)
class Decided:
    """What is read of sheets, and of the calls drawn of them."""

    sheets: Sheets
    tasks: tuple[TaskGroup, ...]
    missing_views: int
    samples: tuple[SampleGroup, ...]


@dataclass(frozen=True)
class Heard:
    """What is read of reviews, and of the sheets that wait for one."""

    calls: Calls
    work: tuple[WorkGroup, ...]


def read_decided(session: Session, query: BoardQuery) -> Decided:
    """The one half of what is read."""
    sheets = read_sheets(session, query, _begin(query), query.last)
    return Decided(sheets, read_tasks(session, query), missing_views(session, query), read_samples(session, query))


def read_heard(session: Session, query: BoardQuery, today: date, prompts: Prompts, several: Several) -> Heard:
    """The other half; `several`: the sheets with several reviews."""
    calls = read_calls(session, query, _begin(query), query.last, prompts, several)
    return Heard(calls, read_work(session, query, today, several))


def _begin(query: BoardQuery) -> date:
    return min(query.first, months_up_to(query.last)[0][0])


def board_of(session: Session, query: BoardQuery, today: date, by: Person, decided: Decided, heard: Heard) -> Board:
    """Every tile. The session is for what certificates say of calls that were all drawn."""
    calls, sheets = heard.calls.inside, decided.sheets.inside
    return Board(
        query=query,
        as_of=today,
        kpi=kpi_tile(session, query, sheets, calls),
        balance=BalanceTile(tuple(_answers(TileKey.BALANCE, calls, prompt) for prompt in BALANCE)),
        trend=TrendTile(trend_line(session, query, decided.sheets, heard.calls)),
        reasons=_reasons(sheets),
        prompts=_prompts(calls),
        method=_method(calls, decided.tasks),
        online=_online(calls, sheets, decided.missing_views),
        discretion=_discretion(sheets),
        sensitive=_sensitive(sheets),
        work=_work(heard.work, decided.samples, today),
        strictness=strictness_tile(calls, by),
    )


def _answers(tile: TileKey, calls: Calls, prompt: str) -> Answers:
    told = calls.marked.count(calls.prompts.of(prompt))

    def of(answer: str) -> Figure:
        return figure(tile, "answer", prompt, answer, count=sum(told[mark] for mark in MARKS_OF[answer]))

    return Answers(prompt, calls.prompts.words(prompt), *(of(answer) for answer in MARKS_OF))


def _pareto(counts: Counter[str], make: Callable[[str, int], tuple[Figure, str]]) -> tuple[Bar, ...]:
    """Bars, the greatest first, with the share of all up to each."""
    whole, so_far, found = counts.total(), 0, []
    for key, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        so_far += count
        made, told = make(key, count)
        found.append(Bar(key, told, made, percentage(so_far, whole)))
    return tuple(found)


def _reasons(sheets: Sheets) -> ReasonsTile:
    wrong = sheets.only(lambda each: each.verdict == "INACCURATE")

    def bar(reason: str, count: int) -> tuple[Figure, str]:
        return figure(TileKey.REASONS, "reason", reason, count=count), words.steer_reason(reason)

    return ReasonsTile(figure(TileKey.REASONS, "inaccurate", count=wrong.count), _pareto(wrong.reasons(), bar))


def _prompts(calls: Calls) -> PromptsTile:
    marked = calls.marked
    found: dict[str, Counter[str]] = {CRITICAL: Counter(), OTHER: Counter()}
    for group, counts in found.items():
        keys = {each.key for each in calls.prompts.placed}
        for key in keys:
            told = marked.count(calls.prompts.of(key, critical=group == CRITICAL))
            counts[key] = sum(told[mark] for mark in NO)

    def bars(group: str) -> tuple[Bar, ...]:
        def bar(key: str, count: int) -> tuple[Figure, str]:
            return figure(TileKey.PROMPTS, group, key, count=count), calls.prompts.words(key)

        return _pareto(+found[group], bar)

    def checks(group: str) -> Figure:
        count = marked.no_anywhere(calls.prompts.all(critical=group == CRITICAL))
        return figure(TileKey.PROMPTS, "checks", group, count=count)

    return PromptsTile(checks(CRITICAL), bars(CRITICAL), checks(OTHER), bars(OTHER))


def _method(calls: Calls, tasks: Iterable[TaskGroup]) -> MethodTile:
    by_method: defaultdict[str, list[TaskGroup]] = defaultdict(list)
    for task in tasks:
        by_method[task.promoted].append(task)
    lines = tuple(_promoted(method, by_method[method]) for method in sorted(by_method))
    every = [task for groups in by_method.values() for task in groups]
    taken = sum(task.count for task in every if task.fate == "taken")
    told = sum(task.count for task in every if task.outcome is not None)
    return MethodTile(
        offered_first=_answers(TileKey.METHOD, calls, "METHOD_FIRST"),
        agrees=_answers(TileKey.METHOD, calls, "METHOD_AGREES"),
        taken=Share(
            figure(TileKey.METHOD, "all", "taken", count=taken), figure(TileKey.METHOD, "all", "told", count=told)
        ),
        methods=tuple(sorted(lines, key=lambda line: (-line.promoted.count, line.method))),
    )


def _promoted(method: str, tasks: list[TaskGroup]) -> Promoted:
    fates, refusals, outcomes = Counter[str](), Counter[str](), Counter[str]()
    for task in tasks:
        fates[task.fate] += task.count
        outcomes[task.outcome or ""] += task.count
        if task.fate == "refused":
            refusals[task.refusal or ""] += task.count

    def of(fate: str) -> Figure:
        return figure(TileKey.METHOD, "promoted", method, fate, count=fates[fate])

    def bar(way: str, told: Callable[[str], str]) -> Callable[[str, int], tuple[Figure, str]]:
        return lambda key, count: (figure(TileKey.METHOD, way, method, key, count=count), told(key))

    return Promoted(
        method=method,
        words=words.method(method),
        promoted=figure(TileKey.METHOD, "promoted", method, count=fates.total()),
        taken=of("taken"),
        refused=of("refused"),
        another=of("another"),
        open=of("open"),
        refusals=_pareto(refusals, bar("refusal", words.refusal)),
        outcomes=_pareto(outcomes, bar("outcome", words.method)),
    )


def _online(calls: Calls, sheets: Sheets, missing: int) -> OnlineTile:
    return OnlineTile(
        viewed=_answers(TileKey.ONLINE, calls, "CWO_VIEWED"),
        used=_answers(TileKey.ONLINE, calls, "CWO_USED"),
        on_file=Share(
            figure(TileKey.ONLINE, "on_file", count=sheets.with_view),
            figure(TileKey.ONLINE, "in_scope", count=sheets.count),
        ),
        cited_but_missing=figure(TileKey.ONLINE, "missing", count=missing),
    )


def _discretion(sheets: Sheets) -> DiscretionTile:
    row = sheets.row
    without = sheets.only(lambda each: "DISCRETION_WITHOUT_REASON" in (each.reasons or "").split("+"))

    def bar(code: str, count: int) -> tuple[Figure, str]:
        return figure(TileKey.DISCRETION, "ground", code, count=count), words.ground(code)

    return DiscretionTile(
        accurate=Share(
            figure(TileKey.DISCRETION, "accurate", count=row.accurate_discretion),
            figure(TileKey.DISCRETION, "assessed", count=row.assessed),
        ),
        grounds=_pareto(sheets.grounds(), bar),
        without_reason=figure(TileKey.DISCRETION, "without_reason", count=without.count),
    )


def _sensitive(sheets: Sheets) -> SensitiveTile:
    readings = sheets.readings()
    any_of_them = readings.pop("", 0)

    def bar(code: str, count: int) -> tuple[Figure, str]:
        return figure(TileKey.SENSITIVE, "reading", code, count=count), words.reading(code)

    return SensitiveTile(
        Share(
            figure(TileKey.SENSITIVE, "any", count=any_of_them),
            figure(TileKey.SENSITIVE, "judged", count=sheets.judged),
        ),
        tuple(Bar(bar.key, bar.words, bar.figure) for bar in _pareto(readings, bar)),
    )


def _work(groups: Iterable[WorkGroup], samples: Iterable[SampleGroup], today: date) -> WorkTile:
    held = tuple(groups)
    stages = tuple(_stage(key, [each for each in held if each.stage == key], today) for key in STAGES)
    due = tuple(_sample(each, today) for each in samples)
    return WorkTile(
        as_of=today,
        on_hand=figure(TileKey.WORK, "on_hand", count=sum(each.count for each in held)),
        stages=stages,
        samples=due,
        overdue=figure(TileKey.WORK, "overdue", count=sum(each.open.count for each in due if each.overdue_days > 0)),
    )


def _stage(key: str, groups: list[WorkGroup], today: date) -> Stage:
    by_band = Counter[int | None]()
    for group in groups:
        by_band[group.band(today)] += group.count
    days = [group.day for group in groups if group.day is not None]
    return Stage(
        key=key,
        words=STAGES[key],
        figure=figure(TileKey.WORK, "stage", key, count=by_band.total()),
        bands=tuple(figure(TileKey.WORK, "band", key, str(at), count=by_band[at]) for at in range(len(BANDS))),
        undated=figure(TileKey.WORK, "band", key, UNDATED, count=by_band[None]),
        oldest_days=(today - min(days)).days if days else None,
    )


def _sample(group: SampleGroup, today: date) -> SampleDue:
    def of(name: str, count: int) -> Figure:
        return figure(TileKey.WORK, "sample", group.sample_id, name, count=count)

    late = 0 if group.due is None else max(0, (today - group.due).days)
    counts = (of("drawn", group.drawn), of("done", group.done), of("open", group.drawn - group.done))
    return SampleDue(group.sample_id, group.reviewer_id, group.due, *counts, late)
