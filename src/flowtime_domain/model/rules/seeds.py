"""Seeds: random draws need one (model §5.5, §8.2)."""

from collections.abc import Iterator, Mapping

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Value
from flowtime_domain.model.draft import Draft


def missing_seed(draft: Draft) -> Iterator[DocumentError]:
    """`seed_required`: a pmf is sampled, and neither the model nor the request gives a seed."""
    if draft.request_seed is not None or _may_give_seed(draft.written_as.document.root.get("rng")):
        return
    for drafted in draft.nodes:
        if drafted.tree.get("kind") == "pmf" and drafted.tree.get("mode") == "sample":
            message = f"Node '{drafted.identifier}' is sampled, which needs a seed: give 'rng: {{seed: 42}}'."
            yield draft.written_as.error("seed_required", message, drafted.path)


def _may_give_seed(rng: Value) -> bool:
    # What is no mapping is spoken of elsewhere.
    return rng.get("seed") is not None if isinstance(rng, Mapping) else rng is not None
