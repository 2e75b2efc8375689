"""How likely two records are one: evidence, its published weights, and the search for others."""

from events.duplicates.evidence import Likelihood, Reason
from events.duplicates.finding import (
    Candidate,
    Pair,
    candidates,
    candidates_of_many,
    likelihood,
    suspected_pairs,
)
from events.duplicates.kinds import KINDS
from events.duplicates.weights import LIKELY, POSSIBLE, WEIGHTS
from events.duplicates.weights_text import weights_as_markdown

__all__ = [
    "KINDS",
    "LIKELY",
    "POSSIBLE",
    "WEIGHTS",
    "Candidate",
    "Likelihood",
    "Pair",
    "Reason",
    "candidates",
    "candidates_of_many",
    "likelihood",
    "suspected_pairs",
    "weights_as_markdown",
]
