"""Somebody who has signed in saves what the page of calls shows as a question, and follows its feed."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.db import writing
from app.services.tenancy import keys
from tests.app.web.html import faults_of_page
from tests.app.web.issuer import Issuer, issuing
from tests.app.web.test_signing_in import come_back, offering
from tests.repository.serving import free_port

CALLS = "/clusters/fr-techtera/calls"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing(free_port()) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def service(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(offering(issuer, tmp_path_factory.mktemp("questions")))
    with TestClient(app, follow_redirects=False, headers={"accept": "text/html"}) as client:
        for name in ("Alpha", "Beta"):
            with writing(app.state.engine) as session:
                keys.create_tenant(session, name)
        yield client


@pytest.fixture
def browser(service: TestClient, issuer: Issuer) -> TestClient:
    service.cookies.clear()
    issuer.vouches(name="Ada", quorum_tenant="Alpha")
    come_back(service)
    return service


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def saved(browser: TestClient, **fields: str) -> str:
    """The address of the page of what was saved."""
    form = {"token": token_in(browser.get(CALLS).text), "question_name": "Ours", **fields}
    answer = browser.post(f"{CALLS}/questions", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_what_the_page_shows_is_saved_and_can_be_followed(browser: TestClient) -> None:
    page = browser.get(f"{CALLS}?programme=HORIZON&legal_personality=yes")
    assert page.headers["cache-control"] == "private, no-store"
    assert '<input type="hidden" name="legal_personality" value="yes">' in page.text
    address = saved(browser, programme="HORIZON", deadline_until="2027-03-31", legal_personality="yes")
    shown = browser.get(address)
    assert faults_of_page(shown.text) == []
    assert "31 March 2027" in shown.text
    feed, calendar = (re.search(rf'id="{one}" href="([^"]+)"', shown.text) for one in ("feed", "calendar"))
    assert feed is not None
    assert calendar is not None
    browser.cookies.clear()
    assert browser.get(feed[1]).headers["content-type"].startswith("application/atom+xml")
    assert browser.get(calendar[1]).text.startswith("BEGIN:VCALENDAR")


def test_a_question_is_removed_with_its_feed(browser: TestClient) -> None:
    address = saved(browser)
    page = browser.get(address).text
    feed = re.search(r'id="feed" href="([^"]+)"', page)
    assert feed is not None
    answer = browser.post(f"{address}/remove", data={"token": token_in(page)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert browser.get(address).status_code == 404
    assert browser.get(feed[1]).status_code == 404


def test_what_cannot_be_saved_is_told_first_and_leads_to_its_field(browser: TestClient) -> None:
    form = {"token": token_in(browser.get(CALLS).text), "question_name": " ", "deadline_until": "2026-01-01"}
    answer = browser.post(f"{CALLS}/questions", data=form)
    assert answer.status_code == 422
    assert 'href="#question-name"' in answer.text
    assert faults_of_page(answer.text) == []
    past = browser.post(f"{CALLS}/questions", data=form | {"question_name": "Ours"})
    assert past.status_code == 422
    assert 'href="#deadline_until"' in past.text


def test_a_form_from_elsewhere_saves_and_removes_nothing(browser: TestClient) -> None:
    address = saved(browser)
    assert browser.post(f"{CALLS}/questions", data={"token": "x", "question_name": "Ours"}).status_code == 403
    assert browser.post(f"{address}/remove", data={"token": "x"}).status_code == 403
    assert browser.get(address).status_code == 200


def test_nobody_else_sees_a_question_and_who_has_not_signed_in_is_asked_to(browser: TestClient, issuer: Issuer) -> None:
    address = saved(browser)
    browser.cookies.clear()
    assert browser.get(address).headers["location"] == "/sign-in"
    assert browser.post(f"{CALLS}/questions", data={"question_name": "Ours"}).status_code == 403
    issuer.vouches(name="Bea", quorum_tenant="Beta")
    come_back(browser)
    assert browser.get(address).status_code == 404
