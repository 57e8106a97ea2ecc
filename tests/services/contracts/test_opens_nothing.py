"""A reference, an import, an entity, an include: none of them opens a file, a connection or a program."""

# ruff: noqa: E501 - documents have lines of their own

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from services.contracts import child as supervisor
from services.contracts import pack

from .documents import openapi

pytestmark = pytest.mark.process

SEEN = """
import json, os, sys
from services.contracts import lint
plain, *hostile = (bytes.fromhex(one) for one in sys.stdin.read().split())
lint(plain)  # what the format loads of its own
KINDS = {"open", "socket", "subprocess", "urllib", "http", "ftplib", "glob", "shutil", "os.system", "os.exec"}
KINDS |= {"os.posix_spawn", "os.listdir", "os.scandir", "os.fork", "os.forkpty"}
events = []
def hear(event, arguments):
    if event.split(".")[0] in KINDS or event in KINDS:
        events.append([event, *(os.fsdecode(one) if isinstance(one, bytes) else str(one) for one in arguments)])
sys.addaudithook(hear)
reasons = [lint(one).reason for one in hostile]
print(json.dumps([events, [one.code if one else "" for one in reasons]]))
"""
SECRET = "/etc/passwd"

TEXTS = {
    "openapi": '{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/a":{"$ref":"@"}},'
    '"components":{"schemas":{"A":{"$ref":"@#/a","$schema":"@","$id":"@"},"B":{"externalValue":"@"}}}}',
    "openapi-yaml": "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: !include @\nx-a: !!python/name:os.system @\n",
    "openapi2": '{"swagger":"2.0","info":{"title":"T","version":"1"},"paths":{"/a":{"$ref":"@"}}}',
    "asyncapi": "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\nchannels: {a: {$ref: '@'}}\noperations: {b: {$ref: '@'}}\n",
    "jsonschema": '{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"@","$ref":"@","$dynamicRef":"@#a",'
    '"$vocabulary":{"@":true}}',
    "plain": "homeport: 1\ntitle: T\ntypes: {A: {ref: '@'}}\n",
    "avsc": '{"type":"record","name":"A","fields":[{"name":"a","type":"@"}]}',
    "avdl": 'protocol P {\nimport idl "@";\nimport schema "@";\nimport protocol "@";\n}\n',
    "thrift": 'namespace java a\ninclude "@"\ncpp_include "@"\nstruct A { 1: i32 a }\nservice S { A get() }\n',
    "proto": 'syntax = "proto3";\nimport "@";\nimport public "@";\nmessage A { int32 a = 1; }\n',
    "smithy": '$version: "2"\nmetadata imports = ["@"]\nnamespace a\nstructure A { a: String }\n',
    "corba": '#include "@"\n#include <@>\ninterface A { void f(); };\n',
    "graphql": '# import "@"\ndirective ~link(url: String) on FIELD_DEFINITION\ntype Query { a: Int ~link(url: "@") }\n',
    "wsdl": '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xi="http://www.w3.org/2001/XInclude"\n'
    ' xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="a" name="A">\n'
    '<import namespace="b" location="@"/><documentation><xi:include href="@"/></documentation>\n'
    '<types><x:schema><x:include schemaLocation="@"/><x:import namespace="c" schemaLocation="@"/></x:schema></types>\n'
    "</definitions>",
    "xsd": '<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"\n'
    ' i:schemaLocation="a @"><redefine schemaLocation="@"/><import namespace="a" schemaLocation="@"/></schema>',
}
ENTITIES = (
    '<!DOCTYPE definitions SYSTEM "@">',
    '<!DOCTYPE definitions [<!ENTITY a SYSTEM "@">]>',
    '<!DOCTYPE definitions [<!ENTITY % a SYSTEM "@"> %a;]>',
    "<!DOCTYPE definitions [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{one} '{f'&a{one - 1};' * 10}'>" for one in range(1, 10))
    + "]>",
)
"""A DTD elsewhere, an entity elsewhere, one of parameters, and a billion laughs."""


def said(kind: str, address: str) -> str:
    return TEXTS[kind].replace("@", address).replace("~", "@")


def seen(
    plain: str, hostile: list[str], *, packed: bool = False, script: str = SEEN
) -> tuple[list[list[str]], list[str]]:
    """What checks of the hostile documents ask of the system, and why each was not checked, "" when it was."""
    given = [one.encode() for one in (plain, *hostile)]
    if packed:
        given = [pack({"x/a": one, "x/b.txt": b"b"}) for one in given]
    command = [sys.executable, "-c", script]
    environment, fed = supervisor.environment(), " ".join(one.hex() for one in given)
    done = subprocess.run(
        command, cwd=supervisor.ROOT, env=environment, input=fed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    events, reasons = json.loads(done.stdout)
    return [one for one in events if not is_own(one)], reasons


def is_own(event: list[str]) -> bool:
    """The engine's own: modules and schemas that are read late; the compiler in its folder."""
    name, subject = event[0], event[1]
    homes = (sys.prefix, sys.base_prefix, str(Path(sys.prefix).resolve()), str(supervisor.ROOT))
    if name in ("open", "os.listdir", "os.scandir"):
        return subject.startswith(homes) or "hp-protoc-" in subject or subject in ("/dev/null", "-1", "None")
    if name in ("subprocess.Popen", "os.posix_spawn"):
        return subject.endswith("/protoc")
    return name == "shutil.rmtree" and "hp-protoc-" in subject


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("packed", [False, True], ids=["alone", "among-others"])
def test_no_reference_is_followed_out_of_what_was_handed_in(kind: str, packed: bool):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        away = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        addresses = (SECRET, f"file://{SECRET}", f"../../../../..{SECRET}", away)
        events, reasons = seen(said(kind, "a"), [said(kind, one) for one in addresses], packed=packed)
        assert events == []
        assert reasons == [""] * len(addresses)
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_dtd_is_read_and_no_entity_grows():
    text = TEXTS["wsdl"].replace("@", "a")
    events, reasons = seen(text, [one.replace("@", f"file://{SECRET}") + text for one in ENTITIES])
    assert events == []
    assert reasons == ["not-wsdl"] * len(ENTITIES)


def test_what_would_be_opened_would_be_seen():
    """The test of the tests: an opened file and a connection are heard."""
    script = SEEN.replace(
        "reasons = [lint(one)", "import socket; open('/etc/hosts'); socket.socket(); reasons = [lint(one)"
    )
    text = openapi().decode()
    events, _ = seen(text, [text], script=script)
    assert {one[0] for one in events} == {"open", "socket.__new__"}
