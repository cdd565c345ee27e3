"""Requests as callers write them, for tests. Every organisation is complete unless a test takes something away."""

from typing import Any

TOPIC = "HORIZON-CL2-2027-01-HERITAGE-03"
"""A bundled topic of a research and innovation action, forthcoming on the day of the tests."""

FRENCH_POLE = "fr-aerospace-valley"
DISTRICT = "it-distretto-tessile-di-prato"
"""A bundled cluster that is known to have no legal entity."""

HOSTED, ALSO_HOSTED, HOST = "at-automobil-cluster", "at-cleantech-cluster", "at-business-upper-austria"


def organisation(name: str, country: str | None, **more: Any) -> dict[str, Any]:
    """An organisation about which nothing is unknown."""
    return {
        "id": name,
        "name": f"{name} of {country}",
        "country": country,
        "kinds": ["cluster_organisation"],
        "legal_personality": True,
        "non_profit": True,
        "public_body": False,
        "gender_equality_plan": True,
        "control_group": f"group of {name}",
        "controlled_from": country,
        "registrations": [],
        **more,
    }


def participant(name: str, country: str | None, role: str = "beneficiary", **more: Any) -> dict[str, Any]:
    return {"organisation": organisation(name, country, **more), "role": role}


def consortium() -> list[dict[str, Any]]:
    """Three countries, one of them coordinating: the smallest that a research action takes."""
    return [participant("one", "FR", "coordinator"), participant("two", "DE"), participant("three", "IT")]


def call(**more: Any) -> dict[str, Any]:
    """A research and innovation action that is written out."""
    return {
        "identifier": "CASE-1",
        "programme": "HORIZON",
        "type_of_action": "HORIZON-RIA",
        "budget_year": 2026,
        "deadline": "2027-02-10",
        "pillar": 2,
        **more,
    }


def request(**more: Any) -> dict[str, Any]:
    """A request about the written-out call that gets `eligible`."""
    return {"call": call(), "participants": consortium(), **more}
