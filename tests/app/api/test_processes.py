import subprocess
import sys
from pathlib import Path

SERVE_AND_SOLVE = """
import sys
from pathlib import Path

from fastapi.testclient import TestClient

from app.api.main import create_app
from app.settings import Settings

if __name__ == "__main__":
    settings = Settings(data_dir=Path(sys.argv[1]), today="2026-11-22")
    with TestClient(create_app(settings)) as client:
        asked = {"topic": "HORIZON-CL2-2027-01-HERITAGE-03", "alternatives": 1}
        answer = client.post("/v1/proposals", json=asked, headers={"Prefer": "wait=60"})
    assert answer.json()["status"] == "optimal", answer.text
    print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
HEAVY = {"ortools", "numpy", "pandas"}


def test_a_process_that_serves_a_proposal_never_loads_or_tools_itself(tmp_path: Path) -> None:
    script = tmp_path / "serve.py"
    script.write_text(SERVE_AND_SOLVE, "utf-8")
    command = [sys.executable, str(script), str(tmp_path / "var")]
    served = subprocess.run(command, capture_output=True, text=True, check=False)
    assert served.returncode == 0, served.stderr
    assert HEAVY & set(served.stdout.split()) == set()
