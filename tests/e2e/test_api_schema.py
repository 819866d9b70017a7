"""Schemathesis throws at the API what its own document allows and forbids."""

import os
import subprocess

import pytest

from tests.serving import TOKEN, running


@pytest.mark.timeout(240)
def test_the_api_keeps_what_its_document_says(tmp_path):
    command = os.environ.get("MILEPOST_TEST_SCHEMATHESIS")
    if not command:
        pytest.skip("MILEPOST_TEST_SCHEMATHESIS names no schemathesis command")
    with running() as site:
        address = f"http://127.0.0.1:{site.port}"
        asked = subprocess.run(
            [
                *(*command.split(), "run", f"{address}/api/openapi.json", "--url", address),
                *("--max-examples", "15", "--seed", "7", "-H", f"Authorization: Bearer {TOKEN}"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=200,
        )
    assert asked.returncode == 0, asked.stdout[-6000:]
