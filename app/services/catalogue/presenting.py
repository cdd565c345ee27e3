"""Turns rows of the database into what other software sees."""

import hashlib
from datetime import datetime
from typing import Any

from app.clock import BRUSSELS
from app.db.tables import Cluster, Organisation, Topic, TopicChange
from app.services.catalogue.schemas import (
    BudgetPublic,
    ClusterPublic,
    DeadlinePublic,
    OrganisationPublic,
    Position,
    SourcePublic,
    TopicChangePublic,
    TopicPublic,
    TopicText,
)
from scrapers.texts import ParseError, sanitised


def topic_public(topic: Topic, status: str) -> TopicPublic:
    """One topic; all its times in Brussels time."""
    same = topic.model_dump(include=set(TopicPublic.model_fields) - {"deadlines", "budget", "source", "status"})
    public = TopicPublic.model_validate(
        same
        | {
            "status": status,
            "gone_since": _in_brussels(topic.gone_since),
            "deadlines": [
                DeadlinePublic.model_validate(
                    {"at": due.at.astimezone(BRUSSELS), "hour_known": due.hour_known, "stage": due.stage}
                )
                for due in topic.deadlines
            ],
            "budget": _budget(topic),
            "source": SourcePublic(
                name=topic.source,
                url=topic.source_url,
                retrieved_at=topic.retrieved_at.astimezone(BRUSSELS),
                sha256=topic.sha256,
                confidence=topic.confidence,
            ),
        }
    )
    return public.described(topic.description_html)


def _in_brussels(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(BRUSSELS)


def _budget(topic: Topic) -> BudgetPublic:
    return BudgetPublic.model_validate(
        {
            "total": topic.budget_total,
            "grants": topic.budget_grants,
            "min": topic.budget_min,
            "max": topic.budget_max,
            "shared": topic.budget_shared,
            "by_year": topic.budget_by_year,
        }
    )


def topic_text(topic: Topic) -> TopicText:
    """The captured texts."""
    texts = [topic.description_html, topic.conditions_html]
    stated = "\0".join(text or "" for text in texts)
    sha256 = hashlib.sha256(stated.encode()).hexdigest() if any(texts) else None
    return TopicText(description_html=texts[0], conditions_html=texts[1], sha256=sha256)


def change_public(change: TopicChange) -> TopicChangePublic:
    """One change."""
    same = change.model_dump(include=set(TopicChangePublic.model_fields))
    shown = {"before": safe(change.before, change.field), "after": safe(change.after, change.field)}
    return TopicChangePublic.model_validate(same | shown | {"seen_at": _in_brussels(change.seen_at)})


def safe(value: Any, name: str) -> Any:
    """A value of a change with all HTML in it cleaned: the history keeps texts as they came."""
    match value:
        case str() if name.endswith("_html"):
            return _cleaned(value)
        case list():
            return [safe(item, name) for item in value]
        case dict():
            return {key: safe(item, str(key)) for key, item in value.items()}
        case _:
            return value


def _cleaned(html: str) -> str | None:
    """What is too large or too deeply nested to be cleaned is not shown."""
    try:
        return sanitised(html)
    except ParseError:
        return None


def organisation_public(organisation: Organisation) -> OrganisationPublic:
    """One organisation."""
    return OrganisationPublic.model_validate(organisation.model_dump(include=set(OrganisationPublic.model_fields)))


def cluster_public(cluster: Cluster, manager: Organisation | None) -> ClusterPublic:
    """One cluster with the organisation that acts for it."""
    same = cluster.model_dump(include=set(ClusterPublic.model_fields))
    placed = cluster.latitude is not None and cluster.longitude is not None
    position = Position.model_validate({"lat": cluster.latitude, "lon": cluster.longitude}) if placed else None
    managing = None if manager is None else organisation_public(manager)
    return ClusterPublic.model_validate(same | {"position": position, "managing_organisation": managing})
