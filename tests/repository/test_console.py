"""The reader of examples: what it takes for agreement, and what it does not."""

import json

import pytest

from tests.repository.console import Example, difference, examples, request

PAGE = """Text.

```console
$ first \\
    --long
line … end
…
last
$ second
$ third '{
  "a": 1
}'
end
```

```python
$ no example
```
"""


def test_examples_are_the_commands_of_console_fences_with_their_answers() -> None:
    first = Example("first \\\n    --long", "line … end\n…\nlast")
    third = Example("third '{\n  \"a\": 1\n}'", "end")
    assert examples(PAGE) == [first, Example("second", ""), third]


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ("line … end\n…\nlast", "line 1 end\nmore\nand more\nlast\n"),
        ("line … end\n…\nlast", "line 1 end\nlast"),
        ('{"a": 1, "…": "…"}', '{"b": 2, "a": 1}'),
        ('{"a": "…"}', '{"a": [1, 2]}'),
        ('{"a": "at …"}', '{"a": "at noon"}'),
        ('{"a": [1, "…"]}', '{"a": [1, 2, 3]}'),
        ('{"a": ["…", {"b": 2, "…": "…"}, "…"]}', '{"a": [1, {"b": 1}, {"b": 2, "c": 0}, 3]}'),
        ('{"a": ["…"]}', '{"a": []}'),
        ('[{"a": null}]', '[{"a": null}]'),
        ("", "anything"),
    ],
)
def test_agrees(shown: str, came: str) -> None:
    assert difference(shown, came) is None


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ("line … end", "line 1"),
        ("first\nlast", "first\nmore\nlast"),
        ('{"a": 1}', '{"a": 1, "b": 2}'),
        ('{"a": 1, "…": "…"}', '{"b": 1}'),
        ('{"a": 1}', '{"a": true}'),
        ('{"a": 1}', '{"a": 1.0}'),
        ('{"a": "at …"}', '{"a": "noon"}'),
        ('{"a": [1]}', '{"a": [1, 2]}'),
        ('{"a": [1, 2, "…"]}', '{"a": [1]}'),
        ('{"a": ["…", 3, "…", 1]}', '{"a": [1, 2, 3]}'),
        ('{"a": {"b": 1}}', '{"a": [1]}'),
    ],
)
def test_differs(shown: str, came: str) -> None:
    assert difference(shown, came)


def test_a_curl_command_is_read_with_method_headers_and_body() -> None:
    asked = request("""curl -s http://127.0.0.1:8000/v1/verdicts -H 'Prefer: wait=5' --json '{"a": "b c"}'""")
    assert (asked.method, asked.url) == ("POST", "http://127.0.0.1:8000/v1/verdicts")
    assert asked.headers["Prefer"] == "wait=5"
    assert json.loads(asked.content or "") == {"a": "b c"}


def test_an_option_of_curl_that_is_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="--insecure"):
        request("curl --insecure http://127.0.0.1:8000/")
