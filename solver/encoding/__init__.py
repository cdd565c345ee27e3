"""From conditions to rows: one module for each kind, from the same objects and filters that the verdict reads."""

from solver.encoding.alike import alike_to_all
from solver.encoding.budget import BUDGET, encode_split
from solver.encoding.conditions import encode_broken_budget, encode_condition
from solver.encoding.single import encode_unpaid_partners
from solver.encoding.wishes import Wish, wishes_of

__all__ = [
    "BUDGET",
    "Wish",
    "alike_to_all",
    "encode_broken_budget",
    "encode_condition",
    "encode_split",
    "encode_unpaid_partners",
    "wishes_of",
]
