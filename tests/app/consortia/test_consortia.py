"""Consortia as resources: made, read, changed and removed, each with its verdict."""

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.services.following.folding import folded, unfolded
from tests.app.asking import DISTRICT, FRENCH_POLE, HOST, HOSTED, TOPIC, call, consortium, participant
from tests.app.consortia.conftest import LOOMS, Make, history, made, put
from tests.app.tenancy.conftest import Tenant


def test_an_idea_needs_a_call_and_nobody_who_takes_part(make: Make) -> None:
    idea = make(topic=TOPIC, call=None, participants=[])
    assert (idea["state"], idea["topic"], idea["participants"]) == ("idea", TOPIC, [])
    assert idea["verdict"]["status"] is None
    assert idea["verdict"]["reason"] == "Nobody takes part yet."
    assert idea["can_become"] == ["forming", "abandoned"]


def test_a_consortium_comes_with_its_verdict_in_short(make: Make) -> None:
    told = make(state="forming")
    verdict = told["verdict"]
    assert (verdict["number"], verdict["status"], verdict["as_of"]) == (1, "eligible", "2026-11-22")
    assert verdict["decided"] == verdict["total"] > 5
    assert len(verdict["determination_id"]) == 64


def test_what_was_stated_comes_back_and_can_be_put_back(alpha: Tenant, make: Make) -> None:
    seat = {"organisation": FRENCH_POLE, "role": "coordinator", "overrides": {"gender_equality_plan": True}}
    stated: dict[str, Any] = {
        "topic": TOPIC,
        "call": None,
        "participants": [seat, participant("two", "DE")],
        "facts": {},
    }
    told = make(**stated, note="a first thought")
    assert told["participants"] == stated["participants"]
    read = alpha.get(f"/v1/consortia/{told['id']}").json()
    assert read == told
    back = {name: read[name] for name in ("title", "state", "topic", "call", "participants", "facts", "note")}
    answer = alpha.ask("PUT", f"/v1/consortia/{told['id']}", json=back)
    assert answer.status_code == 200, answer.text
    assert answer.json()["participants"] == stated["participants"]
    assert [one["because"] for one in history(alpha, told["id"])] == ["created"]


def test_a_call_that_is_written_out_comes_back_as_it_was(make: Make) -> None:
    assert make()["call"] == LOOMS["call"]


