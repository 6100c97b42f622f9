"""Everything that can go wrong in FlowTime because of its caller or its surroundings.

Rule 1: an error takes fields and builds its own sentence; it knows no HTTP status and no exit code.
Rule 2: single findings in a document are `DocumentError` values, carried by one exception.
Rule 3: bugs (TypeError, AssertionError, ...) are not in this tree and are never caught.

::

    FlowTimeError
    ├── CallError                       the caller's message itself is at fault
    │   ├── BodyMalformedError          body_malformed
    │   ├── BodyTooLargeError           body_too_large
    │   ├── MediaTypeUnsupportedError   media_type_unsupported
    │   ├── RequestTimeoutError         request_timeout
    │   ├── RouteNotFoundError          route_not_found
    │   ├── MethodNotAllowedError       method_not_allowed
    │   ├── FeatureUnavailableError     feature_unavailable
    │   ├── UsageError                  usage
    │   ├── SettingInvalidError         setting_invalid
    │   ├── ModeUnknownError            mode_unknown
    │   └── RunIdInvalidError           run_id_invalid
    ├── DocumentInvalidError            a document breaks rules; `errors` lists them all
    │   ├── RequestInvalidError         request_invalid
    │   ├── QueryInvalidError           query_invalid
    │   ├── TemplateInvalidError        template_invalid
    │   ├── ParametersInvalidError      parameters_invalid
    │   ├── ModelInvalidError           model_invalid
    │   ├── CaptureArtifactMissingError capture_artifact_missing
    │   ├── CaptureInvalidError         capture_invalid
    │   └── ImportFailedError           import_failed
    ├── CaptureError                    telemetry cannot be used or written
    │   ├── PathNotAllowedError         path_not_allowed
    │   ├── CaptureKeyInvalidError      capture_key_invalid
    │   ├── CaptureNotFoundError        capture_not_found
    │   └── CaptureExistsError          capture_exists
    ├── EvaluationError
    │   ├── NonFiniteSeriesError        non_finite_series
    │   └── WipLimitInvalidError        wip_limit_invalid
    ├── NotFoundError
    │   ├── TemplateNotFoundError       template_not_found
    │   ├── RunNotFoundError            run_not_found
    │   └── SeriesNotFoundError         series_not_found
    ├── RunConflictError
    │   ├── RunExistsError              run_exists
    │   ├── RunCorruptError             run_corrupt
    │   └── ProvenanceMismatchError     provenance_mismatch
    ├── StateError                      a run cannot say what it is asked for
    │   ├── BinOutOfRangeError          bin_out_of_range
    │   ├── UnknownNodeError            unknown_node
    │   ├── UnknownMetricError          unknown_metric
    │   ├── TopologyMissingError        topology_missing
    │   ├── WindowTooLargeError         window_too_large
    │   ├── ModeValidationFailedError   mode_validation_failed
    │   ├── MissingNodeDataError        missing_node_data
    │   └── GridsDifferError            grids_differ
    └── CapacityError                   the service cannot do it now
        ├── TooManyCreationsError       too_many_creations
        ├── RateLimitedError            rate_limited
        ├── ShuttingDownError           shutting_down
        ├── StoreUnavailableError       store_unavailable
        └── StorageFullError            storage_full
"""

from flowtime_domain.errors.call_errors import (
    BodyMalformedError,
    BodyTooLargeError,
    CallError,
    FeatureUnavailableError,
    MediaTypeUnsupportedError,
    MethodNotAllowedError,
    ModeUnknownError,
    RequestTimeoutError,
    RouteNotFoundError,
    RunIdInvalidError,
    SettingInvalidError,
    UsageError,
)
from flowtime_domain.errors.capacity_errors import (
    CapacityError,
    RateLimitedError,
    ShuttingDownError,
    StorageFullError,
    StoreUnavailableError,
    TooManyCreationsError,
)
from flowtime_domain.errors.capture_errors import (
    CaptureArtifactMissingError,
    CaptureError,
    CaptureExistsError,
    CaptureInvalidError,
    CaptureKeyInvalidError,
    CaptureNotFoundError,
    ImportFailedError,
    PathNotAllowedError,
    capture_error,
)
from flowtime_domain.errors.document_error import DocumentError, Place, in_document_order, pointer_to
from flowtime_domain.errors.document_errors import (
    MAXIMUM_REPORTED_ERRORS,
    DocumentInvalidError,
    ModelInvalidError,
    ParametersInvalidError,
    QueryInvalidError,
    RequestInvalidError,
    TemplateInvalidError,
)
from flowtime_domain.errors.flow_time_error import FlowTimeError
from flowtime_domain.errors.nearest_name import did_you_mean, nearest_name
from flowtime_domain.errors.run_errors import (
    EvaluationError,
    NonFiniteSeriesError,
    NotFoundError,
    ProvenanceMismatchError,
    RunConflictError,
    RunCorruptError,
    RunExistsError,
    RunNotFoundError,
    SeriesNotFoundError,
    TemplateNotFoundError,
    WipLimitInvalidError,
)
from flowtime_domain.errors.state_errors import (
    BinOutOfRangeError,
    GridsDifferError,
    MissingNodeDataError,
    ModeValidationFailedError,
    StateError,
    TopologyMissingError,
    UnknownMetricError,
    UnknownNodeError,
    WindowTooLargeError,
)

__all__ = [
    "BinOutOfRangeError",
    "BodyMalformedError",
    "BodyTooLargeError",
    "CallError",
    "CapacityError",
    "DocumentError",
    "DocumentInvalidError",
    "EvaluationError",
    "FeatureUnavailableError",
    "FlowTimeError",
    "GridsDifferError",
    "ImportFailedError",
    "MAXIMUM_REPORTED_ERRORS",
    "MediaTypeUnsupportedError",
    "MethodNotAllowedError",
    "MissingNodeDataError",
    "ModeUnknownError",
    "ModeValidationFailedError",
    "ModelInvalidError",
    "NonFiniteSeriesError",
    "NotFoundError",
    "ParametersInvalidError",
    "Place",
    "ProvenanceMismatchError",
    "QueryInvalidError",
    "RateLimitedError",
    "RequestInvalidError",
    "RequestTimeoutError",
    "RouteNotFoundError",
    "RunConflictError",
    "RunCorruptError",
    "RunExistsError",
    "RunIdInvalidError",
    "RunNotFoundError",
    "SeriesNotFoundError",
    "SettingInvalidError",
    "ShuttingDownError",
    "StateError",
    "StorageFullError",
    "StoreUnavailableError",
    "TemplateInvalidError",
    "TemplateNotFoundError",
    "TooManyCreationsError",
    "TopologyMissingError",
    "UnknownMetricError",
    "UnknownNodeError",
    "UsageError",
    "WipLimitInvalidError",
    "WindowTooLargeError",
    "did_you_mean",
    "in_document_order",
    "nearest_name",
    "pointer_to",
    "CaptureArtifactMissingError",
    "CaptureError",
    "CaptureExistsError",
    "CaptureInvalidError",
    "CaptureKeyInvalidError",
    "CaptureNotFoundError",
    "PathNotAllowedError",
    "capture_error",
]
