"""The worked examples of the specification, each in a file of its own, as the specification prints it."""

from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent


def example_text(name: str) -> str:
    """The text of an example, for example ``M3`` of the model language or ``E7`` of the engine."""
    folder = "engine" if name.upper().startswith("E") else "model"
    return (_FOLDER / folder / f"{name.lower()}.yaml").read_text(encoding="utf-8")


def expectations(name: str) -> dict[str, object]:
    """What the example says about itself under its key `x-expect`."""
    document = yaml.safe_load(example_text(name))
    expected = document["x-expect"]
    assert isinstance(expected, dict)
    return expected


def example_names(letter: str) -> list[str]:
    """All examples of one letter in numeric order."""
    names = [path.stem.upper() for path in _FOLDER.glob(f"*/{letter.lower()}*.yaml")]
    return sorted(names, key=lambda name: int(name[1:]))
