"""Thrift files that are one contract: which belong to it, what they include, and the names they are shown by."""

import posixpath
from collections import Counter

from ...bundle import Sources
from ...document import Source
from ...places import START
from .parse import Reader
from .tree import Const, Definition, Program, Service, Thrift, stem


def parse(sources: Sources) -> Thrift:
    """Every file that is Thrift, and what they include besides, as far as it was handed in."""
    document = Thrift()
    document.first = START._replace(file=sources.main.name)
    own = {source.name: source for source in sources.own}
    waiting = list(own.values())
    read: dict[str, Program] = {}
    several = len(sources.beside) > 1
    while waiting:
        source = waiting.pop(0)
        if source.name in read:
            continue
        program = read[source.name] = Reader(document, source, several=several).program
        document.programs.append(program)
        for include in program.includes:
            found = _included(include.path, source, sources.beside)
            if found is not None and found.name not in read and found.name not in own:
                waiting.append(found)
    for program in document.programs:
        for include in program.includes:
            found = _included(include.path, program.source, sources.beside)
            include.program = read[found.name] if found is not None else None
            above = stem(include.path)
            program.reached[above] = program.reached.get(above) or include.program
    _name(document)
    return document


def _included(path: str, source: Source, files: dict[str, Source]) -> Source | None:
    """The file that an include means: beside the one it stands in, from the top, or wherever one ends like it."""
    asked = path.replace("\\", "/")
    for name in (posixpath.normpath(posixpath.join(posixpath.dirname(source.name), asked)), posixpath.normpath(asked)):
        if name in files and name != source.name:
            return files[name]
    tail = "/" + asked.lstrip("./")
    alike = [one for name, one in files.items() if ("/" + name).endswith(tail) and name != source.name]
    return alike[0] if len(alike) == 1 else None


def _name(document: Thrift) -> None:
    """Gives every definition the name it is shown by: its own, and that of its file before it where it is not alone."""
    times = Counter((isinstance(one, Service), one.name) for program in document.programs for one in _known(program))
    for program in document.programs:
        for one in _known(program):
            alone = times[isinstance(one, Service), one.name] == 1
            one.shown = one.name if alone else f"{program.name}.{one.name}"
            if isinstance(one, Const) and one.name in program.types:
                one.shown = f"{program.name}.const.{one.name}".lstrip(".")
            if not isinstance(one, Service):
                one.place.name = f"type:{one.shown}"
                continue
            one.place.name = f"group:{one.shown}"
            for function in one.functions:
                function.shown = f"{one.shown}.{function.name}"
                function.place.name = f"operation:{function.shown}"


def _known(program: Program) -> list[Definition]:
    return [*program.types.values(), *program.consts.values(), *program.services.values()]
