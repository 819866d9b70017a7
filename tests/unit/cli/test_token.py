import hashlib
import json

import pytest
import yaml
from typer.testing import CliRunner

from milepost.app.home import Home
from milepost.cli import app
from milepost.errors import MilepostError
from milepost.web.feeds import holder_of

SETTINGS = "version: 1\nfeeds:\n  - {name: inner, title: Inner circle, private: true}\n"


@pytest.fixture
def config(tmp_path):
    (tmp_path / "config" / "milestones").mkdir(parents=True)
    (tmp_path / "config" / "milepost.yaml").write_text(SETTINGS)
    return tmp_path / "config"


def run(config, *arguments):
    return CliRunner().invoke(app, ["--config", str(config), "token", *arguments])


def test_the_printed_line_lets_the_printed_token_in(config):
    token, address, line = run(config, "inner").stdout.splitlines()
    assert address == f"/feeds/inner.ics/{token}"
    (config / "milepost.yaml").write_text(f"{SETTINGS}tokens:\n  {line}\n")
    tokens = Home(config).snapshot().settings.tokens
    holder = holder_of(token, tokens)
    assert holder is not None
    assert (holder.name, holder.feeds, holder.post) == ("inner", ("inner",), False)
    assert token not in (config / "milepost.yaml").read_text()


def test_a_name_that_is_no_feed_may_post(config):
    told = json.loads(run(config, "press office", "--json").stdout)
    assert (told["feeds"], told["post"]) == ([], True)
    assert told["sha256"] == hashlib.sha256(told["token"].encode()).hexdigest()
    assert yaml.safe_load(told["line"])[0]["name"] == "press office"


def test_no_token_is_given_twice(config):
    assert run(config, "inner").stdout != run(config, "inner").stdout


def test_a_feed_that_is_not_there_is_refused(config):
    failed = run(config, "press", "--feed", "iner")
    assert isinstance(failed.exception, MilepostError)
    assert "no feed iner; there are: inner" in str(failed.exception)
