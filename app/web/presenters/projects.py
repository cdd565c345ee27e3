"""The funded projects of an organisation, and whom it has worked with, as rows of a page."""

from collections.abc import Sequence

from app.services.catalogue.projects import Partner, ProjectParticipant, ProjectPublic
from app.web.presenters import words
from app.web.presenters.blocks import Row

ROLES = {"coordinator": "coordinator", "participant": "participant", "thirdParty": "third party",
         "associatedPartner": "associated partner"}  # fmt: skip


def project_rows(found: Sequence[ProjectPublic]) -> tuple[Row, ...]:
    """One row a project: its acronym, its title, and in which role the organisation took part."""
    return tuple(
        Row(one.acronym or one.id, one.title or f"Project {one.id}", href=one.url, note=_note(one)) for one in found
    )


def partner_rows(found: Sequence[Partner]) -> tuple[Row, ...]:
    """One row an organisation: its country, and in how many projects the two worked together."""
    return tuple(
        Row(one.name or one.organisation, words.country_name(one.country), note=words.counted(one.projects, "project"))
        for one in found
    )


def _note(project: ProjectPublic) -> str:
    years = [str(day.year) for day in (project.starts_on, project.ends_on) if day is not None]
    roles = dict.fromkeys(_role(one) for one in project.own)
    said = (*roles, words.counted(len(project.participants), "participation") + " in all", " to ".join(years))
    return "; ".join(filter(None, said))


def _role(one: ProjectParticipant) -> str:
    role = "role not stated" if one.role is None else ROLES.get(one.role, one.role)
    return f"{role}, left before the end" if one.has_ended else role
