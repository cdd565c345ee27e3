"""From an instance and two measures to the trade-offs between them."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from rules.rulebook import Rulebook
from solver.pacing import Pace
from solver.proposing import no_grants
from solver.solution import Status
from solver.trading.answer import Point, TradeOffs
from solver.trading.measures import Question
from solver.trading.steps import steps_between

if TYPE_CHECKING:
    from solver.people.pool import Pool
    from solver.problem import Problem
    from solver.trading.front import Front, Spot


def trade_offs(
    question: Question,
    rulebook: Rulebook,
    *,
    pool: "Pool | None" = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> TradeOffs:
    """The front between the two measures, each point a proven consortium with its verdict; or why there is none.

    The arguments are those of `solver.propose`, and so is what they do. What is proven when the time is up is returned.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
        UnknownName: a fact, sub-role or registration that nobody declared.
        Disagreement: a point that the rule engine calls ineligible or measures otherwise, which is a bug.
    """
    from solver.limits import Limits
    from solver.mending.explaining import explain
    from solver.mending.left_out import left_out_of
    from solver.problem import problem_of
    from solver.trading.front import Front

    began, instance = clock(), question.instance
    first, second = question.measures
    problem = problem_of(instance, rulebook, pool)
    if problem.law.resolution.programme.gives != "grants":
        return TradeOffs(
            status="infeasible", measures=(first, second), conflict=(no_grants(problem),), seconds=clock() - began
        )
    pace = Pace(began + instance.time_limit_s, clock)
    front = Front(problem, (first, second), question.points, Limits(pace.look_until, cancelled, clock))
    found: list[tuple[int, Point]] = []
    for spot in front.run():
        with pace.judging():
            found.append((spot.second, _point(problem, front, spot)))
        front.limits = replace(front.limits, until=pace.look_until)
        if progress is not None:
            progress(len(found) / question.points)
    points = tuple(point for _, point in sorted(found, key=lambda pair: pair[0]))
    own_limit = Limits(clock() + instance.time_limit_s, cancelled, clock)
    explanation = explain(problem, own_limit) if front.ended == "proof" else None
    return TradeOffs(
        status=_status(front.ended, points),
        measures=(first, second),
        points=points,
        steps=tuple(steps_between(points, (first, second))),
        complete=front.complete,
        seconds=clock() - began,
        candidates_considered=int(front.board.welcome.sum()),
        conflict=explanation.conflict if explanation else (),
        repairs=explanation.repairs if explanation else (),
        left_out=left_out_of(problem, front.board),
    )


def _point(problem: "Problem", front: "Front", spot: "Spot") -> Point:
    """The point with its verdict, its values measured again without the model."""
    from solver.decoding import Disagreement, proposal_of

    values = {}
    for gauge, steps in ((front.gauges.first, spot.first), (front.gauges.second, spot.second)):
        values[gauge.measure] = gauge.measured(spot.members)
        if values[gauge.measure] != gauge.shown(steps):
            raise Disagreement(f"{gauge.measure} is {values[gauge.measure]}, and was {gauge.shown(steps)} when solved")
    return Point(values=values, proposal=proposal_of(problem, spot.members, front.gauges.level, spot.settled))


def _status(ended: str, points: tuple[Point, ...]) -> Status:
    if ended == "limit":
        return "feasible" if points else "gave_up"
    return "infeasible" if ended == "proof" else "optimal"
