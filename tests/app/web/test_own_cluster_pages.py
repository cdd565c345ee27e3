"""A tenant corrects what is known of a cluster, for itself, and imports a list after a look at each line."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.db import Asker, reading, writing
from app.services import own_clusters
from app.services.own_clusters import OwnClusterPublic
from app.services.tenancy import keys
from tests.app.web.html import faults_of_page
from tests.app.web.issuer import Issuer, issuing
from tests.app.web.test_saved_question_pages import token_in
from tests.app.web.test_signing_in import come_back, offering
from tests.repository.serving import free_port

NEW = "/own/clusters/new?of=fr-techtera"
LIST = """id,name,country,city,legal_entity,ecosystems,nuts2_2021
fr-own-wool,Own Wool,FR,Lyon,yes,Textile,FRK2
it-own-silk,Own Silk,IT,Como,,Textile;Nonsense,
de-own-steel,Own Steel,DE,Essen,,,
xx,Own Nothing,ZZ,,,,
"""


class Signed:
    """A browser of somebody who has signed in for a tenant of their own."""

    def __init__(self, client: TestClient, tenant_id: str) -> None:
        self.client, self.tenant_id = client, tenant_id

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        assert faults_of_page(answer.text) == []
        return answer.text

    def post(self, address: str, **form: Any) -> Any:
        return self.client.post(address, data={"token": token_in(self.get("/own/import")), **form})

    def kept(self) -> dict[str, OwnClusterPublic]:
        with reading(self.client.app.state.engine, Asker(tenant_id=self.tenant_id)) as session:  # type: ignore[attr-defined]
            return {one.name: one for one in own_clusters.all_clusters(session)}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing(free_port()) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def service(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(offering(issuer, tmp_path_factory.mktemp("own")))
    with TestClient(app, follow_redirects=False, headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture
def signed(service: TestClient, issuer: Issuer, request: pytest.FixtureRequest) -> Signed:
    """Each test has a tenant of its own."""
    name = request.node.name[:60]
    with writing(service.app.state.engine) as session:  # type: ignore[attr-defined]
        tenant = keys.create_tenant(session, name)
    service.cookies.clear()
    issuer.vouches(name="Ada", quorum_tenant=name)
    come_back(service)
    return Signed(service, tenant.id)


def values(html: str) -> dict[str, str]:
    """What stands in the fields of a form."""
    texts = dict(re.findall(r'<input type="(?:text|hidden)"[^>]* name="(\w+)" value="([^"]*)"', html))
    chosen = re.findall(r'<select id="(\w+)".*?<option value="([^"]*)" selected>', html, re.DOTALL)
    return texts | dict(chosen)


def test_the_form_begins_with_what_the_catalogue_knows(signed: Signed) -> None:
    form = values(signed.get(NEW))
    assert (form["name"], form["city"], form["country"], form["nuts"]) == ("Techtera", "Lyon", "FR", "FRK2")
    assert form["legal_personality"] == ""
    assert 'value="Textile" checked' in signed.get(NEW)


def test_what_was_corrected_is_kept_for_the_tenant_alone(signed: Signed) -> None:
    form = values(signed.get(NEW)) | {"legal_personality": "yes", "ecosystems": "Textile", "note": "its statute"}
    assert signed.post("/own/clusters/new", **form).headers["location"] == "/own/clusters"
    (kept,) = signed.kept().values()
    assert (kept.organisation.legal_personality, kept.note, kept.city) == (True, "its statute", "Lyon")
    assert f'href="/own/clusters/{kept.id}"' in signed.get("/own/clusters")
    assert signed.client.get("/v1/clusters/fr-techtera").json()["managing_organisation"]["legal_personality"] is None


def test_it_can_be_corrected_again_and_facts_without_a_field_stay(signed: Signed) -> None:
    asked = {"name": "Ours", "facts": {"country": "FR", "competences": {"weaving": 2}, "non_profit": True}}
    with writing(signed.client.app.state.engine, Asker(tenant_id=signed.tenant_id)) as session:  # type: ignore[attr-defined]
        made = own_clusters.create_cluster(session, own_clusters.OwnClusterRequest.model_validate(asked))
    form = values(signed.get(f"/own/clusters/{made.id}"))
    assert form["non_profit"] == "yes"
    assert signed.post(f"/own/clusters/{made.id}", **form | {"non_profit": "", "city": "Lyon"}).status_code == 303
    kept = signed.kept()["Ours"]
    assert (kept.city, kept.organisation.non_profit, kept.organisation.competences) == ("Lyon", None, {"weaving": 2})
    late = signed.post(f"/own/clusters/{made.id}", **form)
    assert late.status_code == 412
    assert "changed since" in late.text


@pytest.mark.parametrize(
    ("field", "typed"), [("name", " "), ("pic", "12"), ("nuts", "nowhere"), ("ecosystems", "Nonsense")]
)
def test_what_is_wrong_is_told_first_and_leads_to_its_field(signed: Signed, field: str, typed: str) -> None:
    answer = signed.post("/own/clusters/new", **values(signed.get(NEW)) | {field: typed})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert re.search(rf'id="error-summary".*?href="#{field}(-1)?"', answer.text, re.DOTALL)
    assert signed.kept() == {}


def test_an_import_tells_what_would_become_of_each_line_and_writes_nothing(signed: Signed) -> None:
    answer = signed.post("/own/import", text=LIST)
    assert answer.status_code == 200
    assert faults_of_page(answer.text) == []
    rows = re.findall(r"<tr><td.*?</tr>", answer.text, re.DOTALL)
    told = [re.search(r"badge (\w+)", row)[1] for row in rows]  # type: ignore[index]
    assert told == ["good", "bad", "good", "bad"]
    assert signed.kept() == {}


def test_what_was_confirmed_is_kept_and_a_second_time_changes_nothing(signed: Signed) -> None:
    answer = signed.post("/own/import/confirm", text=LIST)
    assert answer.headers["location"] == "/own/clusters?imported=2"
    assert set(signed.kept()) == {"Own Wool", "Own Steel"}
    wool = signed.kept()["Own Wool"]
    assert (wool.city, wool.organisation.legal_personality, wool.organisation.nuts) == ("Lyon", True, "FRK2")
    assert signed.post("/own/import/confirm", text=LIST).headers["location"] == "/own/clusters?imported=0"
    assert signed.kept()["Own Wool"].version == wool.version


def test_a_line_changes_what_it_says_and_leaves_the_rest(signed: Signed) -> None:
    signed.post("/own/import/confirm", text=LIST)
    more = "id;name;country;city;website\nfr-own-wool;OWN WOOL;FR;;https://wool.example\n"
    preview = signed.post("/own/import", text=more)
    assert "https://wool.example" in preview.text
    signed.post("/own/import/confirm", text=more)
    wool = signed.kept()["OWN WOOL"]
    assert (wool.city, wool.organisation.website, wool.organisation.nuts) == ("Lyon", "https://wool.example", "FRK2")


def test_a_file_is_read_like_pasted_lines_and_is_brought_along(signed: Signed) -> None:
    files = {"file": ("ours.csv", b"\xef\xbb\xbf" + LIST.encode(), "text/csv")}
    answer = signed.client.post("/own/import", data={"token": token_in(signed.get("/own/import"))}, files=files)
    assert answer.status_code == 200
    carried = re.search(r'<input type="hidden" name="text" value="([^"]*)">', answer.text)
    assert carried is not None
    assert carried[1] == LIST
    assert signed.post("/own/import").status_code == 422


def test_a_form_from_elsewhere_changes_nothing(signed: Signed) -> None:
    for address in ("/own/clusters/new", "/own/import", "/own/import/confirm"):
        assert signed.client.post(address, data={"token": "x", "name": "Ours", "text": LIST}).status_code == 403
    assert signed.kept() == {}


def test_who_has_not_signed_in_is_told_how_else_it_is_done(pages: TestClient) -> None:
    for address in ("/own/clusters", NEW, "/own/import"):
        answer = pages.get(address).text
        assert "quorum import clusters" in answer
        assert 'name="token"' not in answer
    assert f'href="{NEW}"' in pages.get("/clusters/fr-techtera").text
