"""People sign in by an issuer who vouches for them, and see what their tenant has and nothing of any other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.main import create_app
from app.clock import instant
from app.db import Asker, reading, writing
from app.errors import NotReady
from app.services import own_clusters
from app.services.alerts import questions
from app.services.alerts.raising import AlertKind, News, raise_alert
from app.services.alerts.requests import SavedQuestionRequest
from app.services.own_clusters import OwnClusterRequest
from app.services.strict_json import validated
from app.services.tenancy import keys
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.app.web.html import faults_of_page
from tests.app.web.issuer import CLIENT, SECRET, Issuer, issuing
from tests.repository.serving import free_port

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
CALLS = {"kind": "eligible_calls", "organisation": "fr-aerospace-valley"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing(free_port()) as issuer:
        yield issuer


def offering(issuer: Issuer, folder: Path, **more: Any) -> Settings:
    return Settings.model_validate(
        {
            "data_dir": folder,
            "today": instant(TODAY),
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "session_secret": "long enough that nobody guesses it",
            "session_insecure": True,
            "workers": 0,
            **more,
        }
    )


@pytest.fixture(scope="module")
def service(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(offering(issuer, tmp_path_factory.mktemp("signing-in")))
    with TestClient(app, follow_redirects=False, headers={"accept": "text/html"}) as client:
        for name in ("Alpha", "Beta"):
            with writing(app.state.engine) as session:
                tenant = keys.create_tenant(session, name)
            with writing(app.state.engine, Asker(tenant_id=tenant.id)) as session:
                own_clusters.create_cluster(session, OwnClusterRequest(name=f"Secret of {name}"))
        yield client


@pytest.fixture
def browser(service: TestClient) -> TestClient:
    service.cookies.clear()
    return service


def come_back(browser: TestClient, **more: str) -> Any:
    """To the issuer and back again, as a browser goes."""
    there = browser.get("/sign-in")
    assert there.status_code == 302
    back = httpx2.get(there.headers["location"]).headers["location"]
    for old, new in more.items():
        back = re.sub(rf"{old}=[^&]*", f"{old}={new}", back)
    return browser.get(back)


def test_who_is_vouched_for_sees_what_their_tenant_has(browser: TestClient, issuer: Issuer) -> None:
    issuer.vouches(name="Ada", quorum_tenant="Alpha")
    answer = come_back(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    page = browser.get("/account")
    assert page.headers["cache-control"] == "private, no-store"
    assert "Ada" in page.text
    assert "Secret of Alpha" in page.text
    assert "Secret of Beta" not in page.text


def test_what_has_changed_stands_there_the_newest_first_and_saved_questions_with_their_feeds(
    browser: TestClient, issuer: Issuer
) -> None:
    issuer.vouches(name="Ada", quorum_tenant="Beta")
    come_back(browser)
    engine, settings, asker = _as_member(browser, "Beta")
    request = validated(SavedQuestionRequest, {"name": "Ours", "question": CALLS})
    with reading(engine, asker) as session:
        accepted = questions.accept(session, settings, request)
    flip = News(
        kind=AlertKind.VERDICT_FLIPPED,
        sentence="Two.",
        before={"status": "eligible"},
        after={"status": "ineligible"},
    )
    with writing(engine, asker) as session:
        saved = questions.save_question(session, settings, accepted)
        raise_alert(session, News(kind=AlertKind.OPENED, sentence="One.", topic=TOPIC), question_id=saved.id)
        raise_alert(session, flip, question_id=saved.id)
    page = browser.get("/de/account").text
    assert faults_of_page(page.replace('<html lang="de">', '<html lang="en">')) == []
    assert page.index("Two.") < page.index("One.")
    assert f'href="/de/topics/{TOPIC}"' in page
    assert {saved.feed, saved.calendar} <= set(re.findall(r'href="([^"]+)"', page))
    assert "Secret of Alpha" not in page


def _as_member(browser: TestClient, name: str) -> tuple[Engine, Settings, Asker]:
    assert isinstance(browser.app, FastAPI)
    state = browser.app.state
    with reading(state.engine) as session:
        tenant = keys.the_tenant(session, name)
        return state.engine, state.settings, Asker(tenant_id=tenant.id)


def test_who_has_not_signed_in_is_sent_to_do_so(browser: TestClient) -> None:
    assert browser.get("/account").headers["location"] == "/sign-in"


def test_signing_out_takes_a_form_of_ours(browser: TestClient, issuer: Issuer) -> None:
    issuer.vouches(name="Ada", quorum_tenant="Alpha")
    come_back(browser)
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/account").text)
    assert token is not None
    assert browser.post("/sign-out", data={"token": "guessed"}).status_code == 403
    assert browser.get("/account").status_code == 200
    assert browser.post("/sign-out", data={"token": token[1]}).status_code == 303
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("claims", "status"),
    [({"name": "Nobody's"}, 403), ({"quorum_tenant": "Gamma"}, 403), ({"quorum_tenant": ["Alpha"]}, 403)],
)
def test_who_belongs_to_no_tenant_here_stays_outside(
    browser: TestClient, issuer: Issuer, claims: dict[str, Any], status: int
) -> None:
    issuer.vouches(**claims)
    assert come_back(browser).status_code == status
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(
    "spoil", [{"aud": "another"}, {"iss": "http://elsewhere"}, {"exp": 1}, {"nonce": "of yesterday"}]
)
def test_a_token_that_is_not_for_this_visit_is_refused(
    browser: TestClient, issuer: Issuer, spoil: dict[str, Any]
) -> None:
    issuer.vouches(quorum_tenant="Alpha")
    issuer.spoil = spoil
    assert come_back(browser).status_code == 401
    assert browser.get("/account").status_code == 303


def test_a_token_that_somebody_else_signed_is_refused(browser: TestClient, issuer: Issuer) -> None:
    issuer.vouches(quorum_tenant="Alpha")
    issuer.signs_with = issuer.foreign
    assert come_back(browser).status_code == 401


def test_a_way_back_that_nobody_went_there_for_is_refused(browser: TestClient, issuer: Issuer) -> None:
    issuer.vouches(quorum_tenant="Alpha")
    assert come_back(browser, state="another").status_code == 401


def test_a_cookie_that_was_changed_is_none(browser: TestClient, issuer: Issuer) -> None:
    issuer.vouches(quorum_tenant="Alpha")
    come_back(browser)
    kept = browser.cookies["quorum"]
    browser.cookies.clear()
    browser.cookies.set("quorum", kept[:-4] + "AAAA")
    assert browser.get("/account").status_code == 303


def test_the_cookie_is_for_this_host_by_https_alone(issuer: Issuer, tmp_path: Path) -> None:
    app = create_app(offering(issuer, tmp_path, session_insecure=False))
    with TestClient(app, follow_redirects=False) as client:
        cookie = client.get("/sign-in").headers["set-cookie"]
    assert cookie.startswith("__Host-quorum=")
    assert {"httponly", "samesite=lax", "secure", "path=/"} <= {one.strip().lower() for one in cookie.split(";")}


def test_where_it_is_not_offered_there_is_nothing(pages: TestClient) -> None:
    assert pages.get("/sign-in").status_code == 404
    assert pages.get("/account").status_code == 404


def test_what_is_missing_is_named_at_the_start(issuer: Issuer, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="QUORUM_SESSION_SECRET"):
        create_app(offering(issuer, tmp_path, session_secret=None))
