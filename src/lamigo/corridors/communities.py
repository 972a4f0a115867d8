"""Communities by modularity, and how far they depend on chance: the Louvain method, many seeds side by side.

Blondel et al. (2008), with moves of single nodes after each merger (Rotta and Noack 2011) and communities that fall
apart split (what Traag et al. 2019 object to). Direction is set aside: the weight between two countries is the sum of
both directions. All seeds, or all null networks, advance together in arrays, each with its own random order, so that
the result of one does not depend on which others run beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lamigo.corridors.edges import Bools, Floats, Ints

# A move must lift modularity by more than rounding does.
LEAST = 1e-12


@dataclass(frozen=True)
class Communities:
    """The partition with the highest modularity of all seeds, and how the others differ from it and among themselves.

    ``labels``: 1 is the community with most countries (ties: the one with the first key). ``stability`` per country:
    the mean, over the other seeds, of the overlap (Jaccard) of its community there with its community here.
    ``agreement``: mean adjusted Rand index over all pairs of seeds; ``variation``: mean variation of information over
    all pairs, divided by ln n. NaN with a single seed.
    """

    labels: Ints
    modularity: float
    stability: Floats
    agreement: float
    variation: float
    found: Ints


def communities(weights: Floats, seeds: int = 20) -> Communities:
    """Communities of a directed weighted network, from seeds 0 … ``seeds`` − 1."""
    both = weights + weights.T
    generators = [np.random.default_rng(seed) for seed in range(seeds)]
    runs = partitions(both[None], generators, np.zeros(seeds, dtype=np.int64))
    scores = [float(f"{modularity(both, labels):.12f}") for labels in runs]
    best = scores.index(max(scores))
    others = [run for number, run in enumerate(runs) if number != best]
    pairs = [(one, other) for number, one in enumerate(runs) for other in runs[number + 1 :]]
    nothing = np.full(len(both), np.nan)
    return Communities(
        labels=by_size(runs[best]),
        modularity=modularity(both, runs[best]),
        stability=np.mean([overlap(runs[best], other) for other in others], axis=0) if others else nothing,
        agreement=float(np.mean([rand_index(*pair) for pair in pairs])) if pairs else math.nan,
        variation=float(np.mean([variation(*pair) for pair in pairs])) if pairs else math.nan,
        found=runs,
    )


def modularity(both: Floats, labels: Ints) -> float:
    """Newman's modularity of a partition of an undirected weighted network, resolution 1."""
    total = both.sum()
    together = labels[:, None] == labels[None, :]
    inside = both[together].sum() / total
    strengths = np.bincount(labels, weights=both.sum(axis=1))
    return float(inside - ((strengths / total) ** 2).sum())


def partitions(networks: Floats, generators: Sequence[np.random.Generator], which: Ints | None = None) -> Ints:
    """A partition for each generator, of the symmetric network without loops (of ``networks``: number, n, n) whose
    number ``which`` gives for it; by default there are as many networks as generators."""
    which = np.arange(len(generators)) if which is None else which
    strength = networks.sum(axis=2)
    n = networks.shape[1]
    labels: Ints = np.tile(np.arange(n), (len(generators), 1))
    left = np.arange(len(generators))
    start: Ints | None = None
    while len(left):
        of, random = which[left], [generators[item] for item in left.tolist()]
        fine, moved = _move(networks, strength[of], of, start, random)
        fine = _numbered(fine)
        small, held = _merged(networks, strength, of, fine)
        merged, joined = _move(small, held, np.arange(len(left)), None, random)
        now = np.take_along_axis(merged, fine, axis=1)
        still = moved | joined
        for item in np.flatnonzero(~still):
            now[item], still[item] = _apart(networks[of[item]], now[item])
        labels[left] = now
        left = left[still]
        start = labels[left]
    return labels


def by_size(labels: Ints) -> Ints:
    """Labels 1, 2, …: the largest community first, ties by its first member."""
    _, first, inverse, size = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(1, len(size) + 1)
    return rank[inverse]


def overlap(labels: Ints, other: Ints) -> Floats:
    """For each node the Jaccard overlap of its community in one partition with its community in another."""
    table, one, two = _crossed(labels, other)
    shared = table[one, two]
    return np.asarray(shared / (table.sum(axis=1)[one] + table.sum(axis=0)[two] - shared))


def variation(labels: Ints, other: Ints) -> float:
    """Variation of information (Meilă 2007) divided by ln n, its maximum: 0 = the same partition."""
    n = len(labels)
    if n < 2:
        return 0.0
    table, _, _ = _crossed(labels, other)
    joint = table[table > 0] / n
    entropy = float(-(joint * np.log(joint)).sum())
    sides = [table.sum(axis=axis) / n for axis in (0, 1)]
    apart = 2 * entropy + sum(float((side * np.log(side)).sum()) for side in sides)
    return max(0.0, apart / math.log(n))


