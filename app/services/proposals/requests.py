"""What can be asked for a consortium proposal: the request of the public contract, section 3."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from app.services.catalogue.listing import Term
from app.services.verdicts.requests import MOST_PARTICIPANTS, About, OrganisationOrId, ParticipantRequest
from rules.codes import Ecosystem, Kind
from rules.facts import Country, Facts, Label
from solver.instance import Size, Wishes
from solver.splitting.budget import Budget

MOST_CANDIDATES = 10_000
LONGEST_SECONDS = 300


class WishesRequest(Wishes):
    """Wishes as a caller writes them: an ecosystem is one of the fourteen."""

    ecosystems: list[Annotated[Ecosystem, Field(strict=False)]] = []  # type: ignore[assignment]  # narrower on the way in


class CandidateFilter(Facts):
    """Organisations of the catalogue that are in one of the values of each list; an empty list does not narrow."""

    q: Term | None = None
    countries: list[Country] = []
    ecosystems: list[Annotated[Ecosystem, Field(strict=False)]] = []
    kinds: list[Annotated[Kind, Field(strict=False)]] = []
    own: Annotated[bool, Field(description="also those clusters of the asking tenant that only it sees")] = False


class FilteredCandidates(Facts):
    """Candidates by what they are in place of by name."""

    filter: CandidateFilter


def _is_filter(value: Any) -> str:
    return "filter" if isinstance(value, Mapping | FilteredCandidates) else "list"


Candidates = Annotated[
    Annotated[list[OrganisationOrId], Field(max_length=MOST_CANDIDATES), Tag("list")]
    | Annotated[FilteredCandidates, Tag("filter")],
    Discriminator(_is_filter),
]


class Options(Facts):
    """How consortia are looked for, whatever the call is and whoever is agreed already."""

    exclude: list[Label] = []
    candidates: Annotated[Candidates, Field(description="null: every organisation of the catalogue")] | None = None
    size: Size = Size()
    wishes: WishesRequest = WishesRequest()
    budget: Budget = Budget()
    alternatives: Annotated[int, Field(ge=1, le=50, description="how many proposals in all")] = 3
    min_difference: Annotated[int, Field(ge=1, le=50)] = 2
    survive_dropout: Annotated[
        bool, Field(description="each proposal stays valid whoever but the coordinator drops out")
    ] = False
    unknown: Literal["ask", "avoid"] = "ask"
    time_limit_s: Annotated[float, Field(gt=0, le=LONGEST_SECONDS, allow_inf_nan=False)] = 10
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class ProposalRequest(Options, About):
    """Which organisations, put together, may apply, and which of those consortia is best?"""

    lead: Annotated[Label, Field(description="organisation or cluster that coordinates")] | None = None
    members: Annotated[list[ParticipantRequest], Field(max_length=MOST_PARTICIPANTS)] = []
