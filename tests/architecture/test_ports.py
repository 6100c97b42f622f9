"""Every port has its contract suite, its fake and its adapter, all named after it."""

import pytest

from architecture.layout import PACKAGES, ROOT

PORTS = sorted(
    path.stem for path in (PACKAGES["flowtime_domain"] / "ports").glob("*.py") if path.stem != "__init__"
)


@pytest.mark.parametrize("port", PORTS)
def test_port_has_contract_fake_and_adapter(port):
    """A port, its contract suite, its fake and its adapters share one name (design §1, §10)."""
    assert (ROOT / "tests" / "contracts" / f"{port}.py").is_file()
    assert (ROOT / "tests" / "fakes" / f"{port}.py").is_file()
    assert (PACKAGES["flowtime_adapters"] / port / "__init__.py").is_file()


def test_adapters_are_named_after_ports():
    """Each package of adapters fills a port, but for the one thing that adapters share (design §2)."""
    packages = {path.parent.name for path in PACKAGES["flowtime_adapters"].glob("*/__init__.py")}
    assert packages - set(PORTS) == {"durable_files"}


@pytest.mark.parametrize("port", PORTS)
def test_contract_is_run_by_adapters_and_fakes(port):
    """Both an adapter and a fake run the contract suite of their port (design §10)."""
    suite = "".join(part.title() for part in port.split("_")) + "Contract"
    tests = ROOT / "tests" / "flowtime_adapters" / port
    texts = [path.read_text(encoding="utf-8") for path in tests.glob("test_*.py")]
    assert sum(text.count(f"({suite}):") for text in texts) >= 2
