"""A portion of a run: some organisations before all calls. Question and answer are JSON; no database is needed."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from app.services.catalogue.schemas import TopicPublic
from app.services.eligibility.prospects import Prospect, prospect_of_topic
from app.services.eligibility.standing import Examiner
from app.services.standings.codes import code_of
from rules import rulebook
from rules.facts import Organisation


def judge(
    question: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """By organisation, the code of its standing in each topic. What is cancelled has those that were done."""
    asked = json.loads(question)
    prospects = _prospects(asked["topics"], asked["today"], asked["as_of"])
    found: dict[str, dict[str, str]] = {}
    for number, facts in enumerate(asked["organisations"], start=1):
        if cancelled is not None and cancelled():
            break
        organisation = Organisation.model_validate_json(json.dumps(facts))
        examiner = Examiner(organisation, rulebook.load())
        found[organisation.id] = {topic: _code(examiner, prospect) for topic, prospect in prospects}
        if progress is not None:
            progress(number / len(asked["organisations"]))
    return json.dumps(found)


def _code(examiner: Examiner, prospect: Prospect) -> str:
    standing = examiner.stand_before(prospect)
    footing = standing.footing
    return code_of(footing.status(standing.own), footing.roles, footing.coordinator, footing.funded)


@lru_cache(maxsize=1)
def _prospects(topics: str, today: str, as_of: str) -> tuple[tuple[str, Prospect], ...]:
    """The topics made ready, once for all portions of a run."""
    read = [TopicPublic.model_validate_json(json.dumps(topic)) for topic in json.loads(topics)]
    days = {"today": date.fromisoformat(today), "as_of": date.fromisoformat(as_of)}
    return tuple((topic.identifier, prospect_of_topic(topic, rulebook.load(), **days)) for topic in read)
