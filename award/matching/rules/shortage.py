"""Why some applications can't have all their readers: a minimum cut of the network.

What is short falls on whichever applications the optimum happens to choose. The cut says what is
really scarce: these applications can go to these people alone, who have so many places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from award.matching.rules.asked import Asked


@dataclass(frozen=True)
class Shortage:
    """`wanted` sheets of these applications; `places` that these people have left, who are the only
    ones beside `others`, sheets by people who read as many of them as they may."""

    pool: str
    applications: tuple[int, ...]
    people: tuple[int, ...]
    wanted: int
    places: int
    others: int

    @property
    def short(self) -> int:
        return self.wanted - self.places - self.others


def shortages(asked: Asked) -> list[Shortage]:
    """Each thing that is scarce, by itself; none where everybody can be served."""
    return [
        one
        for pool in sorted({pool for paper in asked.papers for pool in paper.wanted})
        for one in _of_pool(pool, asked)
    ]


def _of_pool(pool: str, asked: Asked) -> list[Shortage]:
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

    papers = sorted((p for p in asked.papers if p.wanted.get(pool)), key=lambda p: p.id)
    readers = sorted((r for r in asked.readers if r.pool == pool), key=lambda r: r.id)
    if not papers:
        return []
    first, source = 1 + len(papers), 0
    sink = first + len(readers)
    edges = [(source, 1 + i, paper.wanted[pool]) for i, paper in enumerate(papers)]
    edges += [(first + j, sink, max(0, reader.places)) for j, reader in enumerate(readers)]
    edges += [
        (1 + i, first + j, 1)
        for i, paper in enumerate(papers)
        for j, reader in enumerate(readers)
        if (paper.id, reader.id) not in asked.apart
    ]
    at = np.array(edges, dtype=np.int32)
    shape = (sink + 1, sink + 1)
    network: Any = coo_array((at[:, 2], (at[:, 0], at[:, 1])), shape=shape).tocsr()
    flow = maximum_flow(network, source, sink)
    if flow.flow_value == sum(paper.wanted[pool] for paper in papers):
        return []
    left = network - flow.flow
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    reached = {int(one) for one in breadth_first_order(left, source, return_predecessors=False)}
    inside = [e for e in edges if e[0] in reached and e[1] in reached and source not in e[:2]]
    pairs = np.array([(a, b) for a, b, _ in inside], dtype=np.int32).reshape(-1, 2)
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=shape).tocsr()
    _, part = connected_components(graph, directed=False)
    found: dict[int, list[int]] = {}
    for node in sorted(reached - {source}):
        found.setdefault(int(part[node]), []).append(node)
    outside = [(a, b) for a, b, _ in edges if 0 < a < first and a in reached and b not in reached]
    result = []
    for nodes in found.values():
        these = [papers[n - 1] for n in nodes if n < first]
        people = [readers[n - first] for n in nodes if first <= n < sink]
        one = Shortage(
            pool,
            tuple(paper.id for paper in these),
            tuple(reader.id for reader in people),
            sum(paper.wanted[pool] for paper in these),
            sum(max(0, reader.places) for reader in people),
            sum(a in nodes for a, _ in outside),
        )
        if one.short > 0:
            result.append(one)
    return sorted(result, key=lambda one: (-one.short, one.applications))
