"""What is reached over references: which keys, and which references come back to where they stand."""

from collections.abc import Iterator

from ..places import Path
from .function import Value
from .written import Library, Target, is_reference


class Needs:
    """Which keys are met below a place when references are followed: asked before it is walked again."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._keys: dict[int, frozenset[str]] = {}
        self._below: dict[int, list[Target]] = {}
        self._known: dict[frozenset[str], dict[int, bool]] = {}

    def met(self, target: Target, keys: frozenset[str]) -> bool:
        """Whether one of the keys stands somewhere below."""
        known = self._known.setdefault(keys, {})
        if id(target.value) not in known:
            self._explore(target, keys, known)
        return known[id(target.value)]

    def _explore(self, target: Target, keys: frozenset[str], known: dict[int, bool]) -> None:
        """Works it out for everything that is reached from here: each place is looked at once, whoever asks."""
        seen, waiting = {id(target.value)}, [target]
        above: dict[int, list[int]] = {}
        holding: list[int] = []
        while waiting:
            one = waiting.pop()
            mark = id(one.value)
            if mark not in self._keys:
                self._look(one)
            if not keys.isdisjoint(self._keys[mark]):
                holding.append(mark)
            for below in self._below[mark]:
                lower = id(below.value)
                if lower in known:
                    holding += [mark] if known[lower] else []
                    continue
                above.setdefault(lower, []).append(mark)
                if lower not in seen:
                    seen.add(lower)
                    waiting.append(below)
        known.update(dict.fromkeys(seen, False))
        while holding:
            mark = holding.pop()
            if not known[mark]:
                known[mark] = True
                holding += above.get(mark, ())

    def _look(self, target: Target) -> None:
        keys = set[str]()
        below = dict[int, Target]()
        waiting = [target.value]
        while waiting:
            value = waiting.pop()
            if type(value) is dict:
                if "$ref" in value and is_reference(value):
                    found = self.library.target(value)
                    if found is not None:
                        below[id(found.value)] = found
                    continue
                keys.update(value)
                waiting += [one for one in value.values() if type(one) is dict or type(one) is list]
            elif type(value) is list:
                waiting += [one for one in value if type(one) is dict or type(one) is list]
        self._keys[id(target.value)] = frozenset(keys)
        self._below[id(target.value)] = list(below.values())


def circular(leads: list[tuple[Path, Value, Target]]) -> Iterator[int]:
    """The references that lead to something from which one comes back to them: those whose target reaches, over other
    references, a target in which they stand."""
    targets = {lead.path: number for number, (_, _, lead) in enumerate(leads)}
    lengths = sorted({len(path) for path in targets})
    edges: dict[int, set[int]] = {number: set() for number in targets.values()}
    inside: list[tuple[Value, int, list[int]]] = []
    longest = max(lengths, default=0)
    for path, reference, lead in leads:
        written = tuple(map(str, path[:longest]))
        holders = [targets[written[:length]] for length in lengths if written[:length] in targets]
        if holders:
            goal = targets[lead.path]
            inside.append((reference, goal, holders))
            for holder in holders:
                edges[holder].add(goal)
    group = _groups(edges)
    for reference, goal, holders in inside:
        if any(group[holder] == group[goal] for holder in holders):
            yield id(reference)


def _groups(edges: dict[int, set[int]]) -> dict[int, int]:
    """The strongly connected parts of a graph (Tarjan), by the number of one of their members."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    group: dict[int, int] = {}
    open_: list[int] = []
    for root, leads in edges.items():
        if root in order:
            continue
        work: list[tuple[int, Iterator[int]]] = [(root, iter(leads))]
        order[root] = low[root] = len(order)
        open_.append(root)
        while work:
            node, below = work[-1]
            for one in below:
                if one not in order:
                    order[one] = low[one] = len(order)
                    open_.append(one)
                    work.append((one, iter(edges[one])))
                    break
                if one not in group:
                    low[node] = min(low[node], order[one])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    while True:
                        member = open_.pop()
                        group[member] = node
                        if member == node:
                            break
    return group
