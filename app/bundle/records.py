"""The shapes of the bundled files."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from scrapers.records import Budget, Deadline, DeadlineModel, Kind, PortalStatus, Topic

Formalisation = Literal["own", "hosted", "none", "unknown"]
"""Whether a cluster has a legal entity of its own, a host that runs several, nobody at all, or nobody knows."""


class BundleRecord(BaseModel):
    """Frozen, and nothing beside the declared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(BundleRecord):
    """Where the facts of a topic were read, and how sure that makes us."""

    url: str
    retrieved_on: date
    confidence: Literal["sourced", "secondary"]


class BundledTopic(BundleRecord):
    """The facts of one topic. No prose: the texts stay where they were published."""

    identifier: str
    reference: str
    ccm2_id: int | None = None
    kind: Kind
    call_identifier: str | None = None
    call_title: str | None = None
    title: str
    programme: str
    type_of_action: str | None = None
    portal_status: PortalStatus
    opens_on: date | None = None
    deadline_model: DeadlineModel | None = None
    deadlines: tuple[Deadline, ...] = ()
    budget: Budget = Budget()
    url: str
    destination: str | None = None
    origin: Origin

    def topic(self) -> Topic:
        """The same facts in the normal form that sources have; what the bundle leaves out is not stated."""
        facts = self.model_dump(exclude={"origin"})
        return Topic.model_validate(
            facts
            | {
                "programme_division": (),
                "types_of_action": (self.type_of_action,) if self.type_of_action else (),
                "keywords": (),
                "cross_cutting": (),
                "description_html": None,
                "conditions_html": None,
                "allow_partner_search": None,
                "latest_infos": (),
            }
        )


class ClusterRow(BundleRecord):
    """One line of ``clusters.csv``. Lists are separated by ``;``, an empty cell is not known."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str
    nuts2_2021: str | None
    city: str | None
    lat: float | None
    lon: float | None
    website: str | None
    ecosystems: tuple[str, ...]
    kind: str
    legal_entity: Literal["yes", "no", "unknown"]
    managing_organisation: str | None
    eccp_label: str | None
    cordis_pic: str | None
    evidence: str
    confidence: Literal["verified", "high"]

    @property
    def formalisation(self) -> Formalisation:
        """A cluster that somebody else's organisation acts for is hosted, whatever else is known."""
        if self.managing_organisation is not None:
            return "hosted"
        match self.legal_entity:
            case "yes":
                return "own"
            case "no":
                return "none"
            case "unknown":
                return "unknown"


class Host(BundleRecord):
    """An organisation that runs several clusters."""

    name: str
    country: str
    nuts: str
    website: str
    kinds: tuple[str, ...]
    legal_personality: bool | None
    confidence: Literal["high", "medium"]
    evidence: str
    clusters: tuple[str, ...]


class SourceNote(BundleRecord):
    """One place the bundle was compiled from."""

    what: str
    url: str | None
    retrieved: str
    licence: str


class Manifest(BundleRecord):
    """What the bundle is, and of which day."""

    as_of: date
    statement: str
    counts: Mapping[str, int]
    programmes: Mapping[str, int]
    sources: tuple[SourceNote, ...]
