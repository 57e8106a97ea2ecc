"""Reads one .proto file: proto2, proto3 and editions. What the grammar does not know is refused at its place."""

from ...document import Source
from ...grammar import Token, Tokens, closest
from .literals import GRAMMAR, bracketed, full_name, number, option, string
from .tree import (
    EnumNode,
    ExtendNode,
    FieldNode,
    ImportNode,
    MessageNode,
    MethodNode,
    OneofNode,
    ProtoFile,
    Reserved,
    ServiceNode,
    ValueNode,
)

SYNTAXES = ("proto2", "proto3")
MOST = 2**29 - 1
"""The highest number of a field: what `max` means."""
_LABELS = ("optional", "required", "repeated")
_STATEMENT = 'a statement ("message", "enum", "service", "import", "option" ...)'


def read(source: Source) -> ProtoFile:
    """Raises NotChecked, with a place."""
    return _Reader(source).file()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.tokens = Tokens(source, GRAMMAR)
        self.into = ProtoFile(source, self.tokens.next)

    def file(self) -> ProtoFile:
        tokens, into = self.tokens, self.into
        if tokens.at("syntax", "edition"):
            self._syntax()
        while tokens.next.kind != "end":
            if tokens.accept(";"):
                continue
            if tokens.at("import"):
                self._import()
            elif tokens.at("package"):
                begin = tokens.take()
                into.token = tokens.next
                into.package = full_name(tokens, "the name of a package").removeprefix(".")
                into.text = self._end(begin)
            elif tokens.accept("option"):
                into.options.append(option(tokens))
                tokens.expect(";")
            elif tokens.at("service"):
                into.services.append(self._service())
            elif not self._declaration(into):
                raise tokens.surprise(_STATEMENT)
        return into

    def _syntax(self) -> None:
        tokens = self.tokens
        word = tokens.take().text
        tokens.expect("=")
        token = tokens.next
        said = string(tokens)
        if (said not in SYNTAXES) if word == "syntax" else not (said.isdecimal() and len(said) == 4):
            known = '"proto2" and "proto3"' if word == "syntax" else 'a year, such as "2023"'
            raise tokens.refusal(f"The {word} {said[:40]!r} is not known; known is {known}", token.start)
        self.into.syntax = said
        tokens.expect(";")

    def _import(self) -> None:
        tokens = self.tokens
        tokens.take()
        kind = tokens.accept("public", "weak", "option")
        token = tokens.next
        self.into.imports.append(ImportNode(string(tokens), kind.text if kind else "", token))
        tokens.expect(";")

    def _end(self, begin: Token) -> str:
        """Takes the semicolon. What the comments above `begin` and beside the semicolon say."""
        self.tokens.expect(";")
        return self._said(begin)

    def _said(self, begin: Token) -> str:
        beside = closest(self.tokens.next.beside)
        return "\n".join(filter(None, (closest(begin.said), beside)))

    def _opened(self, begin: Token) -> str:
        """Takes the brace that opens a block. What the comments above it and beside the brace say."""
        self.tokens.expect("{")
        return self._said(begin)

    def _declaration(self, into: ProtoFile | MessageNode) -> bool:
        """A message, an enum or an extension, if one stands here."""
        tokens = self.tokens
        begin = tokens.next
        if tokens.accept("export", "local") and not tokens.at("message", "enum"):
            if isinstance(into, ProtoFile):
                raise tokens.surprise('"message" or "enum"')
            into.members.append(self._field(begin, "", begin))
            return True
        if tokens.accept("message"):
            with tokens.deeper():
                node = MessageNode(tokens.word("the name of a message"))
                self._block(node, begin)
            into.messages.append(node)
        elif tokens.accept("enum"):
            into.enums.append(self._enum(begin))
        elif tokens.accept("extend"):
            into.extends.append(self._extend(into))
        else:
            return False
        return True

    def _block(self, node: MessageNode, begin: Token) -> None:
        """What stands between the braces of a message or group."""
        tokens = self.tokens
        node.text = self._opened(begin)
        while not tokens.accept("}"):
            if tokens.accept(";") or self._declaration(node):
                continue
            if tokens.at("oneof"):
                node.members.append(self._oneof(node))
            elif tokens.accept("option"):
                node.options.append(option(tokens))
                tokens.expect(";")
            elif tokens.accept("reserved"):
                self._ranges(node.reserved)
            elif tokens.accept("extensions"):
                self._ranges(node.extensions)
            else:
                node.members.append(self._labelled(node))

    def _labelled(self, above: MessageNode | None) -> FieldNode:
        """A field with its label, if it has one. A group is a message besides, which stands in `above`."""
        tokens = self.tokens
        begin = tokens.next
        label = tokens.accept(*_LABELS)
        return self._field(begin, label.text if label else "", None, above)

    def _field(self, begin: Token, label: str, kind: Token | None, above: MessageNode | None = None) -> FieldNode:
        """A field after its label; `kind` is the first word of its type when that was taken already."""
        tokens = self.tokens
        at = kind or tokens.next
        if not kind and tokens.accept("group"):
            return self._group(begin, label, above)
        key = ""
        if not kind and tokens.accept("map"):
            if tokens.accept("<"):
                key = full_name(tokens, "the type of the keys")
                tokens.expect(",")
                said = full_name(tokens, "the type of the values")
                tokens.expect(">")
            else:
                said = "map" + self._rest_of_type()
        elif kind:
            said = kind.text + self._rest_of_type()
        else:
            said = full_name(tokens, "a field, or the end of the block")
        node = FieldNode(tokens.word("the name of a field"), type=said, type_token=at, label=label, key=key)
        tokens.expect("=")
        node.number = self._number("the number of the field")
        node.options = bracketed(tokens)
        node.text = self._end(begin)
        return node

    def _rest_of_type(self) -> str:
        name = ""
        while self.tokens.accept("."):
            name += "." + self.tokens.word("the name of a type").text
        return name

    def _group(self, begin: Token, label: str, above: MessageNode | None) -> FieldNode:
        tokens = self.tokens
        with tokens.deeper():
            token = tokens.word("the name of a group")
            node = FieldNode(token._replace(text=token.text.lower()), type=token.text, type_token=token, label=label)
            tokens.expect("=")
            node.number = self._number("the number of the group")
            node.options = bracketed(tokens)
            node.group = MessageNode(token)
            self._block(node.group, begin)
        node.text = node.group.text
        if above is not None:
            above.messages.append(node.group)
        return node

    def _number(self, what: str) -> int:
        token = self.tokens.next
        sign = -1 if self.tokens.accept("-") else 1
        found = self.tokens.next
        if found.kind != "number" or not isinstance(number(found), int):
            raise self.tokens.surprise(what)
        self.tokens.take()
        value = number(found)
        if not isinstance(value, int) or value > 2**32:
            raise self.tokens.refusal(f"The number {found.text[:40]} is too large", token.start)
        return sign * value

    def _oneof(self, above: MessageNode) -> OneofNode:
        tokens = self.tokens
        begin = tokens.take()
        node = OneofNode(tokens.word("the name of a oneof"))
        node.text = self._opened(begin)
        while not tokens.accept("}"):
            if tokens.accept(";"):
                continue
            if tokens.accept("option"):
                node.options.append(option(tokens))
                tokens.expect(";")
            else:
                node.fields.append(self._labelled(above))
        return node

    def _extend(self, into: ProtoFile | MessageNode) -> ExtendNode:
        tokens = self.tokens
        token = tokens.next
        node = ExtendNode(full_name(tokens, "the name of the message to extend"), token)
        tokens.expect("{")
        above = MessageNode(token) if isinstance(into, ProtoFile) else into
        while not tokens.accept("}"):
            if not tokens.accept(";"):
                node.fields.append(self._labelled(above))
        if isinstance(into, ProtoFile):
            into.messages += above.messages
        return node

    def _ranges(self, into: Reserved) -> None:
        tokens = self.tokens
        while True:
            if tokens.next.kind == "string":
                into.names.append(string(tokens))
            elif tokens.next.kind == "word":
                into.names.append(tokens.take().text)
            else:
                first = self._number("a number or a name")
                last = first
                if tokens.accept("to"):
                    last = MOST if tokens.accept("max") else self._number('a number or "max"')
                into.ranges.append((first, last))
            if not tokens.accept(","):
                break
        bracketed(tokens)  # they tell compilers who owns the numbers: nothing that a caller sees
        tokens.expect(";")

    def _enum(self, begin: Token) -> EnumNode:
        tokens = self.tokens
        node = EnumNode(tokens.word("the name of an enum"))
        node.text = self._opened(begin)
        while not tokens.accept("}"):
            if tokens.accept(";"):
                continue
            first = tokens.next
            name = tokens.word("a value, or the end of the enum")
            if name.text == "option" and not tokens.at("="):
                node.options.append(option(tokens))
                tokens.expect(";")
            elif name.text == "reserved" and not tokens.at("="):
                self._ranges(node.reserved)
            else:
                value = ValueNode(name)
                tokens.expect("=")
                value.number = self._number("the number of the value")
                value.options = bracketed(tokens)
                value.text = self._end(first)
                node.values.append(value)
        return node

    def _service(self) -> ServiceNode:
        tokens = self.tokens
        begin = tokens.take()
        node = ServiceNode(tokens.word("the name of a service"))
        node.text = self._opened(begin)
        while not tokens.accept("}"):
            if tokens.accept(";"):
                continue
            if tokens.accept("option"):
                node.options.append(option(tokens))
                tokens.expect(";")
            else:
                node.methods.append(self._method())
        return node

    def _method(self) -> MethodNode:
        tokens = self.tokens
        begin = tokens.expect("rpc", "}")
        node = MethodNode(tokens.word("the name of an rpc"))
        node.takes, node.takes_token, node.takes_stream = self._passed()
        tokens.expect("returns")
        node.gives, node.gives_token, node.gives_stream = self._passed()
        if not tokens.at("{"):
            node.text = self._end(begin)
            return node
        node.text = self._opened(begin)
        while not tokens.accept("}"):
            if not tokens.accept(";"):
                tokens.expect("option", "}")
                node.options.append(option(tokens))
                tokens.expect(";")
        return node

    def _passed(self) -> tuple[str, Token, bool]:
        """What an rpc takes or gives: `(Order)`, `(stream Order)`."""
        tokens = self.tokens
        tokens.expect("(")
        stream = tokens.accept("stream") is not None
        token = tokens.next
        name = full_name(tokens, "the name of a message")
        tokens.expect(")")
        return name, token, stream
