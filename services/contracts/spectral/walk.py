"""The one walk of a document for all rules: references are followed in place, and nothing is looked at twice.

First everything that is written is walked, with what sees references as they are and what sees through them at once.
Then the references that were met are followed, each with what is not done yet where it leads: a part that many refer to
is walked for the first of them, or for none when all of it was done where it is written.
"""

from collections.abc import Callable, Iterable

from ..limits import NotChecked
from ..places import Path, Step
from .automaton import Automaton, Filters, Slices, State
from .choosing import has
from .function import Value
from .reach import Needs, circular
from .written import Broken, Library, Target, Written, is_reference, references

VISITS = 50_000_000
"""Objects and lists visited by one walk, at most."""

type Act = Callable[[Value, "Walk"], None]


class Walk:
    """Where the walk is, for filters and checks to see."""

    def __init__(self, automaton: Automaton, library: Library) -> None:
        self.library = library
        self.root = library.main.root
        self.steps: list[Step] = []
        self.parent: Value = None
        self.nothing = automaton.nothing
        self.start = automaton.start()
        self.broken: dict[str, Broken] = {}
        """References that lead nowhere: the first of those of which the same is to be said."""
        self.visits = 0
        self._met: list[tuple[Path, Value, State]] = []
        self._entered: set[tuple[int, State]] = set()
        self._written: dict[Path, tuple[Value, State]] = {}

    @property
    def path(self) -> Path:
        """The way to the value that is looked at."""
        return tuple(self.steps)

    def run(self) -> None:
        """Raises NotChecked when there is no end of it."""
        self._arrive(self.root, self.start)
        met, self._met = self._met, []
        self._settle(met)
        self._needs = Needs(self.library)
        waiting = met[::-1]
        while waiting:
            path, reference, state = waiting.pop()
            if self._was_entered(reference, state):
                continue
            self.steps = list(path)
            self.parent = None
            self._enter(reference, state)
            waiting += self._met[::-1]
            self._met = []

    def _was_entered(self, reference: Value, state: State) -> bool:
        """Whether all was done where a reference leads. One beside which something stands has its own place."""
        target = self.library.target(reference) if len(reference) == 1 else None
        return target is not None and (id(target.value), state) in self._entered

    def _settle(self, met: list[tuple[Path, Value, State]]) -> None:
        """Tells the references that lead nowhere, and finds those that lead in a circle."""
        leads: list[tuple[Path, Value, Target]] = []
        for path, reference, _ in met:
            found = self.library.target(reference)
            if found is None:
                self._break(reference, path)
            elif found.document is self.library.main:
                leads.append((path, reference, found))
        self.library.circular = set(circular(leads))

    def _break(self, reference: Value, path: Path) -> None:
        said, document = self.library.complaint(reference), self.library.owner(reference)
        self.broken.setdefault(said, Broken(said, path, document))

    def _place_in(self, document: Written, reference: Value) -> Path:
        """Where a reference stands in its own document: looked for when there is something to say about it."""
        return next((path for path, one in references(document.root) if one is reference), ())

    def _enter(self, reference: Value, state: State) -> None:
        """Goes on where a reference leads, with what is not done there yet."""
        target = None if id(reference) in self.library.circular else self.library.target(reference)
        if target is None:  # it counts as what it is
            if id(reference) not in self.library.circular and self.library.owner(reference) is not self.library.main:
                self._break(reference, self._place_in(self.library.owner(reference), reference))
            self._arrive(reference, state)
            return
        value, key = target.value, (id(target.value), state)
        was_entered = key in self._entered
        if was_entered and len(reference) == 1:
            return
        self._entered.add(key)
        if is_reference(value):
            self._met.append((tuple(self.steps), value, state))
            return
        state = self._act(value, state)  # again for a reference beside which something stands: it has its own place
        if was_entered or (type(value) is not dict and type(value) is not list):
            return
        if target.document is self.library.main:
            state = state.minus(self._done_at(target.path))
            if state is self.nothing or (state.keys is not None and not self._needs.met(target, state.keys)):
                return
        self._descend(value, state)

    def _done_at(self, path: Path) -> State:
        """With what a place was walked where it is written, as far as references are followed."""
        steps, parent = self.steps, self.parent
        state = self._reached(path)[1]
        self.steps, self.parent = steps, parent
        return state

    def _reached(self, path: Path) -> tuple[Value, State]:
        """The value at the end of a path, and its state. What is above many places is worked out once."""
        known = self._written.get(path)
        if known is not None:
            return known
        if path:
            above, state = self._reached(path[:-1])
            key: Step = int(path[-1]) if type(above) is list else path[-1]
            value = above[key]
            self.steps, self.parent = list(path[:-1]), above
            state = self.nothing if is_reference(above) else self._after(above, key, value, state)
        else:
            value, state = self.root, self.start.resolved
        self.steps = list(path)
        known = self._written[path] = value, self._admitted(value, state)
        return known

    def _after(self, value: Value, key: Step, below: Value, state: State) -> State:
        """Where one child leads. The walk itself does the same in a longer and faster way."""
        after = state.moves[key]
        for one, spots in state.by_filter:
            if (one.guards is None or (type(below) is dict and not one.guards.isdisjoint(below))) and one.holds(
                below, key, self
            ):
                after = after.plus(spots)
        for part, spots in state.slices:
            if part.holds(key, value):
                after = after.plus(spots)
        return after

    def _admitted(self, value: Value, state: State) -> State:
        """With what is reached because of the children that the value has."""
        before, self.parent = self.parent, value
        tried = 0
        while len(state.has) > tried:
            spots = state.has
            tried = len(spots)
            for spot in spots:
                if spot.next and spot.next not in state.spots and spot.has and has(value, spot.has, self):
                    state = state.plus((spot.next,))
        self.parent = before
        return state

    def _act(self, value: Value, state: State) -> State:
        if state.has:
            state = self._admitted(value, state)
        for act in state.acts:
            act(value, self)
        return state

    def _arrive(self, value: Value, state: State) -> None:
        state = self._act(value, state)
        if type(value) is dict or type(value) is list:
            self._descend(value, state)

    def _descend(self, value: Value, state: State) -> None:  # noqa: PLR0912 - one loop; all time is spent here
        """The children of a value that was arrived at."""
        self.visits += 1
        if self.visits > VISITS:
            raise NotChecked("ruleset-too-large", f"The ruleset asks for more than {VISITS:,} visits of this document.")
        steps = self.steps
        parent, self.parent = self.parent, value
        steps.append("")
        if type(value) is dict:
            items: Iterable[tuple[Step, Value]] = (
                value.items() if state.deep else [(key, value[key]) for key in state.names if key in value]
            )
        else:
            items = enumerate(value)
        moves, nothing = state.moves, self.nothing
        filters, watched, leaf_filters, slices = state.by_filter, state.watched, state.on_leaf, state.slices
        careful = bool(leaf_filters or slices)
        for key, below in items:
            after = moves[key]
            kind = type(below)
            if kind is dict:
                chosen = filters if filters and not watched.isdisjoint(below) else leaf_filters
                if chosen or slices:
                    after = self._chosen(after, key, below, chosen, slices)
                if after is nothing:
                    continue
                steps[-1] = key
                if "$ref" in below and type(below["$ref"]) is str:
                    self._refer(below, after)
                    continue
            else:
                if careful:
                    after = self._chosen(after, key, below, leaf_filters, slices)
                if kind is not list:
                    if after.acts:
                        steps[-1] = key
                        for act in after.acts:
                            act(below, self)
                    continue
                if after is nothing:
                    continue
                steps[-1] = key
            if after.acts or after.has:
                after = self._act(below, after)
            if below:
                self._descend(below, after)
        steps.pop()
        self.parent = parent

    def _chosen(self, after: State, key: Step, below: Value, filters: Filters, slices: Slices) -> State:
        """Where a child leads that filters and slices are asked about."""
        steps = self.steps
        steps.pop()  # filters see the way to the parent
        for one, spots in filters:
            if (one.guards is None or not one.guards.isdisjoint(below)) and one.holds(below, key, self):
                after = after.plus(spots)
        for part, spots in slices:
            if part.holds(key, self.parent):
                after = after.plus(spots)
        steps.append(key)
        return after

    def _refer(self, reference: Value, state: State) -> None:
        """A reference: what sees it as it is goes on here, the rest where it leads, later."""
        if state.resolved is not self.nothing:
            self._met.append((tuple(self.steps), reference, state.resolved))
        if state.unresolved is not self.nothing:
            self._descend(reference, self._act(reference, state.unresolved))
