"""The one sentence of a verdict that a coordinator can repeat."""

from collections.abc import Sequence

from rules.entries import Entry
from rules.language import N_, _, ngettext
from rules.programmes import Programme

_INSTEAD = {
    "financial_instruments": N_(
        "{programme} gives loans, guarantees or equity through banks and funds: it is no grant for consortia."
    ),
    "shared_management": N_(
        "{programme} is run by national and regional managing authorities: it is no grant for consortia."
    ),
    "registration": N_("{programme} is a registration and gives no money: it is no grant for consortia."),
}


def summary(status: str, entries: Sequence[Entry], programme: Programme) -> str:
    """The verdict in one sentence: what stands in the way, how much was decided, who decides."""
    decided = sum(entry.status.is_decided for entry in entries)
    extent = _("{number} of {total} conditions decided", number=decided, total=len(entries))
    failed = [entry for entry in entries if entry.status == "not_met"]
    pending = [entry for entry in entries if entry.status == "conditional"]
    asked = len(entries) - decided
    match status:
        case "out_of_scope":
            return _(_INSTEAD[programme.gives], programme=_(programme.title))
        case "ineligible":
            what = _first_of(failed)
            return _("Not eligible as composed, not met: {what}. {extent}.", what=what, extent=extent)
        case "undetermined":
            questions = ngettext("{number} question is open", "{number} questions are open", asked)
            return _(
                "Not yet determined: {questions}, no obstacle found in what could be decided ({extent}).",
                questions=questions,
                extent=extent,
            )
        case "eligible_on_condition":
            what = _first_of(pending)
            return _(
                "Eligible on condition: {what} ({extent}; the granting authority decides).", what=what, extent=extent
            )
        case _eligible:
            return _("No obstacle found ({extent}); the granting authority decides.", extent=extent)


def _first_of(entries: Sequence[Entry]) -> str:
    first, rest = _short(entries[0]), len(entries) - 1
    if not rest:
        return first
    return ngettext("{first}, and {number} more", "{first}, and {number} more", rest, first=first)


def _short(entry: Entry) -> str:
    who = f", {entry.who}" if entry.scope == "participant" else ""
    said = entry.hangs_on if entry.status == "conditional" else entry.missing
    return _("“{title}”", title=_(entry.condition.title)) + who + (f" ({said})" if said else "")
