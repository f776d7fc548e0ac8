"""The gates on the way of a service: what each asks for, what is there, and how it is told."""

from raceme.catalogue.gates.asking import (
    Circumstances,
    ahead_of,
    gates_from,
    gates_of,
    gates_to,
    with_evidence,
)
from raceme.catalogue.gates.telling import ShownGate, Told, as_kept, shown, tell, tell_kept
from raceme.catalogue.gates.values import Ahead, Evidence, Gate, Link

__all__ = [
    "Ahead",
    "Circumstances",
    "Evidence",
    "Gate",
    "Link",
    "ShownGate",
    "Told",
    "ahead_of",
    "as_kept",
    "gates_from",
    "gates_of",
    "gates_to",
    "shown",
    "tell",
    "tell_kept",
    "with_evidence",
]
