"""HiGHS, through SciPy, on the whole of a model."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # SciPy has no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # as above

from solver.engine import whole
from solver.model import UNBOUNDED, Model


def highs(model: Model, seconds: float = 60.0) -> tuple[bool, int | None]:
    """Whether it came to an end, and the most points or ``None`` where there is no solution."""
    programme = whole(model)
    if not len(programme.upper):
        return True, 0 if (programme.low <= 0).all() and (programme.high >= 0).all() else None
    low = np.where(programme.low <= -UNBOUNDED, -np.inf, programme.low)
    high = np.where(programme.high >= UNBOUNDED, np.inf, programme.high)
    matrix = csr_array(
        (programme.values.astype(float), programme.columns, programme.starts), (len(low), len(programme.upper))
    )
    result = milp(
        -programme.points.astype(float),
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(programme.lower.astype(float), programme.upper.astype(float)),
        integrality=np.ones(len(programme.upper)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return result.status in {0, 2}, None if result.x is None else round(-result.fun)
