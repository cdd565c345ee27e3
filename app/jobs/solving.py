"""The one place that loads the solver: in a process of its own for jobs, in that of the command line for its commands.

Questions and answers are JSON, so that nothing else has to be shared between the processes.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from solver.instance import Instance
    from solver.people.pool import Pool

MOST_POOLS = 4
"""So many pools stay packed in a process, each as large as the catalogue."""

_pools: "OrderedDict[bytes, Pool]" = OrderedDict()


class Solver(Protocol):
    """Answers questions of one kind."""

    def __call__(
        self,
        question: str,
        /,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> str:
        """The answer."""


def solve(
    instance: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """The proposals for an instance."""
    from rules import rulebook
    from solver import propose

    asked, pool = _posed(json.loads(instance))
    return propose(asked, rulebook.load(), pool=pool, cancelled=cancelled, progress=progress).model_dump_json()


def trade(
    question: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """The trade-offs that a question asks for."""
    from rules import rulebook
    from solver.trading import Question, trade_offs

    document = json.loads(question)
    instance, pool = _posed(document.pop("instance"))
    asked = Question.model_validate({**document, "instance": instance})
    answer = trade_offs(asked, rulebook.load(), pool=pool, cancelled=cancelled, progress=progress)
    return answer.model_dump_json()


def drill(
    instance: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """The drill of an instance's members."""
    from rules import rulebook
    from solver import drilling

    asked, pool = _posed(json.loads(instance))
    drilled = drilling.drill(asked, rulebook.load(), pool=pool, cancelled=cancelled, progress=progress)
    return drilled.model_dump_json()


def stand(
    question: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """What some organisations may be in all calls."""
    from app.services.standings.judging import judge

    return judge(question, cancelled=cancelled, progress=progress)


SOLVERS: Mapping[str, Solver] = {"proposal": solve, "trade_offs": trade, "drill": drill, "standings": stand}
"""By the kind of a question."""


def _posed(document: dict[str, Any]) -> "tuple[Instance, Pool]":
    """The instance, its candidates packed apart."""
    from solver.instance import Instance

    candidates, history = document.pop("candidates", []), document.pop("history", {})
    pool = _pool_of(candidates, history)
    document["candidates"] = [one for one in candidates if one["organisation"]["id"] == document.get("lead")]
    return Instance.model_validate_json(json.dumps(document)), pool


def _pool_of(candidates: list[dict[str, Any]], history: dict[str, Any]) -> "Pool":
    """The candidates packed; as they were the last time, where nothing but how they suit the topic has changed."""
    from solver.instance import Candidate, History
    from solver.people.pool import Pool

    fits = {one["organisation"]["id"]: one.pop("fit", 0) for one in candidates}
    key = sha256(json.dumps([candidates, history], sort_keys=True).encode()).digest()
    if key not in _pools:
        read = [Candidate.model_validate_json(json.dumps(one)) for one in candidates]
        _pools[key] = Pool(read, History.model_validate_json(json.dumps(history)))
        if len(_pools) > MOST_POOLS:
            _pools.popitem(last=False)
    _pools.move_to_end(key)
    for one in candidates:
        one["fit"] = fits[one["organisation"]["id"]]
    return _pools[key].with_fit([fits[one.organisation.id] for one in _pools[key].candidates])


def warm_up() -> None:
    """Load what solving needs: it takes a second."""
    import solver.search  # noqa: F401 (loaded for what it brings along)
    from rules import rulebook

    rulebook.load()
