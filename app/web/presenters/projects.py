"""The funded projects of an organisation, and whom it has worked with, as rows of a page."""

from collections.abc import Sequence
from typing import Final

from app.services.catalogue.projects import Partner, ProjectParticipant, ProjectPublic
from app.web.presenters import words
from app.web.presenters.blocks import Row
from rules.language import N_, _, ngettext

ROLES: Final = words.Texts(
    {
        "coordinator": N_("coordinator"),
        "participant": N_("participant"),
        "thirdParty": N_("third party"),
        "associatedPartner": N_("associated partner"),
    }
)


def project_rows(found: Sequence[ProjectPublic]) -> tuple[Row, ...]:
    """One row a project: its acronym, its title, and in which role the organisation took part."""
    return tuple(
        Row(one.acronym or one.id, one.title or _("Project {id}", id=one.id), href=one.url, note=_note(one))
        for one in found
    )


def partner_rows(found: Sequence[Partner]) -> tuple[Row, ...]:
    """One row an organisation: its country, and in how many projects the two worked together."""
    return tuple(
        Row(
            one.name or one.organisation,
            words.country_name(one.country),
            note=ngettext("{number} project", "{number} projects", one.projects),
        )
        for one in found
    )


def _note(project: ProjectPublic) -> str:
    years = [str(day.year) for day in (project.starts_on, project.ends_on) if day is not None]
    roles = dict.fromkeys(_role(one) for one in project.own)
    taking_part = ngettext("{number} participation in all", "{number} participations in all", len(project.participants))
    lasted = _("{begins} to {ends}", begins=years[0], ends=years[1]) if len(years) > 1 else "".join(years)
    return "; ".join(filter(None, (*roles, taking_part, lasted)))


def _role(one: ProjectParticipant) -> str:
    role = _("role not stated") if one.role is None else _(ROLES.get(one.role, one.role))
    return _("{role}, left before the end", role=role) if one.has_ended else role
