"""The bytes of our documents.

Rule 1: equal values give equal bytes, whatever the platform, locale or hash seed (runs §1.7).
Rule 2: order is the caller's, except in canonical JSON.
"""

from flowtime_domain.model.number_text import number_text
from flowtime_domain.runs.encoding.json_text import artifact_json, canonical_json, compact_json, ordered
from flowtime_domain.runs.encoding.yaml_text import model_yaml

__all__ = ["artifact_json", "canonical_json", "compact_json", "model_yaml", "number_text", "ordered"]
