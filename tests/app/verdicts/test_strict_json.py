import pytest

from app.errors import Invalid, Malformed, QuorumError
from app.services.strict_json import MAX_DEPTH, read_json, validated
from app.services.verdicts.requests import VerdictRequest
from tests.app.asking import call, participant, request


def fault(document: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        validated(VerdictRequest, document)
    return {one.pointer: one.detail for one in refused.value.errors}


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": 1, "a": 2}', b"\xff", b"[" * 100_000, b'"\n"'],
)
def test_what_is_no_json_is_malformed(text: bytes) -> None:
    with pytest.raises(Malformed):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"a": {"b": "x\\u0000"}}', "/a/b"),
        ('{"a": ["\\ud800"]}', "/a/0"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "/0" * MAX_DEPTH),
    ],
)
def test_text_that_cannot_be_kept_and_hostile_depth_are_refused_at_their_place(text: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_json(text)
    assert [one.pointer for one in refused.value.errors] == [pointer]


def test_as_deep_as_a_request_may_go_is_read() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_json(text) is not None


def test_a_complete_request_is_taken() -> None:
    assert validated(VerdictRequest, request()).participants[0].role == "coordinator"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"unheard_of": 1}, "/unheard_of"),
        ({"as_of": "22.11.2026"}, "/as_of"),
        ({"as_of": 20_000}, "/as_of"),
        ({"participants": []}, "/participants"),
        ({"participants": "everyone"}, "/participants"),
        ({"participants": [{"role": "beneficiary"}]}, "/participants/0/organisation"),
        ({"participants": [{"organisation": 7, "role": "beneficiary"}]}, "/participants/0/organisation"),
        ({"participants": [participant("a", "ZZ", controlled_from=None)]}, "/participants/0/organisation/country"),
        ({"participants": [participant("a", "FR", sme="1")]}, "/participants/0/organisation/sme"),
        ({"participants": [participant("a", "FR", sme=1)]}, "/participants/0/organisation/sme"),
        ({"participants": [participant("a", "FR", kinds=["guild"])]}, "/participants/0/organisation/kinds/0"),
        (
            {"participants": [participant("a", "FR", competences={"x": 4})]},
            "/participants/0/organisation/competences/x",
        ),
        ({"participants": [participant("a", "FR", "boss")]}, "/participants/0/role"),
        ({"participants": [participant("a", "FR") | {"total_cost": "12"}]}, "/participants/0/total_cost"),
        ({"participants": [participant("a", "FR") | {"total_cost": True}]}, "/participants/0/total_cost"),
        ({"participants": [participant("a", "FR") | {"total_cost": 0.001}]}, "/participants/0/total_cost"),
        ({"participants": [participant("a", "FR") | {"facts": {"a/b~": {}}}]}, "/participants/0/facts/a~1b~0"),
        (
            {"participants": [{"organisation": "x", "role": "beneficiary", "overrides": {"id": "y"}}]},
            "/participants/0/overrides/id",
        ),
        (
            {"participants": [{"organisation": "x", "role": "beneficiary", "overrides": {"sme": 0}}]},
            "/participants/0/overrides/sme",
        ),
        ({"call": call(budget_year="2026")}, "/call/budget_year"),
        ({"call": call(budget_year=True)}, "/call/budget_year"),
        ({"call": call(deadline="2026-02-30")}, "/call/deadline"),
        ({"call": call(pillar=4)}, "/call/pillar"),
        ({"call": {"identifier": "x"}}, "/call/programme"),
        (
            {"call": call(conditions=[{"id": "a", "title": "b", "requirement": {"kind": "magic"}}])},
            "/call/conditions/0/requirement",
        ),
        ({"topic": "x"}, ""),
        ({"call": None}, ""),
    ],
)
def test_a_fault_is_told_at_its_place(change: dict[str, object], pointer: str) -> None:
    assert list(fault(request(**change))) == [pointer]


def test_several_faults_are_told_at_once() -> None:
    wrong = request(as_of="never", participants=[participant("a", "ZZ", "boss", controlled_from=None)])
    assert set(fault(wrong)) == {"/as_of", "/participants/0/organisation/country", "/participants/0/role"}


def test_the_codes_of_the_commission_are_read_as_iso() -> None:
    read = validated(VerdictRequest, request(participants=[participant("a", "EL"), participant("b", "UK")]))
    organisations = [one.organisation for one in read.participants]
    assert [one.country for one in organisations if not isinstance(one, str)] == ["GR", "GB"]


@pytest.mark.parametrize("junk", [1, "text", [], None, True])
def test_what_is_no_object_is_no_request(junk: object) -> None:
    assert fault(junk) == {"": "this should be an object"}


def test_an_error_has_the_status_of_its_kind() -> None:
    kinds: list[type[QuorumError]] = [Malformed, Invalid]
    assert [kind.status for kind in kinds] == [400, 422]
