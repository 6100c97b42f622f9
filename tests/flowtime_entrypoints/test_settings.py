"""Settings of a deployment."""

import os
from pathlib import Path

import pytest

from flowtime_domain.errors import SettingInvalidError
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_entrypoints.settings import KNOWN_VARIABLES, read_settings, unknown_variable_message


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingInvalidError) as caught:
        read_settings(environ)
    return caught.value.problems


def test_defaults() -> None:
    """Without variables and flags every setting has its default (operations §1.1)."""
    settings = read_settings({})
    assert settings.data_dir == Path("data")
    assert settings.runs_root == Path("data/runs")
    assert settings.templates_dirs == ()
    assert settings.capture_directories == (Path("data/telemetry"),)
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("warning", "auto")
    assert settings.document_limits == DocumentLimits(1_048_576, 64, 100, 500_000)
    assert settings.model_limits == ModelLimits(100_000, 100_000, 50_000_000)
    assert settings.max_body_bytes == 10_485_760
    assert settings.max_running_cells == 200_000_000
    assert settings.max_window_points == 5_000_000
    assert settings.max_concurrent_creations == 32
    assert settings.max_requests_per_minute is None
    assert (settings.request_timeout_seconds, settings.shutdown_seconds) == (30, 30)
    assert settings.open_runs == 64
    assert settings.unknown_variables == ()


def test_variables_and_flags(tmp_path: Path) -> None:
    """A flag goes before the variable, the variable before the default (operations §1.1)."""
    first, second, third = (tmp_path / name for name in ("a", "b", "with:colon"))
    for directory in (first, second, third):
        directory.mkdir()
    environ = {
        "FLOWTIME_DATA_DIR": "/var/flow",
        "FLOWTIME_TEMPLATES_DIR": os.pathsep.join([str(first), str(second)]),
        "FLOWTIME_PORT": "9000",
        "FLOWTIME_LOG_LEVEL": "DEBUG",
        "FLOWTIME_CORS_ORIGINS": "https://a.example, http://b.example:81",
        "FLOWTIME_MAX_REQUESTS_PER_MINUTE": "60",
        "FLOWTIME_SHUTDOWN_SECONDS": "0.5",
    }
    flags = {
        "FLOWTIME_DATA_DIR": "/flag",
        "FLOWTIME_TEMPLATES_DIR": [str(third)],
        "FLOWTIME_HOST": None,
        "FLOWTIME_PORT": None,
    }
    settings = read_settings(environ, flags)
    assert settings.data_dir == Path("/flag")
    assert settings.templates_dirs == (third,)
    assert settings.port == 9000
    assert settings.log_level == "debug"
    assert settings.cors_origins == ("https://a.example", "http://b.example:81")
    assert settings.max_requests_per_minute == 60
    assert settings.shutdown_seconds == 0.5
    assert read_settings(environ).templates_dirs == (first, second)
    assert read_settings(environ, {"FLOWTIME_TEMPLATES_DIR": ()}).templates_dirs == (first, second)


def test_a_server_logs_at_info_unless_told_otherwise() -> None:
    """The default level is that of the command, a set level wins (operations §1.1)."""
    assert read_settings({}, default_log_level="info").log_level == "info"
    assert read_settings({"FLOWTIME_LOG_LEVEL": "error"}, default_log_level="info").log_level == "error"


def test_a_blank_variable_counts_as_unset() -> None:
    """Blank variables are not read (operations §1.1)."""
    settings = read_settings({"FLOWTIME_PORT": "  ", "FLOWTIME_API_KEYS": "", "FLOWTIME_PROT": " "})
    assert settings.port == 8080
    assert settings.unknown_variables == ()


def test_all_wrong_settings_come_together() -> None:
    """One error names each wrong variable, its value and its rule (operations §1.1)."""
    found = problems(
        {
            "FLOWTIME_PORT": "http",
            "FLOWTIME_LOG_LEVEL": "loud",
            "FLOWTIME_MAX_BINS": "0",
            "FLOWTIME_REQUEST_TIMEOUT_SECONDS": "-1",
            "FLOWTIME_CORS_ORIGINS": "example",
        }
    )
    assert found == (
        "FLOWTIME_PORT is 'http', but it must be an integer of at least 0 and at most 65535.",
        "FLOWTIME_CORS_ORIGINS is 'example', but each must be '*' or an origin such as "
        "'https://flow.example.org'.",
        "FLOWTIME_LOG_LEVEL is 'loud', but it must be one of debug, info, warning, error.",
        "FLOWTIME_MAX_BINS is '0', but it must be an integer of at least 1.",
        "FLOWTIME_REQUEST_TIMEOUT_SECONDS is '-1', but it must be a number of seconds above 0.",
    )


