"""Wrong settings stop the start with one line; options over the environment over a file (contract, section 9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.program import is_one_line, tasktix

WRONG = {
    "port": ["", "eighty", "-1", "65536", "80.5"],
    "database": ["postgres://u@h/d", "sqlite://x.db", "sqlite:///x.db", "mysql://host", "x.db", "mysql://h:x/d"],
    "base_url": [
        "tasks.example.org",
        "ftp://x.org",
        "https://",
        "https://x.org/path",
        "https://u@x.org",
        "https://x.org?q",
    ],
    "host": [" "],
    "bell": ["loud"],
    "metrics_port": ["-1", "nine"],
    "sign_up": ["maybe", "OPEN"],
    "local_sign_in": ["maybe"],
    "github_url": ["github.com"],
    "oidc_issuer": ["login.example.org", "ftp://x.org", "https://x.org?q"],
    "oidc_scopes": ["email profile"],
}
VARIABLES = {
    "port": "TASKTIX_PORT",
    "database": "TASKTIX_DATABASE_URL",
    "base_url": "TASKTIX_BASE_URL",
    "host": "TASKTIX_HOST",
    "bell": "TASKTIX_BELL",
    "metrics_port": "TASKTIX_METRICS_PORT",
    "sign_up": "TASKTIX_SIGN_UP",
    "local_sign_in": "TASKTIX_LOCAL_SIGN_IN",
    "github_url": "TASKTIX_GITHUB_URL",
    "oidc_issuer": "TASKTIX_OIDC_ISSUER",
    "oidc_scopes": "TASKTIX_OIDC_SCOPES",
}
OPTIONS = {"port": "--port", "database": "--database", "base_url": "--base-url", "host": "--host"}


def stopped(home: Path, *arguments: str | Path, **environment: str) -> str:
    """The one line with which the start was refused."""
    done = tasktix("serve", *arguments, home=home, environment=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_line(done.stderr), done.stderr
    assert "expected" in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", OPTIONS)
def test_a_wrong_option(tmp_path: Path, name: str) -> None:
    for value in WRONG[name]:
        line = stopped(tmp_path, f"{OPTIONS[name]}={value}")
        assert OPTIONS[name] in line


@pytest.mark.parametrize("name", VARIABLES)
def test_a_wrong_variable(tmp_path: Path, name: str) -> None:
    for value in WRONG[name]:
        if value:
            assert VARIABLES[name] in stopped(tmp_path, **{VARIABLES[name]: value})


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_of_the_file(tmp_path: Path, name: str) -> None:
    config = tmp_path / "tasktix.toml"
    for text in (*(f'"{value}"' for value in WRONG[name]), "true", "1.5", '["x"]'):
        config.write_text(f"{name} = {text}")
        line = stopped(tmp_path, "--config", config)
        assert name in line
        assert str(config) in line


@pytest.mark.parametrize("text", ["unknown = 1", "port = ", "\x00", "port = 1\nport = 2", "[section]\nport = 1"])
def test_a_file_that_cannot_be_meant(tmp_path: Path, text: str) -> None:
    config = tmp_path / "tasktix.toml"
    config.write_text(text)
    assert "tasktix.toml" in stopped(tmp_path, "--config", config)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere.toml" in stopped(tmp_path, "--config", tmp_path / "nowhere.toml")
    assert str(tmp_path) in stopped(tmp_path, "--config", tmp_path)


@pytest.mark.parametrize(
    "url", ["mysql://ann:hunter2@host:port/name", "mysql://ann:hunter2@", "mysqll://ann:hunter2@host/name"]
)
def test_a_password_is_not_printed(tmp_path: Path, url: str) -> None:
    config = tmp_path / "tasktix.toml"
    config.write_text(f'database = "{url}"')
    for line in (
        stopped(tmp_path, "--database", url),
        stopped(tmp_path, TASKTIX_DATABASE_URL=url),
        stopped(tmp_path, "--config", config),
    ):
        assert "hunter2" not in line


def test_options_over_environment_over_file(tmp_path: Path) -> None:
    """Each is another database; the one that is made is the one that counts."""
    files = {name: tmp_path / f"{name}.db" for name in ("option", "variable", "file")}
    urls = {name: f"sqlite:///{path}" for name, path in files.items()}
    config = tmp_path / "tasktix.toml"
    config.write_text(f'database = "{urls["file"]}"')
    variable = {"TASKTIX_DATABASE_URL": urls["variable"]}

    def migrate(*arguments: str | Path, **environment: str) -> set[str]:
        before = {name for name, path in files.items() if path.exists()}
        assert tasktix("migrate", *arguments, home=tmp_path, environment=environment).returncode == 0
        return {name for name, path in files.items() if path.exists()} - before

    assert migrate("--config", config, "--database", urls["option"], **variable) == {"option"}
    assert migrate("--config", config, **variable) == {"variable"}
    assert migrate("--config", config) == {"file"}
    assert migrate() == set()
    assert list(tmp_path.rglob("tasktix.db")), "without any it is in the user's own folder"


def test_a_provider_is_named_whole(tmp_path: Path) -> None:
    line = stopped(tmp_path, TASKTIX_OIDC_ISSUER="https://login.example.org", TASKTIX_OIDC_CLIENT_ID="tasktix")
    assert "TASKTIX_OIDC_CLIENT_SECRET" in line
    line = stopped(tmp_path, TASKTIX_GITHUB_CLIENT_SECRET="a secret of ours")
    assert "TASKTIX_GITHUB_CLIENT_ID" in line
    assert "a secret" not in line


def test_with_mysql_the_operator_gives_the_key(tmp_path: Path) -> None:
    line = stopped(tmp_path, TASKTIX_DATABASE_URL="mysql://nobody@127.0.0.1:1/nothing")
    assert "TASKTIX_SECRET_KEY" in line
    assert "TASKTIX_SECRET_KEY" in stopped(tmp_path, TASKTIX_SECRET_KEY=" , ")
