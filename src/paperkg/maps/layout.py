"""Places for the nodes of a map, the same on every machine.

Two levels, so that communities are seen: Louvain communities (Blondel et al. 2008) are laid out each
on its own by springs (Fruchterman and Reingold 1991), become discs, and the discs are packed by the
ties between them. Only elementwise arithmetic and sums of fixed order are used, which IEEE 754
defines to the bit; nodes are integers, so that no order depends on a string's hash.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tie = tuple[int, int, float]

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_STEPS = 160
_MAX_COMMUNITY = 60
_LOOSE = (0.03, 0.03)
_PACKED = (0.14, 0.24)
_SQUEEZES = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """Where nodes lie: `x` and `y` in units of the map (about pixels), `community` from the largest, 0."""

    x: tuple[int, ...]
    y: tuple[int, ...]
    community: tuple[int, ...]


def layout(radii: Sequence[float], ties: Sequence[Tie]) -> Layout:
    """Lays out nodes 0 to n-1, no two of which overlap.

    Args:
        radii: the room each node needs, in units of the map.
        ties: (node, node, weight > 0).
    """
    if not radii:
        return Layout((), (), ())
    room = np.asarray(radii, dtype=np.float64)
    groups = communities(len(radii), ties)
    position = np.zeros((len(radii), 2))
    member_of = np.zeros(len(radii), dtype=np.intp)
    for c, group in enumerate(groups):
        member_of[group] = c
    inside: dict[int, list[Tie]] = defaultdict(list)
    between: dict[tuple[int, int], float] = defaultdict(float)
    for i, j, weight in ties:
        a, b = int(member_of[i]), int(member_of[j])
        if a == b:
            inside[a].append((i, j, weight))
        else:
            between[min(a, b), max(a, b)] += weight
    disc = np.zeros(len(groups))
    for c, group in enumerate(groups):
        index = {node: k for k, node in enumerate(group)}
        local = [(index[i], index[j], w) for i, j, w in inside[c]]
        placed = _springs(room[group], local)
        position[group] = placed
        reach = np.sqrt(placed[:, 0] ** 2 + placed[:, 1] ** 2) + room[group]
        disc[c] = float(reach.max()) + 6
    center = _springs(disc, [(a, b, w) for (a, b), w in sorted(between.items())], gravity=_PACKED)
    for _ in range(_SQUEEZES):
        center = _part(center * np.array([0.975, 0.96]), disc, 6)
    center = _part(center, disc, 60)
    position += center[member_of]
    position = _part(position, room, 30)
    whole = np.rint(position).astype(int)
    return Layout(tuple(whole[:, 0].tolist()), tuple(whole[:, 1].tolist()), tuple(member_of.tolist()))


def communities(nodes: int, ties: Sequence[Tie]) -> list[list[int]]:
    """Communities of nodes 0 to `nodes`-1, the largest first; too large ones are split again."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(ties)
    found: list[list[int]] = []
    queue = [(sorted(group), 1.0) for group in _louvain(graph, 1.0)]
    while queue:
        group, resolution = queue.pop()
        if len(group) <= _MAX_COMMUNITY or resolution > 4:
            found.append(group)
            continue
        part: nx.Graph[int] = nx.Graph()
        part.add_nodes_from(group)
        members = set(group)
        part.add_weighted_edges_from(t for t in ties if t[0] in members and t[1] in members)
        queue += [(sorted(smaller), resolution * 1.6) for smaller in _louvain(part, resolution * 1.6)]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _louvain(graph: "nx.Graph[int]", resolution: float) -> list[set[int]]:
    groups = nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=1)
    return [set(group) for group in groups]


def _springs(room: Floats, ties: Sequence[Tie], gravity: tuple[float, float] = _LOOSE) -> Floats:
    """Circles of radii `room`, pulled together by ties and pushed apart where they overlap.

    `gravity` pulls towards the middle, across and down; more of it downwards makes a wide map.
    """
    n = len(room)
    position = _sunflower(room)
    if n < 3 or not ties:
        return _centered(_part(position, room, 60))
    tail = np.array([i for i, _, _ in ties])
    head = np.array([j for _, j, _ in ties])
    weight = np.sqrt(np.array([w for _, _, w in ties]))
    weight = weight / float(weight.max())
    ideal = 1.3 * float(np.add.accumulate(room)[-1]) / n
    inward = np.array(gravity) * math.sqrt(n)
    for step in range(_STEPS):
        heat = ideal * 1.2 * (1 - step / _STEPS)
        delta = position[:, None, :] - position[None, :, :]
        square = delta[:, :, 0] ** 2 + delta[:, :, 1] ** 2 + 1e-3
        # The sum runs over the first axis: rows are added one after the other, in a fixed order.
        push = -np.add.reduce(delta * (ideal**2 / square)[:, :, None], axis=0)
        along = position[head] - position[tail]
        length = np.sqrt(along[:, 0] ** 2 + along[:, 1] ** 2)
        pull = along * (weight * length / ideal)[:, None]
        for axis in (0, 1):
            push[:, axis] += np.bincount(tail, pull[:, axis], n) - np.bincount(head, pull[:, axis], n)
        push -= position * inward
        size = np.sqrt(push[:, 0] ** 2 + push[:, 1] ** 2) + 1e-9
        position = position + push * (np.minimum(size, heat) / size)[:, None]
        position = np.rint(position * 1024) / 1024
    return _centered(_part(position, room, 120))


def _sunflower(room: Floats) -> Floats:
    """A start without overlaps: a spiral, the widest circles in the middle."""
    order = sorted(range(len(room)), key=lambda i: (-room[i], i))
    position = np.zeros((len(room), 2))
    area = 0.0
    for k, i in enumerate(order):
        radius = math.sqrt(area)
        angle = k * _GOLDEN_ANGLE
        position[i] = round(radius * math.cos(angle), 2), round(radius * math.sin(angle), 2)
        area += 1.3 * float(room[i]) ** 2
    return position


def _part(position: Floats, room: Floats, rounds: int) -> Floats:
    """Moves overlapping circles apart, half the overlap each and round, until none overlap."""
    cell = 2 * float(room.max())
    order = np.arange(len(room))
    for _ in range(rounds):
        tail, head = _close_pairs(position, cell)
        along = position[head] - position[tail]
        length = np.sqrt(along[:, 0] ** 2 + along[:, 1] ** 2)
        overlap = room[tail] + room[head] - length
        hit = overlap > 0.5
        if not hit.any():
            break
        tail, head, along, length, overlap = tail[hit], head[hit], along[hit], length[hit], overlap[hit]
        along[length < 1e-6] = (1.0, 0.5)
        length = np.maximum(length, 1e-3)
        push = along * (0.5 * overlap / length)[:, None]
        for axis in (0, 1):
            position[:, axis] += np.bincount(head, push[:, axis], len(order))
            position[:, axis] -= np.bincount(tail, push[:, axis], len(order))
        position = np.rint(position * 1024) / 1024
    return position


def _close_pairs(position: Floats, cell: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of points in the same or neighbouring cells of a grid, each once, in a fixed order."""
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    cells = np.floor(position / cell).astype(int).tolist()
    tail: list[int] = []
    head: list[int] = []
    for i, (cx, cy) in enumerate(cells):
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                others = grid.get((cx + dx, cy + dy))
                if others:
                    head += [i] * len(others)
                    tail += others
        grid[cx, cy].append(i)
    return np.asarray(tail, dtype=np.intp), np.asarray(head, dtype=np.intp)


def _centered(position: Floats) -> Floats:
    middle = (position.max(axis=0) + position.min(axis=0)) / 2
    return np.asarray(position - middle)
