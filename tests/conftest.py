"""How all tests run."""

import os

from hypothesis import settings

# Workers of parallel tests are told the width of the terminal of whoever started them.
os.environ.pop("COLUMNS", None)

# A busy machine is no fault of what is tested.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
