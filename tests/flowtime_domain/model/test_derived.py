"""What is worked out from an object once."""

import copy
import gc
import pickle
import weakref
from dataclasses import replace
from functools import partial

from examples.models import place_model
from flowtime_domain.model.derived import Derived


def test_it_is_made_once():
    """What is remembered is not made again (engine §1.6)."""
    made = []
    derived = Derived()
    assert derived.once("list", lambda: made) is made
    assert derived.once("list", lambda: [1]) is made


def test_it_does_not_pass_to_copies():
    """Copies, and other processes, begin without it (engine §1.6)."""
    model = place_model(2, {"a": 1})
    model.derived.once("plan", lambda: "old")
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model), replace(model, outputs=())):
        assert other.derived.once("plan", lambda: "new") == "new"


class Owner:
    def __init__(self):
        self.derived = Derived()


def test_it_is_forgotten_with_its_object():
    """An object that nobody holds is forgotten, even if what was made of it holds it (engine §1.6)."""
    owner = Owner()
    assert owner.derived.once("itself", partial(lambda itself: itself, owner)) is owner
    watched = weakref.ref(owner)
    del owner
    gc.collect()
    assert watched() is None
