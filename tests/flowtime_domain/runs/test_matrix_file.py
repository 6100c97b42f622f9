import io

import numpy as np
import pytest

from flowtime_domain.runs.matrix_file import DATA_OFFSET, matrix_header, matrix_values

MATRIX = np.array([[18.0, 26.0, 12.0], [np.nan, 0.5, -1.0]])


def matrix_file(matrix: np.ndarray) -> bytes:
    return matrix_header(*matrix.shape) + matrix.tobytes()


@pytest.mark.parametrize("shape", [(2, 3), (1, 1), (0, 3), (1234, 17)])
def test_file_is_an_npy_file_with_its_values_at_byte_128(shape):
    """NumPy reads the file; type, order, shape and place of the values are as stated (runs §6.6)."""
    matrix = np.arange(float(np.prod(shape))).reshape(shape)
    content = matrix_file(matrix)
    assert content[:8] == b"\x93NUMPY\x01\x00"
    assert content[DATA_OFFSET:] == matrix.tobytes()
    read = np.load(io.BytesIO(content))
    assert (read.dtype.str, read.shape, read.flags.c_contiguous) == ("<f8", shape, True)
    assert (read == matrix).all()


def test_largest_shape_still_fits_in_the_header():
    """The header keeps its 128 bytes up to the largest matrix that the limits allow (runs §6.6)."""
    assert len(matrix_header(50_000_000, 100_000)) == DATA_OFFSET


def test_values_are_read_back_without_a_copy():
    """The values of a file are a read-only view of its bytes (runs §10.1)."""
    values = matrix_values(matrix_file(MATRIX), 2, 3)
    assert values is not None
    assert values.tobytes() == MATRIX.tobytes()
    assert not values.flags.writeable


@pytest.mark.parametrize(
    "content",
    [
        b"",
        matrix_file(MATRIX)[:-1],
        matrix_file(MATRIX) + b"\0",
        matrix_file(MATRIX.T),
        matrix_file(MATRIX).replace(b"<f8", b">f8"),
        matrix_file(MATRIX).replace(b"NUMPY\x01", b"NUMPY\x02"),
    ],
)
def test_any_other_layout_is_not_read(content):
    """A file of another shape, type, order or length gives no values (runs §9.1)."""
    assert matrix_values(content, 2, 3) is None
