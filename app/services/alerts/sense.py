"""Whether a question can ever be answered by a call: whoever mistypes it must not wait for alerts for ever."""

from collections.abc import Iterator

from sqlmodel import Session

from app import clock
from app.errors import Fault, Invalid
from app.services.alerts.asking import organisation_of
from app.services.alerts.requests import EligibleCallsQuestion, Question
from app.services.catalogue.programmes import is_known
from app.services.fit import ecosystems_of
from app.settings import Settings

FILTERS = "/question/filters"


def require_sense(session: Session, settings: Settings, question: Question) -> None:
    """Refuse a question that no call can match.

    Raises:
        Invalid: no call can; ``errors`` says which filters are why.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    if not isinstance(question, EligibleCallsQuestion):
        return
    if faults := list(_faults(session, settings, question)):
        raise Invalid(f"No call can match this question: {faults[0].detail}.", errors=faults)


def _faults(session: Session, settings: Settings, question: EligibleCallsQuestion) -> Iterator[Fault]:
    asked, today = question.filters, clock.today(settings)
    if asked.programme is not None and not is_known(session, asked.programme):
        yield Fault(pointer=f"{FILTERS}/programme", detail=f"there is no programme {asked.programme!r}")
    if asked.deadline_before is not None and asked.deadline_before <= today:
        yield Fault(pointer=f"{FILTERS}/deadline_before", detail=f"{asked.deadline_before} has come already")
    if asked.in_own_ecosystems and not ecosystems_of(organisation_of(session, question)):
        yield Fault(pointer=f"{FILTERS}/in_own_ecosystems", detail="no ecosystem of the organisation is known")