@pytest.mark.parametrize("text", ["65536", "1.5", "1e3", "٣", "9" * 30])
def test_an_integer_is_digits_within_its_bounds(text: str) -> None:
    """Integers are ASCII digits, and a port is at most 65535 (operations §1.1)."""
    assert len(problems({"FLOWTIME_PORT": text})) == 1


def test_a_document_is_never_deeper_than_readers_can_go() -> None:
    """The deepest nesting that can be allowed is 200 (operations §1.1)."""
    assert read_settings({"FLOWTIME_MAX_DOCUMENT_DEPTH": "200"}).max_document_depth == 200
    assert problems({"FLOWTIME_MAX_DOCUMENT_DEPTH": "201"}) == (
        "FLOWTIME_MAX_DOCUMENT_DEPTH is '201', but it must be an integer of at least 1 and at most 200.",
    )


def test_directories_of_templates_exist(tmp_path: Path) -> None:
    """A directory of templates that cannot be read is a wrong setting (operations §1.1)."""
    file, lost = tmp_path / "file", tmp_path / "lost"
    file.write_text("")
    rule = "each must be a directory that can be read"
    for wrong in (file, lost):
        given = f"{tmp_path}{os.pathsep}{wrong}"
        assert problems({"FLOWTIME_TEMPLATES_DIR": given}) == (
            f"FLOWTIME_TEMPLATES_DIR is '{given}', but {rule}.",
        )
    with pytest.raises(SettingInvalidError, match=f"is '{tmp_path}, {lost}', but {rule}"):
        read_settings({}, {"FLOWTIME_TEMPLATES_DIR": (str(tmp_path), str(lost))})


def test_a_blank_flag_is_no_directory() -> None:
    """A flag that names the data root names something (operations §1.1)."""
    with pytest.raises(SettingInvalidError, match="FLOWTIME_DATA_DIR is '', but it must name a directory"):
        read_settings({}, {"FLOWTIME_DATA_DIR": ""})


def test_a_wrong_flag_is_named_as_it_was_typed() -> None:
    """What a flag says wrongly is told under its name, with the variable it replaces (operations §1.1)."""
    with pytest.raises(SettingInvalidError) as caught:
        read_settings(
            {"FLOWTIME_PORT": "1", "FLOWTIME_LOG_LEVEL": "loud", "FLOWTIME_MAX_BINS": "0"},
            {"FLOWTIME_PORT": "70000", "FLOWTIME_LOG_LEVEL": None},
            flag_names={"FLOWTIME_PORT": "--port"},
        )
    assert caught.value.problems == (
        "--port (FLOWTIME_PORT) is '70000', but it must be an integer of at least 0 and at most 65535.",
        "FLOWTIME_LOG_LEVEL is 'loud', but it must be one of debug, info, warning, error.",
        "FLOWTIME_MAX_BINS is '0', but it must be an integer of at least 1.",
    )


def test_api_keys_are_refused_not_ignored() -> None:
    """A server that cannot check keys does not pretend to (api §3.1)."""
    found = problems({"FLOWTIME_API_KEYS": "ops:" + "0" * 64})
    assert "cannot check API keys" in found[0]
    assert "0000" not in found[0]


def test_unknown_variables_are_named_with_the_nearest_known_one() -> None:
    """A misspelt variable gives a warning that names the nearest known one (operations §1.2)."""
    assert read_settings({"FLOWTIME_PROT": "1", "PATH": "x"}).unknown_variables == ("FLOWTIME_PROT",)
    assert unknown_variable_message("FLOWTIME_PROT").endswith("did you mean 'FLOWTIME_PORT'?")
    assert (
        unknown_variable_message("FLOWTIME_ZZZZZZZZZZZZZZZZZ") == "Nothing reads FLOWTIME_ZZZZZZZZZZZZZZZZZ."
    )
    assert "FLOWTIME_DATA_DIR" in KNOWN_VARIABLES


def test_roots_of_captures_need_not_exist() -> None:
    """Roots of captures are separated as in PATH, and made when they are first used (operations §1.1)."""
    roots = os.pathsep.join(["/srv/captures", " other ", ""])
    settings = read_settings({"FLOWTIME_CAPTURE_ROOTS": roots})
    assert settings.capture_directories == (Path("/srv/captures"), Path("other"))
