"""What becomes of a requirement that another one amends."""

from rules.requirements import Admit, AnyRequirement, Filter, Fund, Rate


def amended(old: AnyRequirement, requirement: AnyRequirement) -> AnyRequirement | None:
    """The requirement with what the other one says of it; ``None`` where the other one cannot amend its kind."""
    if is_permit(requirement) and isinstance(requirement, Admit):
        if isinstance(old, Admit):
            return old.model_copy(update={"where": _opened(old, requirement.where)})
        if isinstance(old, Fund):
            return old.model_copy(update={"rates": tuple(_paid_alike(rate, requirement.where) for rate in old.rates)})
    if old.kind == requirement.kind:
        return old.model_copy(update={name: getattr(requirement, name) for name in requirement.model_fields_set})
    return None


def _opened(old: Admit, to: Filter) -> Filter:
    """The filter of a closed list with more on it, or of a bar that no longer hits those let in."""
    return (
        Filter(any_of=(old.where, to)) if old.effect == "allow_only" else Filter(all_of=(old.where, Filter(none_of=to)))
    )


def _paid_alike(rate: Rate, to: Filter) -> Rate:
    """The rate also for those let in, who are outside the countries it names; all else that it asks stays."""
    if rate.where.country_in is None:
        return rate
    rest = Filter(**{name: getattr(rate.where, name) for name in rate.where.model_fields_set - {"country_in"}})
    return rate.model_copy(update={"where": Filter(any_of=(rate.where, Filter(all_of=(rest, to))))})


def is_permit(requirement: AnyRequirement) -> bool:
    """Whether a requirement adds to who may, and asks nothing itself."""
    return isinstance(requirement, Admit) and requirement.effect == "permit"


def closed_list(requirement: AnyRequirement) -> Filter | None:
    """The countries one may come from, where a requirement says that and nothing else."""
    if isinstance(requirement, Admit) and requirement.effect == "allow_only" and _lists_countries(requirement.where):
        return requirement.where
    return None


def _lists_countries(where: Filter) -> bool:
    said = where.model_fields_set
    if said == {"country_in"}:
        return True
    return said == {"any_of"} and all(_lists_countries(part) for part in where.any_of or ())
