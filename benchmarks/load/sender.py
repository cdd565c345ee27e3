"""Requests as fast as answers come, by wrk."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SCRIPT = """
local paths = {%(paths)s}
local count = 0
s2, s304, s429, s503, other = 0, 0, 0, 0, 0
function request()
  count = count + 1
  local path = paths[count %% #paths + 1]:gsub("{n}", tostring(count))
  return wrk.format("GET", path)
end
function response(status)
  if status >= 200 and status < 300 then s2 = s2 + 1
  elseif status == 304 then s304 = s304 + 1
  elseif status == 429 then s429 = s429 + 1
  elseif status == 503 then s503 = s503 + 1
  else other = other + 1 end
end
local threads = {}
function setup(thread) table.insert(threads, thread) end
function done(summary, latency)
  local t, quick, all = threads[1], 0, 0
  for i = 1, #latency do
    local value, times = latency(i)
    all = all + times
    if value <= 1000000 then quick = quick + times end
  end
  local e = summary.errors
  io.write(string.format(
    'RESULT {"answered": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "ok": %%d, "not_modified": %%d, "too_many": %%d, '
    .. '"busy": %%d, "other": %%d, "broken": %%d, "late": %%d, "within_a_second": %%f}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    t:get("s2"), t:get("s304"), t:get("s429"), t:get("s503"), t:get("other"),
    e.connect + e.read + e.write, e.timeout, all > 0 and quick / all or 0))
end
"""


@dataclass(frozen=True)
class Answers:
    """What came back: answers by kind, broken connections, answers that came too late; ``p50`` and ``p99`` in ms."""

    answered: int
    seconds: float
    p50: float
    p99: float
    ok: int
    not_modified: int
    too_many: int
    busy: int
    other: int
    broken: int
    late: int
    within_a_second: float

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


def send(
    url: str,
    paths: Sequence[str],
    *,
    seconds: int,
    connections: int = 16,
    headers: Mapping[str, str] | None = None,
) -> Answers:
    """Ask for these paths in turn; ``{n}`` in one is another number each time, so that nothing is kept for it."""
    program = shutil.which("wrk")
    assert program is not None, "load is sent by wrk, which is not installed: apt-get install wrk"
    with TemporaryDirectory() as folder:
        script = Path(folder, "asked.lua")
        script.write_text(SCRIPT % {"paths": ", ".join(json.dumps(path) for path in paths)}, "utf-8")
        said = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
        command = [
            program,
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "12s",
            *said,
            "-s",
            str(script),
            url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - as above
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return Answers(**json.loads(line.removeprefix("RESULT ")))