def rand_index(labels: Ints, other: Ints) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 = the same partition, 0 = what chance gives."""
    table, _, _ = _crossed(labels, other)
    pairs = [float((part * (part - 1) / 2).sum()) for part in (table, table.sum(axis=1), table.sum(axis=0))]
    every = len(labels) * (len(labels) - 1) / 2
    expected = pairs[1] * pairs[2] / every if every else 0.0
    most = (pairs[1] + pairs[2]) / 2
    return 1.0 if most == expected else (pairs[0] - expected) / (most - expected)


def _crossed(labels: Ints, other: Ints) -> tuple[Floats, Ints, Ints]:
    one, two = np.unique(labels, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]
    table = np.zeros((one.max() + 1, two.max() + 1))
    np.add.at(table, (one, two), 1)
    return table, one, two


def _move(
    ties: Floats, strength: Floats, which: Ints, start: Ints | None, generators: Sequence[np.random.Generator]
) -> tuple[Ints, Bools]:
    """Move single nodes to the community that lifts modularity most, until no move does; which partitions changed.

    ``ties``: networks without loops; ``strength`` (partition, node) counts loops too; ``which``: the network of each
    partition; ``start``: labels to begin with, else each node is its own community. A sweep visits, in random order,
    the nodes that would move as the sweep begins.
    """
    labels: Ints = np.tile(np.arange(strength.shape[1]), (len(strength), 1)) if start is None else start.copy()
    total = strength.sum(axis=1)
    changed = np.zeros(len(strength), dtype=bool)
    left = np.arange(len(strength))
    willing: Bools = strength > 0
    if start is not None:
        willing = _willing(ties, which, strength, total, labels)
    while True:
        some = willing.any(axis=1)
        left, willing = left[some], willing[some]
        if not len(left):
            return labels, changed
        orders = [generators[item].permutation(np.flatnonzero(willing[row])) for row, item in enumerate(left.tolist())]
        here = labels[left]
        changed[left] |= _sweep(ties, which[left], here, strength[left], total[left], orders)
        labels[left] = here
        willing = _willing(ties, which[left], strength[left], total[left], here)


def _sweep(ties: Floats, which: Ints, here: Ints, strength: Floats, total: Floats, orders: list[Ints]) -> Bools:
    """One visit to each node of each order; changes the labels ``here`` and says in which networks one moved."""
    count, n = here.shape
    held = np.zeros((count, n))
    np.add.at(held, (np.arange(count)[:, None], here), strength)
    moved = np.zeros(count, dtype=bool)
    # Longest orders first: at each turn those that still have a node are the first ones.
    turns = sorted(range(count), key=lambda item: -len(orders[item]))
    lengths = np.array([len(orders[item]) for item in turns])
    padded = np.zeros((count, int(lengths[0])), dtype=np.int64)
    for place, number in enumerate(turns):
        padded[place, : lengths[place]] = orders[number]
    by_length = np.array(turns)
    base = (np.arange(count) * n)[:, None]
    for turn in range(padded.shape[1]):
        running = int((lengths > turn).sum())
        item = by_length[:running]
        node = padded[:running, turn]
        home, own = here[item, node], strength[item, node]
        held[item, home] -= own
        linked = np.bincount(
            (base[:running] + here[item]).ravel(), weights=ties[which[item], node].ravel(), minlength=running * n
        ).reshape(running, n)
        gain = linked - (own / total[item])[:, None] * held[item]
        best = gain.argmax(axis=1)
        rows = np.arange(running)
        go = gain[rows, best] - gain[rows, home] > LEAST * total[item]
        target = np.where(go, best, home)
        here[item, node] = target
        held[item, target] += own
        moved[item] |= go
    return moved


def _willing(ties: Floats, which: Ints, strength: Floats, total: Floats, labels: Ints) -> Bools:
    """Which nodes would move, were each the only one to."""
    number = _numbered(labels)
    # One community more than there are: an empty one, where a node may go too.
    linked = np.zeros((*labels.shape, number.max() + 2))
    held = np.zeros((len(labels), linked.shape[2]))
    for item, row in enumerate(number):
        summed = _summed(ties[which[item]], row)
        linked[item, :, : len(summed)] = summed.T
        held[item] = np.bincount(row, weights=strength[item], minlength=linked.shape[2])
    share = (strength / total[:, None])[:, :, None]
    gain = linked - share * held[:, None, :]
    home = np.take_along_axis(gain, number[:, :, None], axis=2)[:, :, 0] + share[:, :, 0] * strength
    return np.asarray(gain.max(axis=2) - home > LEAST * total[:, None])


def _numbered(labels: Ints) -> Ints:
    """Labels 0, 1, … without holes, in each row, in the order of the labels."""
    return np.stack([np.unique(row, return_inverse=True)[1] for row in labels])


def _merged(networks: Floats, strength: Floats, which: Ints, labels: Ints) -> tuple[Floats, Floats]:
    """Each community one node: the ties between them, and their strengths, which count ties within."""
    size = labels.max() + 1
    merged, held = np.zeros((len(labels), size, size)), np.zeros((len(labels), size))
    for item, row in enumerate(labels):
        small = _summed(_summed(networks[which[item]], row).T, row)
        np.fill_diagonal(small, 0)
        merged[item, : len(small), : len(small)] = small
        held[item] = np.bincount(row, weights=strength[which[item]], minlength=size)
    return merged, held


def _summed(network: Floats, labels: Ints) -> Floats:
    """Rows added up by their labels 0, 1, …; in the order of the rows, so that no processor rounds differently."""
    order = np.argsort(labels, kind="stable")
    return np.asarray(np.add.reduceat(network[order], np.searchsorted(labels[order], np.arange(labels.max() + 1))))


def _apart(network: Floats, labels: Ints) -> tuple[Ints, bool]:
    """Gives each connected piece of a community a label of its own: the number of its first node."""
    near = (network > 0) & (labels[:, None] == labels[None, :])
    np.fill_diagonal(near, True)
    n = len(labels)
    piece: Ints = np.arange(n)
    while True:
        lower = np.where(near, piece, n).min(axis=1)
        if (lower == piece).all():
            break
        piece = lower
    split = len(np.unique(piece)) > len(np.unique(labels))
    return (piece if split else labels), split
