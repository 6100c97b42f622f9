"""How all tests run."""

from hypothesis import settings

# A busy machine is no fault of what is tested.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
