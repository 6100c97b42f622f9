"""Models as their authors wrote them."""

from examples.workbench import Workbench
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.modes.written_model import WrittenDocument

GRID = {"bins": 1, "binSize": 1, "binUnit": "hours"}
NODES = [{"id": "a", "values": 1}]


def read(root: dict[str, object], seed: int | None = None):  # type: ignore[no-untyped-def]
    document = Document({"grid": GRID, "nodes": NODES, **root})  # type: ignore[dict-item]
    return WrittenDocument(document).read(SIMULATION_RULES, ModelLimits(), seed)


def test_names_of_an_inline_model() -> None:
    """The title falls back to the id, the id to adhoc-model, the version to 0.0.0 (runs §2.4)."""
    named = read({"metadata": {"id": "mine"}}).origin
    assert (named.kind, named.template_id, named.title, named.version) == ("inline", "mine", "mine", "0.0.0")
    assert read({}).origin.template_id == "adhoc-model"
    assert named.template_hash is None


def test_the_seed_of_the_request_goes_before_that_of_the_model() -> None:
    """The effective seed is that of the request, else of the model, else none (runs §2.2)."""
    assert read({"rng": {"seed": 3}}, seed=5).seed == 5
    assert read({"rng": {"seed": 3}}, seed=0).seed == 0
    assert read({"rng": {"seed": 3}}).seed == 3
    assert read({}).seed is None


def test_a_template_gives_its_document_without_declarations() -> None:
    """After substitution a template is a model (model §9.4)."""
    document = Workbench().source.written("clinic-day", None, {"capacity": 7}).document()
    assert "parameters" not in document.root
    assert document.root["nodes"][1]["values"] == 7  # type: ignore[index,call-overload]
