"""Reading target values (指标值): text in, a `pmlint.model.target.Target` out.

``parse`` reads one value, ``quantities`` finds the measured things in running prose, ``describe``
and ``tree`` show a target to programs and to people.
"""

from pmlint.target.reading import parse, quantities
from pmlint.target.show import describe, tree

__all__ = ["describe", "parse", "quantities", "tree"]
