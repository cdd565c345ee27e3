"""From conditions to rows: one module for each kind, from the same objects and filters that the verdict reads."""

from solver.encoding.alike import same_to_all_conditions
from solver.encoding.conditions import encode_broken_budget, encode_condition
from solver.encoding.wishes import Wish, wishes_of

__all__ = ["Wish", "encode_broken_budget", "encode_condition", "same_to_all_conditions", "wishes_of"]
