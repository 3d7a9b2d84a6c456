#!/usr/bin/env python3
"""Writes engine/src/privacy/epsilons.csv: epsilons of Google's dp-accounting, which the engine's must equal.

    python3 -m venv venv && venv/bin/pip install dp-accounting==0.6.0
    venv/bin/python scripts/reference/privacy_epsilons.py > engine/src/privacy/epsilons.csv

With sampling only integer orders are used: at fractional ones version 0.6.0 adds the series' terms without their signs,
which is an upper bound on the divergence, and not its value.
"""

import itertools
from importlib.metadata import version

from dp_accounting import dp_event
from dp_accounting.rdp import RdpAccountant
from dp_accounting.rdp.rdp_privacy_accountant import DEFAULT_RDP_ORDERS


def epsilon(noise_multiplier, sampling, releases, delta):
    event = dp_event.GaussianDpEvent(noise_multiplier)
    orders = DEFAULT_RDP_ORDERS
    if sampling < 1:
        event = dp_event.PoissonSampledDpEvent(sampling, event)
        orders = [order for order in orders if float(order).is_integer()]
    return RdpAccountant(orders).compose(event, releases).get_epsilon(delta)


CASES = [
    *itertools.product([0.3, 0.7, 1.0, 4.0], [0.001, 0.01, 0.2], [1, 100, 10_000], [1e-5]),
    *itertools.product([1.3], [0.01], [1000], [1e-3, 1e-9]),
    *itertools.product([0.05, 0.5, 1.0, 2.5, 10.0], [1.0], [1, 30, 1000], [1e-6]),
    *itertools.product([1.0, 32.0], [1.0], [10], [1e-3, 1e-9]),
]

print(f"# dp-accounting {version('dp-accounting')}, by scripts/reference/privacy_epsilons.py")
print("noise_multiplier,sampling,releases,delta,epsilon")
for case in CASES:
    print(*case, repr(float(epsilon(*case))), sep=",")
