"""What was asked for, in words, under the answer to it."""

from collections.abc import Iterable, Mapping

from app.services.catalogue.overview import Placed
from app.services.proposals.requests import FilteredCandidates, ProposalRequest
from app.web.presenters import words
from app.web.presenters.blocks import Row
from app.web.presenters.money_bars import percent
from app.web.presenters.propose import GOALS, UNKNOWN_TEXTS
from rules.codes import Role
from rules.facts import Organisation
from rules.language import _, ngettext

Known = Mapping[str, Placed]


def asked_rows(request: ProposalRequest, known: Known) -> tuple[Row, ...]:
    """What was asked for; what is asked of no request is not told."""
    return (*_people(request, known), *_wishes(request), *_money(request), *_certainty(request))


def _people(request: ProposalRequest, known: Known) -> Iterable[Row]:
    members = [one for one in request.members if one.role is not Role.ASSOCIATED_PARTNER]
    partners = [one for one in request.members if one.role is Role.ASSOCIATED_PARTNER]
    yield Row(_("Lead"), name_of(request.lead, known) if request.lead else _("nobody yet"))
    yield Row(_("In already"), _names([one.organisation for one in members], known) or _("nobody else"))
    if partners:
        yield Row(_("In already as associated partner"), _names([one.organisation for one in partners], known))
    if request.exclude:
        yield Row(_("Left out"), _names(request.exclude, known))


def _wishes(request: ProposalRequest) -> Iterable[Row]:
    wishes, size = request.wishes, request.size
    yield Row(_("Size"), _("{least} to {most} participants", least=size.min, most=size.max))
    yield Row(_("Countries that must be present"), _countries(wishes.countries) or _("no wish"))
    if isinstance(request.candidates, FilteredCandidates) and request.candidates.filter.countries:
        yield Row(_("Further members only from"), _countries(request.candidates.filter.countries))
    if wishes.max_per_country is not None:
        yield Row(_("From one country"), _("at most {most}", most=wishes.max_per_country))
    yield Row(
        _("Ecosystems preferred"),
        words.listed(words.ECOSYSTEMS[one.value] for one in wishes.ecosystems) or _("no wish"),
    )
    if wishes.competences:
        yield Row(_("Competences that must be present"), words.listed(wishes.competences))
    yield Row(_("What counts"), words.listed(GOALS[goal] for goal in _goals(request)))


def _goals(request: ProposalRequest) -> list[str]:
    if request.wishes.goals_order is not None:
        return [goal.value for goal in request.wishes.goals_order]
    return [name for name, weight in request.wishes.weights if weight]


def _money(request: ProposalRequest) -> Iterable[Row]:
    budget = request.budget
    if budget.total is not None:
        yield Row(_("Contribution in all"), words.euro(budget.total))
    if budget.max_share_per_participant is not None:
        share = percent(budget.max_share_per_participant)
        yield Row(_("For one participant"), _("at most {share}", share=share))
    if budget.max_share_per_country is not None:
        share = percent(budget.max_share_per_country)
        yield Row(_("For one country"), _("at most {share}", share=share))


def _certainty(request: ProposalRequest) -> Iterable[Row]:
    if request.survive_dropout:
        yield Row(_("If one drops out"), _("it stays valid, whoever but the coordinator it is"))
    yield Row(_("What nobody has stated"), UNKNOWN_TEXTS[request.unknown])
    number = request.alternatives
    yield Row(_("Asked for"), ngettext("{number} proposal", "{number} proposals", number))


def _countries(codes: Iterable[str]) -> str:
    return words.listed(words.country_name(code) for code in codes)


def _names(named: Iterable[str | Organisation], known: Known) -> str:
    return words.listed(name_of(one, known) for one in named)


def name_of(organisation: str | Organisation, known: Known) -> str:
    """The name of somebody whom a request names; the id where the catalogue has none."""
    if isinstance(organisation, Organisation):
        return organisation.label
    return known[organisation].name if organisation in known else organisation
