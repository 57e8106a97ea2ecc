"""What is given to the command and what becomes a contract of its own; nothing else is ever opened."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from services.contracts import Limits, NotChecked
from services.contracts.bundle import Bundle
from services.contracts.command.given import Given, Refused, Search, plan

from .conftest import Run
from .documents import ORDERS, openapi

SPLIT = openapi(paths={"/things": {"$ref": "parts/things.yaml"}})
THINGS = "get: {operationId: listThings, responses: {'200': {description: Done.}}}\n"


def found(folder: Path, **options: object) -> dict[str, list[str]]:
    """The contracts below a folder, each with its files, told from the folder."""
    exclude = options.pop("exclude", ())
    all_given = plan([str(folder)], Search(Limits(), exclude), **options)  # type: ignore[arg-type]
    return {
        os.path.relpath(one.name, folder): [str(file.relative_to(folder)) for file in one.files] for one in all_given
    }


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_every_file_of_a_folder_may_be_a_contract_in_an_order_that_stays(tmp_path: Path):
    write(tmp_path, {"b.yaml": "b", "a.yaml": "a", "z/a.json": "{}", "c/d/e.yaml": "", "c/a.yaml": ""})
    assert list(found(tmp_path)) == ["a.yaml", "b.yaml", "c/a.yaml", "c/d/e.yaml", "z/a.json"]


def test_a_folder_with_a_contract_yaml_is_one_contract_and_those_below_it_are_their_own(tmp_path: Path):
    write(
        tmp_path,
        {
            "shop/contract.yaml": "main: api.json",
            "shop/api.json": SPLIT,
            "shop/parts/things.yaml": THINGS,
            "shop/parts/inner/contract.yml": "facts: {contact: a@b.example}",
            "shop/parts/inner/api.yaml": ORDERS,
            "else.yaml": ORDERS,
        },
    )
    assert found(tmp_path) == {
        "else.yaml": ["else.yaml"],
        "shop": ["shop/api.json", "shop/contract.yaml", "shop/parts/things.yaml"],
        "shop/parts/inner": ["shop/parts/inner/api.yaml", "shop/parts/inner/contract.yml"],
    }


@pytest.mark.parametrize("text", [ORDERS, "dataContractSpecification: 1.1.0", "- main", "{", "\0"])
def test_a_file_that_only_has_the_name_makes_no_contract_of_its_folder(tmp_path: Path, text: str):
    write(tmp_path, {"contract.yaml": text, "a.yaml": ORDERS})
    assert list(found(tmp_path)) == ["a.yaml", "contract.yaml"]


def test_hidden_and_fetched_folders_and_what_is_excluded_are_not_searched(tmp_path: Path):
    names = [".git/a.yaml", "node_modules/x/a.yaml", ".hidden.yaml", "old/a.yaml", "new/a.yaml", "new/old.yaml"]
    write(tmp_path, dict.fromkeys(names, ORDERS))
    assert list(found(tmp_path, exclude=("old", "*old.yaml"))) == ["new/a.yaml"]


def test_links_in_a_folder_are_not_followed(tmp_path: Path):
    outside = write(tmp_path / "outside", {"secret.yaml": ORDERS})
    folder = write(tmp_path / "folder", {"a.yaml": ORDERS, "shop/contract.yaml": "facts: {}", "shop/a.yaml": ORDERS})
    for place in (folder, folder / "shop"):
        (place / "file.yaml").symlink_to(outside / "secret.yaml")
        (place / "down").symlink_to(outside)
    search = Search(Limits())
    assert [len(one.files) for one in plan([str(folder)], search)] == [1, 2]
    assert search.links == 4


def test_what_was_named_is_opened_even_when_it_is_a_link(tmp_path: Path, run: Run):
    write(tmp_path, {"a.yaml": ORDERS})
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    assert run("lint", tmp_path / "link.yaml", "--format", "json")[0] == 1


def test_a_folder_that_is_one_contract_is_judged_with_its_files_and_facts(tmp_path: Path, run: Run):
    write(
        tmp_path,
        {
            "contract.yaml": "main: api.json\nfacts: {contact: a@b.example}",
            "api.json": SPLIT,
            "parts/things.yaml": THINGS + "x: 1\n",
            "logo.png": b"\x89PNG\0",
        },
    )
    code, out, err = run("lint", tmp_path, "--format", "json")
    rows = json.loads(out)
    assert (code, err) == (1, "")
    assert {one["source"] for one in rows} == {str(tmp_path / "api.json"), str(tmp_path / "parts/things.yaml")}
    assert not {"contact-named", "reference-missing", "reference-not-followed"} & {one["code"] for one in rows}


def test_beside_lets_one_document_refer_to_a_folder_and_to_nothing_else(tmp_path: Path, run: Run):
    folder = write(tmp_path / "apis", {"api.json": SPLIT, "other.yaml": ORDERS, "parts/things.yaml": THINGS})
    codes = {one["code"] for one in json.loads(run("lint", folder / "api.json", "--format", "json")[1])}
    assert "reference-not-followed" in codes
    for beside in (folder, folder / "parts"):
        code, out, err = run("lint", folder / "api.json", "--beside", beside, "--format", "json")
        assert (code, err) == (1, "")
        assert "reference-not-followed" not in {one["code"] for one in json.loads(out)}
        assert str(folder / "api.json") in {one["source"] for one in json.loads(out)}


def test_beside_keeps_the_facts_and_names_its_own_main_file(tmp_path: Path):
    write(tmp_path, {"api.json": SPLIT, "contract.yaml": "main: other.yaml\nfacts: {contact: a@b.example}"})
    write(tmp_path, {"other.yaml": ORDERS, "contract.yml": ORDERS})
    (one,) = plan([str(tmp_path / "api.json")], Search(Limits()), beside=str(tmp_path))
    bundle = Bundle(one.read(Limits()), Limits())
    assert (bundle.main, bundle.facts.contact) == ("api.json", "a@b.example")
    assert set(bundle.files) == {"api.json", "other.yaml", "contract.yml"}


def test_beside_is_for_a_document_in_a_file(tmp_path: Path):
    write(tmp_path, {"api.json": SPLIT})
    for name in ("-", str(tmp_path)):
        with pytest.raises(Refused):
            plan([name], Search(Limits()), beside=str(tmp_path))


def test_together_makes_one_contract_of_everything(tmp_path: Path):
    write(tmp_path, {"x/a.thrift": "a", "x/deep/b.thrift": "b", "y/c.thrift": "c", "z/d.thrift": "d"})
    paths = [str(tmp_path / "x"), str(tmp_path / "y" / "c.thrift")]
    (one,) = plan(paths, Search(Limits()), together=True)
    assert list(Bundle(one.read(Limits()), Limits()).files) == ["x/a.thrift", "x/deep/b.thrift", "y/c.thrift"]
    assert one.place("y/c.thrift", True) == str(tmp_path / "y" / "c.thrift")
    with pytest.raises(Refused, match="standard input"):
        plan(["-"], Search(Limits()), together=True)


def test_below_the_working_folder_names_are_told_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, {"x/a.thrift": "a", "x/deep/b.thrift": "b"})
    monkeypatch.chdir(tmp_path)
    (one,) = plan(["./x/a.thrift", "x/../x/deep"], Search(Limits()), together=True)
    assert one.place("deep/b.thrift", True) == "x/deep/b.thrift"
    assert [one.name for one in plan(["."], Search(Limits()))] == ["x/a.thrift", "x/deep/b.thrift"]


def test_an_archive_is_a_contract(tmp_path: Path, run: Run):
    with zipfile.ZipFile(tmp_path / "api.zip", "w") as archive:
        archive.writestr("api.json", SPLIT)
        archive.writestr("parts/things.yaml", THINGS)
    code, out, _ = run("lint", tmp_path / "api.zip", "--format", "json")
    assert code == 1
    assert f"{tmp_path / 'api.zip'}!/api.json" in {one["source"] for one in json.loads(out)}


def test_what_is_too_much_is_not_read(tmp_path: Path):
    write(tmp_path, {"contract.yaml": "facts: {}", "a.yaml": "a" * 600, "b.yaml": "b" * 600})
    limits = Limits(bytes=1_000, files=3)
    (one,) = plan([str(tmp_path)], Search(limits))
    with pytest.raises(NotChecked) as reason:
        one.read(limits)
    assert reason.value.code == "too-large"
    (tmp_path / "c.yaml").write_text("c")
    (one,) = plan([str(tmp_path)], Search(limits))
    with pytest.raises(NotChecked) as reason:
        one.read(limits)
    assert reason.value.code == "too-many-files"
    with pytest.raises(Refused, match="more than 3 files"):
        plan([str(tmp_path)], Search(limits), together=True)
    endless = Given("/dev/zero", (Path("/dev/zero"),))
    with pytest.raises(NotChecked, match="MB are read"):
        endless.read(limits)


def test_a_folder_that_cannot_be_opened_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, {"a.yaml": ORDERS, "shut/a.yaml": ORDERS})
    real = os.scandir

    def scandir(path: object) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)
    _, shut = plan([str(tmp_path)], Search(Limits()))
    with pytest.raises(NotChecked, match="The folder cannot be opened: Permission denied"):
        shut.read(Limits())
    with pytest.raises(Refused, match="Permission denied"):
        plan([str(tmp_path / "shut")], Search(Limits()))


def test_names_of_any_bytes_can_be_printed(tmp_path: Path, run: Run):
    strange = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m.yaml")
    Path(strange).write_text("openapi: 3.1.0\n\t- x")
    code, out, err = run("lint", tmp_path)
    assert (code, out) == (2, b"")
    assert "\x1b" not in err
    assert "not checked" in err


def test_a_folder_without_a_contract_is_not_green(tmp_path: Path, run: Run):
    write(tmp_path, {"a.txt": "hello"})
    code, out, err = run("lint", tmp_path)
    assert (code, out) == (2, b"")
    assert err == f"No contract was found in {tmp_path} (files looked at: 1).\n"
    assert run("show", tmp_path)[0] == 2


def test_files_of_no_format_can_be_passed_over_though_they_are_named(tmp_path: Path, run: Run):
    write(tmp_path, {"a.yaml": "a: 1", "b.yaml": "openapi: 3.1.0\nb: [", "c.yaml": "swagger: '2.0'\nc: ["})
    assert run("lint", tmp_path / "a.yaml")[0] == 2
    code, out, err = run("lint", "--pass-over", tmp_path / "a.yaml")
    assert (code, out, err) == (0, b"1 file is of no contract format and was passed over.\n", "")
    for meant in ("b.yaml", "c.yaml"):
        assert run("lint", "--pass-over", tmp_path / meant)[0] == 2


@pytest.mark.parametrize("text", ["- a", "contact", "1", "[", "", "colour: red", "contact: [a]"])
def test_facts_that_are_none_are_one_line(tmp_path: Path, run: Run, text: str):
    write(tmp_path, {"a.yaml": ORDERS, "facts.yaml": text})
    code, out, err = run("lint", tmp_path / "a.yaml", "--facts", tmp_path / "facts.yaml")
    assert (code, out, err.count("\n")) == (2, b"", 1)


def test_links_that_were_not_followed_are_told(tmp_path: Path, run: Run):
    write(tmp_path / "folder", {"a.yaml": ORDERS})
    (tmp_path / "folder" / "b.yaml").symlink_to("a.yaml")
    assert run("lint", tmp_path / "folder")[2] == "1 link in the folders was not followed.\n"
    assert run("lint", tmp_path / "folder", "--quiet")[2] == ""


def test_an_answer_that_is_no_report_is_not_checked(tmp_path: Path):
    from services.contracts.command.judge import Answer
    from services.contracts.command.linting import outcome_of

    for report in (b"", b"{}", b'{"report": 1}', b'{"report": 1, "findings": {"line": [1]}}'):
        outcome = outcome_of(Given("a.yaml"), Answer(report))
        assert outcome.reason is not None
        assert outcome.reason.code == "check-crashed"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.idl", "module Shop { interface Orders { void place(; }; };", 2),
        ("a.txt", "module Shop { interface Orders { void place(; }; };", 2),
        ("a.thrift", "struct {", 2),
        ("a.thrift", "", 2),
        ("a.json", '{"openapi": "3.1.0", ', 2),
        ("a.yaml", "# ours\nopenapi: 3.1.0\n\tx: 1", 2),
        ("a.yaml", "# ours\nmap:\n  - openapi: 3\n\tx: 1", 0),
        ("a.yaml", "kind: A\n---\nkind: B\n", 0),
        ("a.md", "openapi: 3.1.0\n\tx", 0),
        ("a.bin", b"\xff\xfe\xff\0", 0),
        ("a.yaml", "", 0),
    ],
)
def test_what_is_meant_as_a_contract_and_cannot_be_read_is_never_passed_over(
    tmp_path: Path, run: Run, name: str, text: str | bytes, code: int
):
    write(tmp_path, {name: text})
    assert run("lint", tmp_path)[0] == 2  # nothing was found, or it could not be checked
    assert run("lint", tmp_path, "--pass-over")[0] == code
    assert run("show", "--table", tmp_path, "--pass-over")[0] == code


def test_of_a_file_that_is_too_large_its_beginning_says_what_it_was_meant_as(tmp_path: Path, run: Run):
    write(tmp_path, {"a.json": "[" + "1, " * 2_000})
    options = ("--bytes", "3000", "--pass-over")
    assert run("lint", tmp_path, *options)[::2] == (0, "")
    write(tmp_path, {"a.json": '{"openapi": "3.1.0", ' + " " * 4_000})
    code, _, err = run("lint", tmp_path, *options)
    assert (code, "MB are read" in err) == (2, True)


def test_schemas_beside_a_wsdl_come_with_it(tmp_path: Path):
    from services.contracts.command.running import _groups

    files = {"wsdl": [tmp_path / "a.wsdl"], "xsd": [tmp_path / "x" / "b.xsd"]}
    groups = list(_groups({(tmp_path, form): found for form, found in files.items()}))
    assert [(one.name, len(one.files)) for one in groups] == [
        (f"{tmp_path} (wsdl)", 2),
        (str(tmp_path / "x" / "b.xsd"), 1),
    ]
