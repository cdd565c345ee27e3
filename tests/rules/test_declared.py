import pytest
from pydantic import ValidationError

from rules.declared import DeclaredFact


@pytest.mark.parametrize("told", [{"not_of": ["university"]}, {"told_by": "affiliated_to"}])
@pytest.mark.parametrize("kind", ["number", "text", "list"])
def test_only_a_yes_or_no_is_told_by_something_else(kind: str, told: dict[str, object]) -> None:
    assert DeclaredFact.model_validate({"says": "it is one", **told}).type == "yes_or_no"
    with pytest.raises(ValidationError, match="only a yes or no"):
        DeclaredFact.model_validate({"says": "it is one", "type": kind, **told})


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="not_of"):
        DeclaredFact.model_validate({"says": "it is one", "not_of": ["universities"]})
