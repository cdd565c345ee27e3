"""The normal form of what the sources say. Frozen: a record that differs is another record.

``None`` means that the source does not state it, never zero and never no.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1)]
Euro = Annotated[Decimal, Field(gt=0, lt=10**12, allow_inf_nan=False)]
"""An amount that somebody could mean: more than nothing, less than a thousand billion."""


class Record(BaseModel):
    """Base of all records: frozen, nothing beside the fields that are declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(IntEnum):
    """The portal's types of record that are topics one can apply to."""

    GRANT = 1
    EXTERNAL_ACTION = 2


class PortalStatus(StrEnum):
    """What the portal says. It may lag: a call stays "open" after its deadline, so trust the dates over it."""

    FORTHCOMING = "forthcoming"
    OPEN = "open"
    CLOSED = "closed"


class DeadlineModel(StrEnum):
    """How often one submits: once, in two stages, or at several dates of the same standing."""

    SINGLE_STAGE = "single-stage"
    TWO_STAGE = "two-stage"
    MULTIPLE_CUT_OFF = "multiple-cut-off"


class Deadline(Record):
    """One day on which proposals are due.

    With ``hour_known`` false the source names only the day: the instant is 00:00 Brussels time of that day, and the
    deadline passes when the day ends. ``stage`` is stated for two-stage calls only.
    """

    at: AwareDatetime
    hour_known: bool
    stage: Literal[1, 2] | None = None


class Budget(Record):
    """What a topic gives, in euro. ``shared``: the total is one pot for several topics of the call."""

    total: Euro | None = None
    grants: Annotated[int, Field(gt=0)] | None = None
    min: Euro | None = None
    max: Euro | None = None
    shared: bool = False
    by_year: Mapping[int, Euro] = Field(default_factory=dict)


class LatestInfo(Record):
    """A notice the portal shows with a topic: prose, and the only place where a moved deadline is announced."""

    changed_at: datetime
    content_html: Text


class Link(Record):
    """An address that a text names, and the words it stands on; a call document, a form, a model agreement."""

    title: Text
    url: Text


class SubmissionLink(Record):
    """Where proposals are drafted while a call is open: one a type of action and model grant agreement."""

    url: Text
    type_of_action: Text | None = None
    mga: Text | None = None
    opens_on: date | None = None
    closes_on: date | None = None


class StatedEligibility(Record):
    """Who may apply as far as a source states it in lists, beside all text. An empty list is not stated.

    ``countries`` are codes of the source (``EL``), ``regions`` NUTS codes of mixed levels. Codes and names are not
    aligned: the second name need not be that of the second code. ``audiences``: sorts of organisations, in words.
    """

    countries: tuple[Text, ...] = ()
    country_names: tuple[Text, ...] = ()
    regions: tuple[Text, ...] = ()
    region_names: tuple[Text, ...] = ()
    audiences: tuple[Text, ...] = ()


class Topic(Record):
    """One topic of a call, as the portal states it on the day of the capture.

    ``identifier`` keeps the portal's spelling; two that differ only in letter case are the same topic.
    ``programme`` is the portal's abbreviation (``HORIZON``, ``SMP-COSME``). ``type_of_action`` is the code
    (``HORIZON-RIA``); of several (``types_of_action``) it is the one the portal names as the topic's.
    ``mgas`` are codes of model grant agreements (``HORIZON-AG-LS``), ``documents`` what the conditions link to.
    The HTML texts are as captured, blanks around them and line ends aside: not sanitised, never to be shown as they
    are.
    """

    reference: Text
    identifier: Text
    ccm2_id: int | None
    kind: Kind
    call_identifier: Text | None
    call_title: Text | None
    title: Text
    programme: Text
    programme_division: tuple[Text, ...]
    type_of_action: Text | None
    types_of_action: tuple[Text, ...]
    portal_status: PortalStatus
    opens_on: date | None
    deadline_model: DeadlineModel | None
    deadlines: tuple[Deadline, ...]
    budget: Budget
    url: Text
    destination: Text | None
    keywords: tuple[Text, ...]
    cross_cutting: tuple[Text, ...]
    description_html: Text | None
    conditions_html: Text | None
    allow_partner_search: bool | None
    latest_infos: tuple[LatestInfo, ...]
    mgas: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    documents: tuple[Link, ...] = ()
    submission_links: tuple[SubmissionLink, ...] = ()
    destination_html: Text | None = None
    support_html: Text | None = None
    stated_eligibility: StatedEligibility | None = None


class CascadeCall(Record):
    """A call that a funded project makes for third parties (type 8), with rules of its own.

    ``topic_identifier`` and ``topic_ccm2_id`` name the topic that the project was funded under; many calls, also of
    several projects, share one. ``url`` is that of the topic's list of such calls, so it names no single one: only
    ``reference`` does. ``budget`` is in euro. ``duration`` is in the words of the source. HTML as in ``Topic``.
    """

    reference: Text
    name: Text
    topic_identifier: Text | None
    topic_ccm2_id: int | None
    topic_title: Text | None
    project_acronym: Text | None
    project_name: Text | None
    programme: Text | None
    portal_status: PortalStatus
    opens_on: date | None
    deadline_model: DeadlineModel | None
    deadlines: tuple[Deadline, ...]
    budget: Euro | None
    duration: Text | None
    url: Text
    description_html: Text | None
    eligibility_html: Text | None
    further_information_html: Text | None


class News(Record):
    """A notice about a topic (type 6). ``topic_identifier`` is None where the source does not name the topic."""

    reference: Text
    topic_identifier: Text | None
    call_identifier: Text | None
    title: Text | None
    published_at: AwareDatetime | None
    content_html: Text
