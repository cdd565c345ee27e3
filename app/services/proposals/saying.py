"""An answer that was found in English, said anew in the language spoken.

What was solved is kept as it was said then. The verdicts are given again for the same participants, as of the same day;
where the law, the call or a participant has changed since, the question is another one and the stored words stand.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.errors import Invalid
from app.services.proposals.answers import Proposal, ProposalAnswer
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.rewording import reason, reworded
from app.services.verdicts import acting
from app.services.verdicts.judging import asked_about, participants_of
from app.services.verdicts.refusals import refusals
from app.services.verdicts.topic_calls import Asked
from app.settings import Settings
from rules import rulebook
from rules.facts import Organisation, Participant
from rules.language import in_english
from rules.verdict import Case, judge


def in_words(session: Session, settings: Settings, request: ProposalRequest, answer: ProposalAnswer) -> ProposalAnswer:
    """The same answer in the language spoken; what can no longer be said anew stays in English."""
    if in_english():
        return answer
    conflict = [one.model_copy(update={"message": reworded(one.message)}) for one in answer.conflict]
    repairs = [one.model_copy(update={"message": reworded(one.message)}) for one in answer.repairs]
    left_out = [one.model_copy(update={"because": reworded(one.because)}) for one in answer.left_out]
    proposals = [_with_reasons(one) for one in _judged_anew(session, settings, request, answer)]
    said = {"proposals": proposals, "conflict": conflict, "repairs": repairs, "left_out": left_out}
    return answer.model_copy(update=said)


def _with_reasons(proposal: Proposal) -> Proposal:
    seats = [seat.model_copy(update={"because": reason(seat.because)}) for seat in proposal.participants]
    return proposal.model_copy(update={"participants": seats})


def _judged_anew(
    session: Session, settings: Settings, request: ProposalRequest, answer: ProposalAnswer
) -> Sequence[Proposal]:
    try:
        return _said_anew(session, settings, request, answer) if answer.proposals else ()
    except Invalid:  # an organisation or the topic is gone from the catalogue
        return answer.proposals


def _said_anew(
    session: Session, settings: Settings, request: ProposalRequest, answer: ProposalAnswer
) -> tuple[Proposal, ...]:
    as_of = answer.proposals[0].verdict.as_of
    asked = asked_about(session, request.model_copy(update={"as_of": as_of}), settings)
    agreed = {one.id: one for one in participants_of(session, request.members, at="/members")}
    chosen = {seat.organisation for proposal in answer.proposals for seat in proposal.participants}
    organisations = _organisations(session, request, chosen - agreed.keys())
    with refusals(asked, participants_at="/members"):
        return tuple(_proposal(proposal, asked, request, agreed, organisations) for proposal in answer.proposals)


def _organisations(session: Session, request: ProposalRequest, names: set[str]) -> Mapping[str, Organisation]:
    """Those that the request writes out, and those of the catalogue."""
    listed = request.candidates if isinstance(request.candidates, list) else []
    written = {one.id: one for one in listed if isinstance(one, Organisation) and one.id in names}
    looked_up = acting.actors(session, {f"/{name}": name for name in sorted(names - written.keys())})
    return written | {pointer[1:]: actor.organisation for pointer, actor in looked_up.items()}


def _proposal(
    proposal: Proposal,
    asked: Asked,
    request: ProposalRequest,
    agreed: Mapping[str, Participant],
    organisations: Mapping[str, Organisation],
) -> Proposal:
    participants = []
    for seat in proposal.participants:
        one = agreed.get(seat.organisation)
        taking = one or Participant(organisation=organisations[seat.organisation], role=seat.role)
        paid = seat.eu_contribution if seat.eu_contribution is not None else taking.eu_contribution
        participants.append(taking.model_copy(update={"role": seat.role, "eu_contribution": paid}))
    as_of = proposal.verdict.as_of
    case = Case(asked.call, participants, as_of, request.facts, asked.conditions, asked.snapshot)
    verdict = judge(case, rulebook.load())
    is_same = verdict.determination_id == proposal.verdict.determination_id
    return proposal.model_copy(update={"verdict": verdict}) if is_same else proposal
