"""What the list of a cluster's calls is narrowed to, how it is ordered, and the addresses that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from app.services.eligibility.eligible_calls import EligibleCall
from app.web.presenters.answers import NOTHING_STATED, Answers
from app.web.presenters.clusters import calls_href
from app.web.presenters.deadlines import last_day
from rules.language import N_

ORDERS: Final = {"fit": N_("best fit first"), "deadline": N_("next deadline first")}

FITS: Final = {
    "10": N_("speaks of its field (10 of 100 or more)"),
    "30": N_("suits it well (30 of 100 or more)"),
    "50": N_("suits it very well (50 of 100 or more)"),
}

FUNDED: Final = {"yes": N_("Leave out what would not fund it")}


@dataclass(frozen=True, slots=True)
class CallChoice:
    """What the list is narrowed to and how it is ordered; empty does not narrow."""

    q: str = ""
    programme: str = ""
    status: str = ""
    deadline_from: date | None = None
    deadline_until: date | None = None
    fit: str = ""
    funded: str = ""
    order: str = "fit"
    group: str = ""
    answers: Answers = NOTHING_STATED

    def fields(self, *, group: str = "") -> dict[str, str]:
        """The choice by the names of its form, with one group in full or with all; what is empty is left out."""
        given = {
            "q": self.q,
            "programme": self.programme,
            "status": self.status,
            "deadline_from": str(self.deadline_from or ""),
            "deadline_until": str(self.deadline_until or ""),
            "fit": self.fit,
            "funded": self.funded,
            "order": "" if self.order == "fit" else self.order,
            "group": group,
            **self.answers.model_dump(),
        }
        return {name: value for name, value in given.items() if value}

    def address(self, cluster_id: str, *, group: str = "", form: str = "") -> str:
        """The address of this choice with one group in full, or with all groups; ``form`` is ``.ics`` or a page."""
        kept = urlencode(self.fields(group=group))
        return calls_href(cluster_id) + form + (f"?{kept}" if kept else "")

    def narrowed(self) -> dict[str, Any]:
        """What the service narrows by; a deadline until a day is one before the next."""
        before = self.deadline_until + timedelta(days=1) if self.deadline_until else None
        given = {"q": self.q, "programme": self.programme, "status": self.status, "deadline_before": before}
        return {name: value for name, value in given.items() if value} | (
            {"min_fit": int(self.fit)} if self.fit else {}
        )

    def keeps(self, call: EligibleCall) -> bool:
        """Whether a call stays by what the service does not narrow by. Not known to be funded is not unfunded."""
        if self.funded and call.funded is False:
            return False
        return self.deadline_from is None or (
            call.deadline is not None and last_day(call.deadline) >= self.deadline_from
        )


def ordered(calls: Sequence[EligibleCall], order: str) -> list[EligibleCall]:
    """In the order asked for; the calls come by deadline."""
    return list(calls) if order == "deadline" else sorted(calls, key=lambda call: -call.fit.score)
