"""Values of parameters from a command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from examples.commands import foreseeable
from flowtime_domain.errors import RequestInvalidError, UsageError
from flowtime_entrypoints.cli.parameters import named_template, parameter_values, template_in
from flowtime_entrypoints.cli.session import Session
from flowtime_entrypoints.container import Container
from flowtime_entrypoints.settings import read_settings


def container(tmp_path: Path) -> Container:
    return foreseeable(read_settings({"FLOWTIME_DATA_DIR": str(tmp_path)}), None, with_metrics=False)


def values(
    tmp_path: Path, given: Sequence[str], param_file: str | None = None, session: Session | None = None
) -> dict[str, Any]:
    parts = container(tmp_path)
    template = named_template(parts, "order-system")
    return parameter_values(session or Session(), parts, template, given, param_file)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("288", 288),
        ("0.5", 0.5),
        ("true", True),
        ("yes", "yes"),
        ("[1, 2.5]", [1, 2.5]),
        ("'12'", "12"),
        ("null", None),
        ("a=b", "a=b"),
        ("{a: 1}", {"a": 1}),
    ],
)
def test_values_are_yaml(tmp_path: Path, text: str, value: object) -> None:
    """A value that is not for a text parameter is read as a YAML flow value (operations §4.5)."""
    assert values(tmp_path, [f"bins={text}"]) == {"bins": value}


@pytest.mark.parametrize("text", ["[1, 2]", "0.50", "a: b", "]x", "${bins}", "", "\n- 1"])
def test_texts_stay_texts(tmp_path: Path, text: str) -> None:
    """The value of a text parameter is the text as it stands, YAML syntax included (operations §4.5)."""
    name = "telemetryOrderArrivalsSource"
    assert values(tmp_path, [f"{name}={text}"]) == {name: text}


@pytest.mark.parametrize("text", ["[1", "1, 2", "1], x: [2", "1]\nx: [2", "a: b: c", "- 1"])
def test_values_that_are_no_yaml(tmp_path: Path, text: str) -> None:
    """A value that is no single YAML value is a usage error (operations §4.2)."""
    with pytest.raises(UsageError, match="no single YAML value"):
        values(tmp_path, [f"bins={text}"])


@pytest.mark.parametrize("text", ["", "  "])
def test_values_that_are_empty(tmp_path: Path, text: str) -> None:
    """An empty value, as shells make of unset variables, is no silent default (operations §4.2)."""
    with pytest.raises(UsageError, match=r"'--param bins' has no value; leave it out for the default\."):
        values(tmp_path, [f"bins={text}"])


@pytest.mark.parametrize("given", ["bins", "=1"])
def test_values_without_a_name(tmp_path: Path, given: str) -> None:
    """A value has a name in front of it (operations §4.2)."""
    with pytest.raises(UsageError, match="NAME=VALUE"):
        values(tmp_path, [given])


def test_files_of_values(tmp_path: Path) -> None:
    """Values come from a file, those of the command line win, and the last of one name (operations §4.5)."""
    path = tmp_path / "values.yaml"
    path.write_text("bins: 12\nbinSize: 10\n")
    given = ["bins=24", "bins=36"]
    assert values(tmp_path, given, str(path)) == {"bins": 36, "binSize": 10}


def test_files_of_values_that_are_wrong(tmp_path: Path) -> None:
    """What is wrong in a file of values has its place in that file (operations §4.3)."""
    path = tmp_path / "values.yaml"
    path.write_text("bins: 12\nbins: 13\n")
    session = Session()
    with pytest.raises(RequestInvalidError) as caught:
        values(tmp_path, [], str(path), session)
    assert caught.value.errors[0].code == "duplicate_key"
    source = session.find_source()
    assert source is not None
    assert source.name == str(path)


def test_templates_that_cannot_be_used(tmp_path: Path) -> None:
    """A template that is not right says so when it is used, not when values are read (operations §4.5)."""
    assert named_template(container(tmp_path), "nobody") is None
    assert template_in(container(tmp_path), b"[") is None
    assert parameter_values(Session(), container(tmp_path), None, ["a=1"], None) == {"a": 1}
