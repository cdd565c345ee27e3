"""Who was asked to join, and what came of it."""

from typing import Any

import pytest

from tests.app.asking import ALSO_HOSTED, DISTRICT, FRENCH_POLE, HOSTED, consortium
from tests.app.consortia.conftest import Make, history, move
from tests.app.tenancy.conftest import Tenant


@pytest.fixture
def address(make: Make) -> str:
    return f"/v1/consortia/{make()['id']}/approaches"


@pytest.fixture
def contact(alpha: Tenant) -> Any:
    person = {"name": "Ada", "source": "their website", "legal_basis": "consent", "obtained_on": "2026-11-01"}
    answer = alpha.post("/v1/contacts", person | {"email": "ada@pole.example"})
    yield answer.json()["id"]
    alpha.ask("DELETE", f"/v1/contacts/{answer.json()['id']}")


def test_an_approach_is_noted_and_told_with_the_name_of_the_organisation(
    alpha: Tenant, address: str, contact: str
) -> None:
    stated = {
        "organisation": FRENCH_POLE,
        "role": "coordinator",
        "state": "asked",
        "asked_on": "2026-11-20",
        "contact": contact,
        "note": "met in Lyon",
    }
    answer = alpha.post(address, stated)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert answer.headers["location"] == f"{address}/{told['id']}"
    assert told["name"]
    assert {name: told[name] for name in stated} == stated
    assert alpha.get(answer.headers["location"]).json() == told
    assert alpha.get(address).json() == {"items": [told]}


def test_somebody_to_be_asked_needs_no_more_than_a_name(alpha: Tenant, address: str) -> None:
    told = alpha.post(address, {"organisation": FRENCH_POLE}).json()
    assert (told["state"], told["role"], told["asked_on"], told["contact"]) == ("to_ask", "beneficiary", None, None)


