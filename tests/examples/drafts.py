"""Drafts of models for the tests of rules: written in canonical spellings, their shapes not looked at."""

from collections.abc import Iterable

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.model.draft import Draft, Drafted, Rule
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, ModeRules
from flowtime_domain.model.root_elements import ModelMetadata
from flowtime_domain.model.tree import mapping_in, mappings_in, text_in
from flowtime_domain.model.written_as import WrittenAs

GRID = "grid: {bins: 3, binSize: 1, binUnit: hours}\n"


def draft_of(text: str, rules: ModeRules = SIMULATION_RULES, request_seed: int | None = None) -> Draft:
    """The draft of a YAML document in canonical spellings, without its shapes."""
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(text)
    topology = mapping_in(document.root, "topology")

    def drafted(tree, path):
        return tuple(
            Drafted((*path, index), text_in(item, "id"), None, item)
            for index, item in mappings_in(tree, path[-1])
        )

    nodes = drafted(document.root, ("nodes",))
    formulas = {index: text_in(node.tree, "expr") for index, node in enumerate(nodes)}
    return Draft(
        written_as=WrittenAs(document),
        rules=rules,
        limits=ModelLimits(),
        grid=None,
        nodes=nodes,
        topology_nodes=drafted(topology, ("topology", "nodes")),
        edges=drafted(topology, ("topology", "edges")),
        constraints=drafted(topology, ("topology", "constraints")),
        outputs=drafted(document.root, ("outputs",)),
        metadata=ModelMetadata(),
        rng=None,
        authored_provenance=None,
        expressions={index: parse_expression(text) for index, text in formulas.items() if text is not None},
        request_seed=request_seed,
    )


def found(rule: Rule, text: str, **options: object) -> list[tuple[str, str]]:
    """Code and pointer of what a rule finds in a YAML document, in the order of its findings."""
    return [(error.code, error.pointer) for error in findings(rule, text, **options)]


def findings(rule: Rule, text: str, **options: object) -> list[DocumentError]:
    """What a rule finds in a YAML document."""
    draft = draft_of(text, **options)  # type: ignore[arg-type]
    return list(rule(draft))


def message(errors: Iterable[DocumentError]) -> str:
    """The message of the only finding."""
    (error,) = errors
    return error.message
