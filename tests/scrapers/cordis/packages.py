"""Packages of our own in the shape of the official ones: semicolons, everything quoted, decimal commas."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

PROJECT_COLUMNS = (
    "id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "legalBasis",
    "topics", "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall", "fundingScheme", "objective",
    "contentUpdateDate", "rcn", "grantDoi",
)  # fmt: skip
ORGANISATION_COLUMNS = (
    "projectID", "projectAcronym", "organisationID", "vatNumber", "name", "shortName", "SME", "activityType", "street",
    "postCode", "city", "country", "nutsCode", "geolocation", "organizationURL", "contactForm", "contentUpdateDate",
    "rcn", "order", "role", "ecContribution", "netEcContribution", "totalCost", "endOfParticipation",
)  # fmt: skip
PROJECT = {
    "id": "101000001", "acronym": "EXAMPLE", "status": "SIGNED", "title": 'An "example"; with marks',
    "startDate": "2024-01-01", "endDate": "2027-12-31", "totalCost": "4112446,25", "ecMaxContribution": "3999946,2",
    "legalBasis": "HORIZON.2.4;HORIZON.2.5", "topics": "HORIZON-CL4-2023-EXAMPLE-01-01",
    "ecSignatureDate": "2023-11-30", "frameworkProgramme": "HORIZON", "masterCall": "HORIZON-CL4-2023-EXAMPLE-01",
    "fundingScheme": "HORIZON-RIA", "objective": "One line.\nAnother; one.", "contentUpdateDate": "2025-02-24 17:23:14",
}  # fmt: skip
PARTICIPATION = {
    "projectID": "101000001", "organisationID": "900000001", "name": "EXAMPLE VALLEY", "shortName": "EV",
    "SME": "false", "activityType": "OTH", "city": "Lyon", "country": "FR", "nutsCode": "FRK26", "order": "1",
    "role": "coordinator", "ecContribution": "100000,5", "netEcContribution": "0", "totalCost": "",
    "endOfParticipation": "false",
}  # fmt: skip


def line(columns: Iterable[str], cells: Mapping[str, str]) -> str:
    """One record as the official files write it."""
    return ";".join('"' + cells.get(name, "").replace('"', '""') + '"' for name in columns) + "\n"


def projects_csv(*projects: Mapping[str, str]) -> bytes:
    """A ``project.csv``; each project is told by what differs from the example."""
    return "".join(
        [line(PROJECT_COLUMNS, dict(zip(PROJECT_COLUMNS, PROJECT_COLUMNS, strict=True)))]
        + [line(PROJECT_COLUMNS, {**PROJECT, **project}) for project in projects]
    ).encode()


def organisations_csv(*participations: Mapping[str, str]) -> bytes:
    """An ``organization.csv``; each participation is told by what differs from the example."""
    return "".join(
        [line(ORGANISATION_COLUMNS, dict(zip(ORGANISATION_COLUMNS, ORGANISATION_COLUMNS, strict=True)))]
        + [line(ORGANISATION_COLUMNS, {**PARTICIPATION, **one}) for one in participations]
    ).encode()


def zipped(path: Path, projects: bytes, organisations: bytes) -> Path:
    """The two files in a zip, beside another one, as data.europa.eu gives them out."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.csv", projects)
        archive.writestr("organization.csv", organisations)
        archive.writestr("topics.csv", b'"projectID";"topic";"title"\n')
    return path
