"""The law of a topic, also where the rulebook has never heard of its programme: then it names what to read."""

from app.services.verdicts.topic_calls import Asked
from rules.applicable import Applicable
from rules.conditions import Condition, Confidence, Force, Origin, Source
from rules.programmes import Document, Programme, UnknownProgramme
from rules.requirements import Refer
from rules.resolution import NOT_ENCODED, Resolution, resolve
from rules.rulebook import Rulebook


def law_of(asked: Asked, book: Rulebook) -> Resolution:
    """The conditions of a call. A source may tell of a new programme before anybody has entered it into the rulebook.

    Raises:
        UnknownProgramme: a call that is written out names a programme that there is not.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    try:
        return resolve(asked.call, book, asked.as_of, asked.conditions)
    except UnknownProgramme:
        if not asked.in_catalogue:
            raise
        return _unheard_of(asked)


def _unheard_of(asked: Asked) -> Resolution:
    document = Document(title=f"Call document of {asked.call.identifier}", url=asked.conditions[0].source.url)
    programme = Programme(id=asked.call.programme, title=asked.call.programme, read=document)
    to_read = Condition(
        id=NOT_ENCODED,
        title=f"Conditions of a programme that nobody has encoded: {programme.id}",
        force=Force.ELIGIBILITY,
        origin=Origin.RULEBOOK,
        requirement=Refer(to=document.title),
        source=Source(document=document.title, url=document.url, confidence=Confidence.UNCERTAIN),
    )
    return Resolution(asked.call, programme, tuple(map(Applicable, (to_read, *asked.conditions))), ())
