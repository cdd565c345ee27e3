"""The one sentence of a verdict that a coordinator can repeat."""

from collections.abc import Sequence

from rules.entries import Entry
from rules.programmes import Programme

_INSTEAD = {
    "financial_instruments": "gives loans, guarantees or equity through banks and funds",
    "shared_management": "is run by national and regional managing authorities",
    "registration": "is a registration and gives no money",
}


def summary(status: str, entries: Sequence[Entry], programme: Programme) -> str:
    """The verdict in one sentence: what stands in the way, how much was decided, who decides."""
    decided = sum(entry.status.is_decided for entry in entries)
    extent = f"{decided} of {len(entries)} conditions decided"
    failed = [entry for entry in entries if entry.status == "not_met"]
    pending = [entry for entry in entries if entry.status == "conditional"]
    asked = len(entries) - decided
    match status:
        case "out_of_scope":
            return f"{programme.title} {_INSTEAD[programme.gives]}: it is no grant for consortia."
        case "ineligible":
            first = _short(failed[0])
            more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
            return f"Not eligible as composed, not met: {first}{more}. {extent[0].upper()}{extent[1:]}."
        case "undetermined":
            plural = "questions are" if asked != 1 else "question is"
            return f"Not yet determined: {asked} {plural} open, no obstacle found in what could be decided ({extent})."
        case "eligible_on_condition":
            more = f", and {len(pending) - 1} more" if len(pending) > 1 else ""
            return f"Eligible on condition: {_short(pending[0])}{more} ({extent}; the granting authority decides)."
        case _:
            return f"No obstacle found ({extent}); the granting authority decides."


def _short(entry: Entry) -> str:
    who = f", {entry.who}" if entry.scope == "participant" else ""
    said = entry.hangs_on if entry.status == "conditional" else entry.missing
    return f"“{entry.condition.title}”{who}" + (f" ({said})" if said else "")
