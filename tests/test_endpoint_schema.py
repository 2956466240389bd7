"""The OpenAPI document against the server: schemathesis asks what it allows and what not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import tuned

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@pytest.mark.slow
def test_schemathesis(tmp_path):
    """No answer but those that are described, and none of 5xx."""
    beside = Path(sys.executable).with_name("schemathesis")
    program = str(beside) if beside.is_file() else shutil.which("schemathesis")
    if program is None:
        pytest.skip("schemathesis is not installed: pip install schemathesis")
    with tuned(tmp_path) as running:
        options = ["--max-examples", "8", "--seed", "14", "--checks", ",".join(CHECKS)]
        command = [program, "run", f"{running.url}/openapi.json", "--no-color", *options]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600
        )
    assert done.returncode == 0, done.stdout
