"""The one place that loads the solver: in a process of its own for jobs, in that of the command line for `propose`."""

import json
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.pool import Pool

MOST_POOLS = 4
"""So many pools stay packed in a process, each as large as the catalogue."""

_pools: "OrderedDict[bytes, Pool]" = OrderedDict()


def solve(
    instance: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """Answer an instance; both are JSON, so that nothing else has to be shared between the processes."""
    from rules import rulebook
    from solver import Instance, propose

    document = json.loads(instance)
    candidates, history = document.pop("candidates", []), document.pop("history", {})
    pool = _pool_of(candidates, history)
    document["candidates"] = [one for one in candidates if one["organisation"]["id"] == document.get("lead")]
    solution = propose(
        Instance.model_validate_json(json.dumps(document)),
        rulebook.load(),
        pool=pool,
        cancelled=cancelled,
        progress=progress,
    )
    return solution.model_dump_json()


def _pool_of(candidates: list[dict[str, Any]], history: dict[str, Any]) -> "Pool":
    """The candidates packed; as they were the last time, where nothing but how they suit the topic has changed."""
    from solver.instance import Candidate, History
    from solver.pool import Pool

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
