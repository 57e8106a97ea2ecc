"""Real .proto files, from beside the checkout: every one is read, and protoc reads the same in it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.contracts import Limits, lint
from services.contracts.bundle import pack
from services.contracts.document import Source
from services.contracts.formats.proto import compiler
from services.contracts.formats.proto.names import Names
from services.contracts.formats.proto.reader import read as read_file
from services.contracts.formats.proto.tree import MessageNode, OneofNode
from tests.standaside import stand_aside

from .documents import judged

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"


@pytest.fixture(params=["proto", "proto-old"])
def corpus(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The files by the names they are imported by, or this test stands aside."""
    folder = CORPUS / request.param
    if not folder.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.proto"))}


_COUNTS = {151: (394, 1440), 145: (363, 1327)}


def test_every_real_file_together_is_one_contract_without_a_flaw(corpus: dict[str, Path]):
    checked = judged(pack({name: path.read_bytes() for name, path in corpus.items()}))
    assert checked.interface is not None
    assert (len(checked.interface.operations), len(checked.interface.types)) == _COUNTS[len(corpus)]
    told = {one.rule for one in checked.findings}
    assert not told & {"rule-crashed", "reference-missing", "reference-not-followed", "format-invalid"}


def test_every_real_file_alone_is_read_and_what_it_imports_is_told(corpus: dict[str, Path]):
    for name, path in corpus.items():
        checked = lint(path.read_bytes())
        assert checked.reason is None, name
        text = path.read_text()
        lost = [one for one in checked.findings if one.rule == "reference-not-followed"]
        imports = [line for line in text.splitlines() if line.startswith("import ") and '"google/protobuf/' not in line]
        assert len(lost) == len(imports), name
        assert not {one.rule for one in checked.findings} & {"rule-crashed", "reference-missing", "format-invalid"}, (
            name
        )


def test_the_reader_agrees_with_protoc_in_every_name_number_and_label(corpus: dict[str, Path], tmp_path: Path):
    program = compiler._program()
    assert program is not None
    root = Path(str(next(iter(corpus.values()))).removesuffix(next(iter(corpus))))
    include = program.parent.parent / "include"
    subprocess.run(
        [program, f"-I{root}", f"-I{include}", f"-o{tmp_path / 'set'}", *corpus], check=True, stderr=subprocess.DEVNULL
    )
    theirs = [parsed(one) for one in parsed((tmp_path / "set").read_bytes())[1]]
    assert {word(one, 1) for one in theirs} == set(corpus)
    sources = {name: Source(path.read_bytes(), Limits(), name) for name, path in corpus.items()}
    names = Names(tuple(sources.values()), sources)
    for one in theirs:
        mine = read_file(sources[word(one, 1)])
        package = word(one, 2)
        assert mine.package == package
        assert [node.name for node in mine.enums] == [word(parsed(each), 1) for each in one.get(5, ())]
        for node, each in zip(mine.messages, one.get(4, ()), strict=True):
            same_message(node, parsed(each), names, package)
        for service, each in zip(mine.services, one.get(6, ()), strict=True):
            said = parsed(each)
            methods = [
                (word(m, 1), word(m, 2), word(m, 3), bool(m.get(5)), bool(m.get(6))) for m in map(parsed, said[2])
            ]
            assert (service.name, methods) == (
                word(said, 1),
                [
                    (
                        m.name,
                        "." + names.find(m.takes, package),
                        "." + names.find(m.gives, package),
                        m.takes_stream,
                        m.gives_stream,
                    )
                    for m in service.methods
                ],
            )


_TYPES = {
    "double": 1, "float": 2, "int64": 3, "uint64": 4, "int32": 5, "fixed64": 6, "fixed32": 7, "bool": 8, "string": 9,
    "bytes": 12, "uint32": 13, "sfixed32": 15, "sfixed64": 16, "sint32": 17, "sint64": 18,
}  # fmt: skip
_LABELS = {"": 1, "optional": 1, "required": 2, "repeated": 3}


def same_message(node: MessageNode, theirs: dict[int, list[Any]], names: Names, scope: str) -> None:
    scope = f"{scope}.{node.name}" if scope else node.name
    assert word(theirs, 1) == node.name
    fields = [
        (one, member.name if isinstance(member, OneofNode) else "")
        for member in node.members
        for one in (member.fields if isinstance(member, OneofNode) else [member])
    ]
    oneofs = [word(parsed(one), 1) for one in theirs.get(8, ())]
    for (mine, oneof), one in zip(fields, map(parsed, theirs.get(2, ())), strict=True):
        label = 3 if mine.key else _LABELS[mine.label]
        assert (word(one, 1), one[3], one[4]) == (mine.name, [mine.number], [label]), scope
        if mine.type in _TYPES and not mine.key:
            assert one[5] == [_TYPES[mine.type]]
        elif not mine.key:
            assert word(one, 6) == "." + names.find(mine.type, scope)
        if 9 in one and 17 not in one:
            assert oneofs[one[9][0]] == oneof
        else:
            assert oneof == ""
    for mine, each in zip(node.enums, theirs.get(4, ()), strict=True):
        said = parsed(each)
        values = [(word(value, 1), signed(value.get(2, [0])[0])) for value in map(parsed, said[2])]
        assert (word(said, 1), values) == (mine.name, [(value.name, value.number) for value in mine.values])
    below = [one for one in map(parsed, theirs.get(3, ())) if not parsed(one.get(7, [b""])[0]).get(7)]
    for message, one in zip(node.messages, below, strict=True):
        same_message(message, one, names, scope)


def signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def word(message: dict[int, list[Any]], number: int) -> str:
    return message.get(number, [b""])[0].decode()


def parsed(data: bytes) -> dict[int, list[Any]]:
    """A message as protoc writes it, by the numbers of its fields."""
    message: dict[int, list[Any]] = {}
    for number, value in members(data):
        message.setdefault(number, []).append(value)
    return message


def members(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
            continue
        size = varint() if key & 7 == 2 else {1: 8, 5: 4}[key & 7]
        yield key >> 3, data[at : at + size]
        at += size
