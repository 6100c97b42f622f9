import numpy as np

from examples.clinic_desk import MODEL, clinic_desk
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.root_elements import Output
from flowtime_domain.runs.series_index import exported_series, series_index, stored_matrix

NAMES = ["in_a", "out_a", "out_b", "out"]


def exported(*outputs: Output) -> list[str]:
    chosen = exported_series(outputs, NAMES)
    return [name for name in NAMES if name in chosen]


def test_without_outputs_every_series_is_exported():
    """A model without outputs gives every series a CSV (model §8.1)."""
    assert exported() == NAMES


def test_outputs_choose_by_id_star_and_prefix():
    """An exact id, a star and a prefix choose series; several outputs add up (model §8.1)."""
    assert exported(Output(series="out")) == ["out"]
    assert exported(Output(series="*")) == NAMES
    assert exported(Output(series="out_/*"), Output(series="in_a")) == ["in_a", "out_a", "out_b"]
    assert exported(Output(series="OUT_/*"), Output(series="OUT")) == []


def test_exclusion_takes_away_from_its_own_output():
    """What one output excludes another may still choose (model §8.1)."""
    assert exported(Output(series="*", exclude=("out_/*", "out"))) == ["in_a"]
    assert exported(Output(series="*", exclude=("out_/*",)), Output(series="out_b")) == [
        "in_a",
        "out_b",
        "out",
    ]


def test_non_finite_values_are_stored_as_the_quiet_nan():
    """Every missing value has the same bits, every other value keeps its own (runs §6.6)."""
    odd_nan = np.array([0xFFF8000000000001], dtype=np.uint64).view(np.float64)[0]
    stored = stored_matrix(np.array([[1.5, np.inf, -np.inf, np.nan, odd_nan, -0.0]]))
    bits = stored.view(np.uint64)[0].tolist()
    assert bits[1:5] == [0x7FF8000000000000] * 4
    assert (bits[0], bits[5]) == (0x3FF8000000000000, 0x8000000000000000)


def test_matrix_is_stored_row_by_row():
    """The matrix is stored in C order, low byte first, whatever it comes as (runs §6.6)."""
    matrix = np.arange(6.0).reshape(2, 3)
    assert stored_matrix(np.asfortranarray(matrix)).tobytes() == matrix.astype("<f8").tobytes()


def test_row_says_what_a_series_is():
    """A row of the index has id, kind, unit, component, class and points of its series (runs §6.7)."""
    run = clinic_desk()
    index = series_index(run.model, run.evaluation.matrix)
    queue = index.series[3]
    assert (queue.id, queue.kind, queue.unit) == ("desk_queue@DESK_QUEUE@DEFAULT", "stock", "entities")
    assert (queue.row, queue.component_id, queue.class_, queue.points) == (3, "DESK_QUEUE", "DEFAULT", 3)


def test_unit_of_a_node_is_kept():
    """The unit of a node comes before the default of its kind (runs §6.7)."""
    nodes = [{**MODEL["nodes"][0], "unit": "patients"}, MODEL["nodes"][1]]
    run = clinic_desk({**MODEL, "nodes": nodes})
    assert series_index(run.model, run.evaluation.matrix).series[0].unit == "patients"


def test_grid_without_start_has_no_times():
    """Without a start both times of the grid are null (runs §6.10)."""
    grid = {"bins": 3, "binSize": 1, "binUnit": "days"}
    model = FlowModel.from_mapping({**MODEL, "grid": grid})
    written = series_index(model, np.zeros((4, 3))).grid
    assert (written.start, written.end, written.timezone, written.align) == (None, None, "UTC", "left")
