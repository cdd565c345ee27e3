"""Who may ask what: every route of the pages is on this list, with what it does to the data."""

from typing import Literal

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.web.errors import PageRoute
from app.web.routes import router

Access = Literal["reads", "asks", "owns", "changes"]

ACCESS: dict[tuple[str, str], Access] = {
    ("GET", "/"): "reads",
    ("GET", "/about"): "reads",
    ("GET", "/clusters"): "reads",
    ("GET", "/clusters/{cluster_id}"): "reads",
    ("GET", "/clusters/{cluster_id}/calls"): "reads",
    ("GET", "/clusters/{cluster_id}/calls.ics"): "reads",
    ("POST", "/clusters/{cluster_id}/calls/questions"): "changes",
    ("GET", "/questions/{question_id}"): "owns",
    ("GET", "/own/clusters"): "owns",
    ("GET", "/own/clusters/new"): "reads",
    ("POST", "/own/clusters/new"): "changes",
    ("GET", "/own/clusters/{own_id}"): "owns",
    ("POST", "/own/clusters/{own_id}"): "changes",
    ("GET", "/own/import"): "reads",
    ("POST", "/own/import"): "changes",
    ("POST", "/own/import/confirm"): "changes",
    ("POST", "/questions/{question_id}/remove"): "changes",
    ("GET", "/topics"): "reads",
    ("GET", "/topics/{identifier:path}"): "reads",
    ("GET", "/cascade-calls"): "reads",
    ("GET", "/cascade-calls/{reference}"): "reads",
    ("GET", "/changes"): "reads",
    ("GET", "/changes.atom"): "reads",
    ("GET", "/rules"): "reads",
    ("GET", "/rules/{rule_id}"): "reads",
    ("GET", "/countries"): "reads",
    ("GET", "/countries/years"): "reads",
    ("GET", "/propose"): "reads",
    ("GET", "/check"): "reads",
    ("GET", "/check/export.{format}"): "reads",
    ("POST", "/check/{what}"): "asks",
    ("GET", "/sign-in"): "reads",
    ("GET", "/sign-in/back"): "reads",
    ("GET", "/account"): "owns",
    ("POST", "/sign-out"): "asks",
    ("POST", "/proposals"): "asks",
    ("GET", "/proposals/{job_id}"): "reads",
    ("GET", "/proposals/{job_id}/progress"): "reads",
    ("GET", "/proposals/{job_id}/export.{format}"): "reads",
    ("POST", "/proposals/{job_id}/cancel"): "asks",
    ("POST", "/proposals/{job_id}/drill"): "asks",
}
"""``reads``: everybody, changes nothing. ``asks``: everybody, puts work into the queue, stops it by its secret id,
turns a form into an address, or ends their own visit. ``owns``: who has signed in, changes nothing. ``changes``: who
has signed in, changes what is theirs."""


def routes_of(part: object) -> list[APIRoute]:
    """All routes, also those of routers inside routers."""
    return [
        leaf
        for route in getattr(part, "routes", [])
        for leaf in ([route] if isinstance(route, APIRoute) else routes_of(getattr(route, "original_router", route)))
    ]


def test_every_route_is_on_the_list_and_the_list_names_no_other() -> None:
    found = {(method, route.path) for route in routes_of(router) for method in route.methods or ()}
    assert found == set(ACCESS)


def test_every_route_tells_its_errors_as_pages() -> None:
    assert all(isinstance(route, PageRoute) for route in routes_of(router))


def test_what_reads_is_got_and_what_asks_is_posted() -> None:
    assert {method for (method, _), access in ACCESS.items() if access in {"reads", "owns"}} == {"GET"}
    assert {method for (method, _), access in ACCESS.items() if access in {"asks", "changes"}} == {"POST"}


def test_pages_are_no_part_of_the_interface_for_programs(service: FastAPI) -> None:
    assert not {path for _, path in ACCESS} & set(service.openapi()["paths"])


@pytest.mark.parametrize("path", sorted({path for method, path in ACCESS if method == "GET"} - {"/propose"}))
def test_a_page_cannot_be_written_to(pages: TestClient, path: str) -> None:
    assert pages.delete(path.replace("{", "").replace("}", "").replace(":path", "")).status_code == 405
