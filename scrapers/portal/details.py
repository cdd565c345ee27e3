"""The file of one topic: asked for where the row of the search lacks something, and read into the same record."""

from collections.abc import Iterable

from scrapers.errors import FetchError
from scrapers.portal.asking import Asker
from scrapers.portal.deadlines import in_order
from scrapers.portal.documents import Document, in_index_shape
from scrapers.portal.envelope import Result
from scrapers.portal.fields import Fields
from scrapers.portal.tables import source
from scrapers.portal.topics import TopicRead, read_topic
from scrapers.records import Budget, Topic

MAY_LACK = (
    "ccm2_id",
    "call_identifier",
    "call_title",
    "programme_division",
    "type_of_action",
    "types_of_action",
    "opens_on",
    "deadline_model",
    "deadlines",
    "keywords",
    "cross_cutting",
    "description_html",
    "conditions_html",
    "allow_partner_search",
    "latest_infos",
    "mgas",
    "tags",
    "documents",
    "submission_links",
    "support_html",
)
"""Fields of a record that a row of the search may leave open and the file of the topic may state."""


class Lacking:
    """The topics of a run whose rows lack something that their files may have."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._identifiers: dict[str, str] = {}

    def note(self, results: Iterable[Result]) -> None:
        """Remember those that lack something among the rows of a page."""
        for result in results:
            metadata = result.get("metadata")
            if isinstance(metadata, dict) and (identifier := _lacking(metadata)) is not None:
                self._identifiers.setdefault(identifier.casefold(), identifier)

    async def complete(self) -> None:
        """Ask for their files. Some have none; when the host itself fails, the topics stay as they are."""
        failures = 0
        for identifier in self._identifiers.values():
            if failures >= source().details.give_up_after:
                break
            try:
                await self._asker.details(identifier)
                failures = 0
            except FetchError as error:
                failures = 0 if _is_missing(error) else failures + 1


def read_details(document: Document) -> TopicRead:
    """The topic in its own file (``TopicDetails``), or in an entry of the file of all topics.

    Raises:
        ReadingError: a field is missing, contradicts itself, or holds what the tables do not know.
    """
    fields = Fields(in_index_shape(document))
    read = read_topic(f"{fields.number('ccm2Id')}TOPICS{source().search.language}", fields)
    return TopicRead(read.topic, read.remarks, read.unknown_fields - source().out_of_scope.documents)


def completed(topic: Topic, details: Topic) -> Topic:
    """What the row of the search leaves open, filled from the topic's own file."""
    filled = {
        name: getattr(details, name)
        for name in MAY_LACK
        if getattr(topic, name) in (None, ()) and getattr(details, name) not in (None, ())
    }
    if topic.budget == Budget():
        filled["budget"] = details.budget
    whole = topic.model_copy(update=filled)
    return whole.model_copy(update={"deadlines": in_order(whole.deadlines, whole.deadline_model)})


def _lacking(metadata: Result) -> str | None:
    """The identifier, where the row is that of a grant topic of ours and lacks something."""
    wanted = source().details
    is_ours = (
        metadata.get("type") == ["1"]
        and metadata.get("DATASOURCE") in (None, [], ["SEDIA"])
        and metadata.get("status") in [[status] for status in wanted.statuses]
    )
    identifier = metadata.get("identifier")
    if is_ours and not all(metadata.get(name) for name in wanted.fields) and isinstance(identifier, list):
        return next((each for each in identifier if isinstance(each, str)), None)
    return None


def _is_missing(error: FetchError) -> bool:
    """The client tells the status in words only."""
    return ": status 404:" in str(error)