@pytest.mark.parametrize(
    ("stated", "pointer"),
    [
        ({"call": None}, ""),
        ({"topic": TOPIC}, ""),
        ({"topic": "HORIZON-NO-SUCH", "call": None}, "/topic"),
        ({"participants": [{"organisation": "nobody", "role": "coordinator"}]}, "/participants/0/organisation"),
        ({"participants": [{"organisation": DISTRICT, "role": "coordinator"}]}, "/participants/0/organisation"),
        ({"participants": [*consortium(), participant("four", "ES", "coordinator")]}, "/participants/3/role"),
        ({"participants": [], "state": "forming"}, "/participants"),
        ({"state": "agreed"}, "/state"),
        ({"facts": {"no such fact": True}}, "/facts/no such fact"),
        ({"title": ""}, "/title"),
        ({"as_of": "2026-11-22"}, "/as_of"),
        ({"colour": "blue"}, "/colour"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(alpha: Tenant, stated: dict[str, object], pointer: str) -> None:
    answer = alpha.post("/v1/consortia", LOOMS | stated)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_cluster_of_ones_own_takes_part_and_another_tenants_cannot(alpha: Tenant, beta: Tenant) -> None:
    facts = {"country": "ES", "kinds": ["cluster_organisation"], "legal_personality": True}
    own = alpha.post("/v1/own/clusters", {"name": "Ours", "facts": facts}).json()["id"]
    seats = [*consortium(), {"organisation": own, "role": "beneficiary"}]
    assert made(alpha, participants=seats)["participants"][3]["organisation"] == own
    answer = beta.post("/v1/consortia", LOOMS | {"participants": seats})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/participants/3/organisation")


def test_the_list_is_sparse_and_narrowed_by_state_and_topic(alpha: Tenant, beta: Tenant, make: Make) -> None:
    one = make(title="by topic", topic=TOPIC, call=None, participants=consortium()[:2], state="forming")
    other = make(title="by call")
    found = alpha.get("/v1/consortia", params={"topic": TOPIC.lower(), "state": "forming"}).json()["items"]
    told = next(item for item in found if item["id"] == one["id"])
    assert told == {
        "id": one["id"],
        "title": "by topic",
        "state": "forming",
        "topic": TOPIC,
        "status": "ineligible",
        "participants": 2,
        "version": 1,
        "updated_at": one["updated_at"],
    }
    assert other["id"] not in {item["id"] for item in found}
    every = [item["id"] for item in alpha.get("/v1/consortia?limit=200").json()["items"]]
    assert {one["id"], other["id"]} <= set(every)
    assert every == sorted(every, reverse=True)
    assert not {one["id"], other["id"]} & {item["id"] for item in beta.get("/v1/consortia").json()["items"]}


def test_pages_of_the_list_meet_each_consortium_once(alpha: Tenant, make: Make) -> None:
    for number in range(3):
        make(title=str(number), participants=[])
    seen, address = [], "/v1/consortia?limit=2"
    while address:
        page = alpha.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"] and f"/v1/consortia?limit=2&cursor={page['next']}"
    assert seen == [item["id"] for item in alpha.get("/v1/consortia?limit=200").json()["items"]]


def test_a_change_of_a_version_that_was_not_read_is_refused(alpha: Tenant, make: Make) -> None:
    told = make()
    address = f"/v1/consortia/{told['id']}"
    first = alpha.ask("PUT", address, json=LOOMS | {"title": "A"}, headers={"if-match": '"1"'})
    assert (first.status_code, first.headers["etag"]) == (200, 'W/"2"')
    for method, more in (("PUT", {"json": LOOMS | {"title": "B"}}), ("DELETE", {})):
        assert alpha.ask(method, address, headers={"if-match": '"1"'}, **more).status_code == 412
    moved = alpha.post(f"{address}/state", {"state": "forming"}, headers={"if-match": '"1"'})
    assert moved.status_code == 412
    assert alpha.get(address).json()["title"] == "A"


def test_the_etag_is_weak_since_only_what_was_stated_is_under_it_and_is_taken_in_both_forms(
    alpha: Tenant, make: Make
) -> None:
    address = f"/v1/consortia/{make()['id']}"
    before = alpha.get(address)
    assert alpha.post(f"{address}/approaches", {"organisation": FRENCH_POLE}).status_code == 201
    after = alpha.get(address)
    assert before.json()["approaches"] != after.json()["approaches"]
    assert before.headers["etag"] == after.headers["etag"] == 'W/"1"'
    for tag in ('W/"1"', '"2"', 'W/"3"', '"1", W/"4"'):
        answer = alpha.ask("PUT", address, json=LOOMS | {"title": tag}, headers={"if-match": tag})
        assert answer.status_code == 200, answer.text
    assert alpha.ask("PUT", address, json=LOOMS, headers={"if-match": 'W/"4"'}).status_code == 412


def test_of_many_who_change_the_same_version_at_once_one_succeeds(alpha: Tenant, make: Make) -> None:
    told = make()

    def change(number: int) -> int:
        address = f"/v1/consortia/{told['id']}"
        body = copy.deepcopy(LOOMS) | {"title": f"number {number}"}
        return int(alpha.ask("PUT", address, json=body, headers={"if-match": '"1"'}).status_code)

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(change, range(6)))
    assert codes == [200, 412, 412, 412, 412, 412]
    assert alpha.get(f"/v1/consortia/{told['id']}").json()["version"] == 2


def test_what_is_removed_is_gone_with_its_verdicts_and_approaches(alpha: Tenant, make: Make) -> None:
    address = f"/v1/consortia/{make()['id']}"
    assert alpha.post(f"{address}/approaches", {"organisation": FRENCH_POLE}).status_code == 201
    assert alpha.ask("DELETE", address).status_code == 204
    for gone in (address, f"{address}/verdicts", f"{address}/verdicts/1", f"{address}/approaches"):
        assert alpha.get(gone).status_code == 404


def test_the_verdict_of_the_day_is_that_of_the_same_request(alpha: Tenant, make: Make) -> None:
    told = make(topic=TOPIC, call=None)
    now = alpha.get(f"/v1/consortia/{told['id']}/verdict").json()
    assert now == alpha.post("/v1/verdicts", {"topic": TOPIC, "participants": consortium()}).json()
    assert now["determination_id"] == told["verdict"]["determination_id"]
    assert alpha.get(f"/v1/consortia/{told['id']}/verdicts/1").json()["verdict"] == now
    idea = make(participants=[])
    answer = alpha.get(f"/v1/consortia/{idea['id']}/verdict")
    assert (answer.status_code, "Nobody takes part" in answer.json()["detail"]) == (409, True)


def test_every_change_stands_in_the_audit_log(alpha: Tenant, make: Make) -> None:
    told = make(note="for nobody else")
    put(alpha, told["id"], title="Other")
    alpha.ask("DELETE", f"/v1/consortia/{told['id']}")
    noted = alpha.get("/v1/audit", params={"object_id": told["id"]})
    assert [one["action"] for one in noted.json()["items"]] == ["remove", "replace", "create"]
    assert "for nobody else" not in noted.text


def test_a_hosted_cluster_takes_part_by_its_host_and_host_and_cluster_are_one(alpha: Tenant, make: Make) -> None:
    told = make(participants=[*consortium(), {"organisation": HOSTED, "role": "beneficiary"}])
    now = alpha.get(f"/v1/consortia/{told['id']}/verdict").json()
    assert HOST in {one["id"] for one in now["participants"]}
    twice = [{"organisation": HOSTED, "role": "beneficiary"}, {"organisation": HOST, "role": "beneficiary"}]
    answer = put(alpha, told["id"], participants=twice)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/participants/1/organisation")
    assert alpha.get(f"/v1/consortia/{told['id']}").json()["version"] == 1


def test_a_call_may_state_what_the_request_states_but_nothing_else(alpha: Tenant) -> None:
    stated = {
        "call": call(facts={"first_stage_names_participants": True}),
        "facts": {"first_stage_names_participants": False},
    }
    answer = alpha.post("/v1/consortia", LOOMS | stated)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/facts/first_stage_names_participants")


def test_a_kept_verdict_is_short_and_nothing_of_it_is_lost(alpha: Tenant) -> None:
    many = [participant(f"p{number}", country) for number, country in enumerate(["FR", "DE", "ES", "IT", "PL"] * 4)]
    verdict = alpha.post("/v1/verdicts", {"topic": TOPIC, "participants": many}).json()
    kept = folded(verdict)
    assert unfolded(kept) == verdict
    assert len(json.dumps(kept)) < len(json.dumps(verdict)) / 2


@pytest.mark.parametrize("form", ["json", "xlsx", "docx", "csv"])
def test_a_consortium_goes_out_as_a_file(alpha: Tenant, beta: Tenant, make: Make, form: str) -> None:
    told = make()
    address = f"/v1/consortia/{told['id']}/export.{form}"
    answer = alpha.get(address)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    if form == "json":
        assert answer.json()["determination_id"] == told["verdict"]["determination_id"]
    assert beta.get(address).status_code == 404
    empty = make(participants=[])["id"]
    assert alpha.get(f"/v1/consortia/{empty}/export.{form}").status_code == 409
