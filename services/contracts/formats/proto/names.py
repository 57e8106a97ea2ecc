"""Which name means which declaration: the files of a contract, their imports, and what they declare."""

from dataclasses import dataclass

from ...document import Source
from ...model import Kind
from .reader import read
from .tree import EnumNode, ImportNode, MessageNode, ProtoFile

KNOWN: dict[str, tuple[Kind, str, bool]] = {  # kind, format, nullable
    "Timestamp": ("text", "date-time", False),
    "Duration": ("text", "duration", False),
    "FieldMask": ("text", "field-mask", False),
    "Empty": ("record", "", False),
    "Any": ("any", "", False),
    "Value": ("any", "", True),
    "NullValue": ("null", "", True),
    "Struct": ("map", "", False),
    "ListValue": ("list", "", False),
    "DoubleValue": ("number", "double", True),
    "FloatValue": ("number", "float", True),
    "Int64Value": ("integer", "int64", True),
    "UInt64Value": ("integer", "uint64", True),
    "Int32Value": ("integer", "int32", True),
    "UInt32Value": ("integer", "uint32", True),
    "BoolValue": ("boolean", "", True),
    "StringValue": ("text", "", True),
    "BytesValue": ("binary", "", True),
    **dict.fromkeys(["Api", "Method", "Mixin", "Type", "Field", "Enum", "EnumValue", "Option", "SourceContext",
                     "FileDescriptorSet", "FileDescriptorProto", "DescriptorProto", "FieldDescriptorProto",
                     "OneofDescriptorProto", "EnumDescriptorProto", "EnumValueDescriptorProto",
                     "ServiceDescriptorProto", "MethodDescriptorProto", "FileOptions", "MessageOptions",
                     "FieldOptions", "OneofOptions", "EnumOptions", "EnumValueOptions", "ServiceOptions",
                     "MethodOptions", "ExtensionRangeOptions", "UninterpretedOption", "FeatureSet",
                     "FeatureSetDefaults", "SourceCodeInfo", "GeneratedCodeInfo"], ("record", "", False)),
    **dict.fromkeys(["Syntax", "Edition", "SymbolVisibility"], ("text", "", False)),
}  # fmt: skip
"""The types that come with every compiler: google.protobuf.*."""
WELL_KNOWN = "google.protobuf."
_BESIDE_COMPILER = "google/protobuf/"


@dataclass(slots=True)
class Named:
    """A message or an enum, where it was declared and by which full name."""

    full: str
    node: MessageNode | EnumNode
    file: ProtoFile


class Names:
    """Every file with what it declares. `declared` holds messages and enums by their full names, the first of each."""

    def __init__(self, own: tuple[Source, ...], beside: dict[str, Source]) -> None:
        """Raises NotChecked when a file is ill-formed."""
        self.files: dict[str, ProtoFile] = {source.name: read(source) for source in own}
        self.imports: dict[str, dict[str, str]] = {}
        """Of each file: what it imports, and the file that is meant ("" when it was not handed in)."""
        self.declared: dict[str, Named] = {}
        by_end: dict[str, list[str]] = {}
        for name in beside:
            by_end.setdefault(name.rpartition("/")[2], []).append(name)
        waiting = list(self.files.values())
        while waiting:
            file = waiting.pop(0)
            found = self.imports[file.source.name] = {}
            for one in file.imports:
                likely = by_end.get(one.name.rpartition("/")[2], [])
                meant = found[one.name] = _meant(one.name, file.source.name, likely)
                if meant and meant not in self.files:
                    self.files[meant] = read(beside[meant])
                    waiting.append(self.files[meant])
        for file in self.files.values():
            self._declare(file, file.package, file.messages, file.enums)

    def _declare(self, file: ProtoFile, scope: str, messages: list[MessageNode], enums: list[EnumNode]) -> None:
        waiting = [(scope, messages, enums)]
        while waiting:
            scope, messages, enums = waiting.pop(0)
            nodes: tuple[MessageNode | EnumNode, ...] = (*messages, *enums)
            for node in nodes:
                full = joined(scope, node.name)
                self.declared.setdefault(full, Named(full, node, file))
                if isinstance(node, MessageNode):
                    waiting.append((full, node.messages, node.enums))

    def find(self, name: str, scope: str) -> str:
        """The full name that is meant by `name` inside of `scope`, from the innermost scope outwards. "": none is."""
        if name.startswith("."):
            return name[1:] if self._is_type(name[1:]) else ""
        first = name.partition(".")[0]
        while True:
            full = joined(scope, name)
            if self._is_type(full):
                return full
            if "." in name and joined(scope, first) in self.declared:
                return ""
            if not scope:
                return ""
            scope = scope.rpartition(".")[0]

    def _is_type(self, full: str) -> bool:
        return full in self.declared or is_known(full)

    def missing(self, file: ProtoFile) -> list[ImportNode]:
        """What the file imports and was not handed in; what comes with every compiler is never missing."""
        found = self.imports[file.source.name]
        return [one for one in file.imports if not found[one.name] and not one.name.startswith(_BESIDE_COMPILER)]

    def is_open(self, file: ProtoFile) -> bool:
        """Whether names may come from a file that was not handed in: by its own imports, or by public ones of those."""
        seen: set[str] = set()
        waiting = [file]
        while waiting:
            one = waiting.pop()
            if one.source.name in seen:
                continue
            seen.add(one.source.name)
            if any(lost.kind != "option" for lost in self.missing(one)):
                return True
            found = self.imports[one.source.name]
            waiting += [
                self.files[found[further.name]]
                for further in one.imports
                if found[further.name] and (one is file or further.kind == "public")
            ]
        return False


def is_known(full: str) -> bool:
    """Whether it is a type that comes with every compiler, or one inside of such."""
    return full.startswith(WELL_KNOWN) and full[len(WELL_KNOWN) :].partition(".")[0] in KNOWN


def joined(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name


def _meant(name: str, by: str, likely: list[str]) -> str:
    """The file that an import means: its name, below whatever folder the files were packed in. Of several the one that
    shares most of its folders with the file that imports it."""
    if name in likely:
        return name
    found = [one for one in likely if one.endswith("/" + name)]
    return max(found, key=lambda one: (_shared(one, by), -len(one), one), default="")


def _shared(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one.split("/"), other.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count