@pytest.mark.parametrize(
    ("stated", "pointer"),
    [
        ({"organisation": "nobody"}, "/organisation"),
        ({"organisation": DISTRICT}, "/organisation"),
        ({"organisation": FRENCH_POLE, "asked_on": "2026-11-23"}, "/asked_on"),
        ({"organisation": FRENCH_POLE, "contact": "per-nobody"}, "/contact"),
        ({"organisation": FRENCH_POLE, "state": "perhaps"}, "/state"),
        ({"organisation": FRENCH_POLE, "role": "friend"}, "/role"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(
    alpha: Tenant, address: str, stated: dict[str, str], pointer: str
) -> None:
    answer = alpha.post(address, stated)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_contact_of_another_tenant_is_not_there(alpha: Tenant, beta: Tenant, contact: str) -> None:
    made = beta.post("/v1/consortia", {"title": "B", "topic": "HORIZON-CL2-2027-01-HERITAGE-03"}).json()
    stated = {"organisation": FRENCH_POLE, "contact": contact}
    answer = beta.post(f"/v1/consortia/{made['id']}/approaches", stated)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/contact")


def test_nobody_is_noted_twice(alpha: Tenant, address: str) -> None:
    first = alpha.post(address, {"organisation": FRENCH_POLE}).json()
    other = alpha.post(address, {"organisation": HOSTED}).json()
    assert alpha.post(address, {"organisation": FRENCH_POLE}).status_code == 409
    again = alpha.ask("PUT", f"{address}/{other['id']}", json={"organisation": FRENCH_POLE})
    assert (again.status_code, first["id"] in again.json()["detail"]) == (409, True)
    same = alpha.ask("PUT", f"{address}/{first['id']}", json={"organisation": FRENCH_POLE, "state": "asked"})
    assert (same.status_code, same.json()["state"]) == (200, "asked")


def test_what_came_of_it_is_counted_with_the_consortium(alpha: Tenant, address: str) -> None:
    for organisation, state in ((FRENCH_POLE, "asked"), (HOSTED, "declined"), (ALSO_HOSTED, "declined")):
        alpha.post(address, {"organisation": organisation, "state": state})
    assert alpha.get(address.rpartition("/")[0]).json()["approaches"] == {"asked": 1, "declined": 2}


def test_an_approach_that_is_removed_is_gone(alpha: Tenant, address: str) -> None:
    one = f"{address}/{alpha.post(address, {'organisation': FRENCH_POLE}).json()['id']}"
    assert alpha.ask("DELETE", one).status_code == 204
    assert alpha.get(one).status_code == 404
    assert alpha.ask("PUT", one, json={"organisation": FRENCH_POLE}).status_code == 404


def test_an_approach_belongs_to_its_consortium_alone(alpha: Tenant, address: str, make: Make) -> None:
    one = alpha.post(address, {"organisation": FRENCH_POLE}).json()["id"]
    assert alpha.get(f"/v1/consortia/{make()['id']}/approaches/{one}").status_code == 404


def test_a_person_who_is_erased_leaves_the_approach_without_them(alpha: Tenant, address: str) -> None:
    person = {"name": "Bo", "source": "x", "legal_basis": "consent", "obtained_on": "2026-11-01"}
    bo = alpha.post("/v1/contacts", person | {"email": "bo@pole.example"}).json()["id"]
    stated = {"organisation": FRENCH_POLE, "contact": bo, "note": "write to bo@pole.example"}
    one = f"{address}/{alpha.post(address, stated).json()['id']}"
    assert alpha.ask("DELETE", f"/v1/contacts/{bo}").status_code == 204
    left = alpha.get(one).json()
    assert (left["contact"], left["note"]) == (None, "write to (erased)")


def test_who_has_agreed_joins_and_the_consortium_is_judged_anew(alpha: Tenant, make: Make) -> None:
    identifier = make(participants=consortium()[:2])["id"]
    address = f"/v1/consortia/{identifier}/approaches"
    one = f"{address}/{alpha.post(address, {'organisation': HOSTED, 'state': 'interested'}).json()['id']}"
    early = alpha.post(f"{one}/joining")
    assert (early.status_code, "has not agreed yet" in early.json()["detail"]) == (409, True)
    alpha.ask("PUT", one, json={"organisation": HOSTED, "state": "agreed"})
    joined = alpha.post(f"{one}/joining", headers={"if-match": '"1"'})
    assert (joined.status_code, joined.headers["etag"]) == (200, 'W/"2"')
    assert joined.json()["participants"][2] == {"organisation": HOSTED, "role": "beneficiary"}
    assert joined.json()["verdict"]["status"] != "ineligible"
    assert [entry["because"] for entry in history(alpha, identifier)] == ["edited", "created"]
    assert history(alpha, identifier)[0]["differs"][1] == "Business Upper Austria takes part, as beneficiary."
    again = alpha.post(f"{one}/joining")
    assert (again.status_code, "takes part already" in again.json()["detail"]) == (409, True)
    assert alpha.post(f"{one}/joining", headers={"if-match": '"1"'}).status_code == 412


def test_the_first_who_joins_an_idea_is_its_first_participant(alpha: Tenant, make: Make) -> None:
    identifier = make(participants=[])["id"]
    address = f"/v1/consortia/{identifier}/approaches"
    stated = {"organisation": FRENCH_POLE, "state": "agreed", "role": "coordinator"}
    one = f"{address}/{alpha.post(address, stated).json()['id']}"
    joined = alpha.post(f"{one}/joining").json()
    assert [seat["organisation"] for seat in joined["participants"]] == [FRENCH_POLE]
    assert joined["verdict"]["status"] == "ineligible"


def test_nobody_joins_what_is_agreed(alpha: Tenant, make: Make) -> None:
    identifier = make(state="forming")["id"]
    assert move(alpha, identifier, "agreed").status_code == 200
    address = f"/v1/consortia/{identifier}/approaches"
    one = f"{address}/{alpha.post(address, {'organisation': HOSTED, 'state': 'agreed'}).json()['id']}"
    refused = alpha.post(f"{one}/joining")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/participants")


def test_a_second_coordinator_does_not_join(alpha: Tenant, address: str) -> None:
    stated = {"organisation": HOSTED, "state": "agreed", "role": "coordinator"}
    one = f"{address}/{alpha.post(address, stated).json()['id']}"
    refused = alpha.post(f"{one}/joining")
    assert refused.status_code == 422
    assert len(alpha.get(address.rpartition("/")[0]).json()["participants"]) == 3
