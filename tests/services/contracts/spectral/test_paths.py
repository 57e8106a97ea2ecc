"""What paths lead to, as Spectral reads them."""

import pytest

from services.contracts.spectral.paths import PathInvalid, PathUnsupported, read

DOCUMENT = """
a:
  b: {x: 1, name: id, in: query}
  c: {x: 2, name: petId, in: path}
  d: {y: 3}
list: [{k: one}, {k: two}, {k: three}, plain]
"200": {description: fine, x-y: {z: 1}, n$n: one}
paths:
  /pets/{id}:
    get: {tags: [a, b], parameters: [{name: id, in: path, schema: {type: string}}]}
    put: {tags: [c]}
nothing: null
flag: true
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("$", [""]),
        ("$.a", ["a"]),
        ("$.a.b", ["a.b"]),
        ("$['a']['b']", ["a.b"]),
        ('$["a"]["b"]', ["a.b"]),
        ("$.a[b,c]", ["a.b", "a.c"]),
        ("$.a.[b,c]", ["a.b", "a.c"]),
        ("$.list.[k]", ["list.0.k", "list.1.k", "list.2.k"]),
        ("$.[x,y]", ["a.b.x", "a.c.x", "a.d.y"]),
        ("$..*.list[0]", ["list.0"]),
        ("$..*.*.x", ["a.b.x", "a.c.x"]),
        ("$.a.*@number()", ["a.b.x", "a.c.x", "a.d.y"]),
        ("$.a[b]@string()", ["a.b.in", "a.b.name"]),
        ("$.a['b', \"d\"]", ["a.b", "a.d"]),
        ("$.a.*", ["a.b", "a.c", "a.d"]),
        ("$.a[*]", ["a.b", "a.c", "a.d"]),
        ("$.a.*.x", ["a.b.x", "a.c.x"]),
        ("$..x", ["a.b.x", "a.c.x"]),
        ("$..a..x", ["a.b.x", "a.c.x"]),
        ("$..[x,y]", ["a.b.x", "a.c.x", "a.d.y"]),
        ("$.list[0]", ["list.0"]),
        ("$.list[-1:]", ["list.3"]),
        ("$.list[-1]", ["list.3"]),
        ("$.list[(@.length-1)]", ["list.3"]),
        ("$.list[1:3]", ["list.1", "list.2"]),
        ("$.list[::2]", ["list.0", "list.2"]),
        ("$.list[0,2]", ["list.0", "list.2"]),
        ("$.list[*].k", ["list.0.k", "list.1.k", "list.2.k"]),
        ("$[200]", ["200"]),
        ("$['200'].description", ["200.description"]),
        ("$.200.x-y.z", ["200.x-y.z"]),
        ("$.200.n$n", ["200.n$n"]),
        ("$.paths['/pets/{id}'].get", ["paths./pets/{id}.get"]),
        ("$.paths.*[get,put].tags[0]", ["paths./pets/{id}.get.tags.0", "paths./pets/{id}.put.tags.0"]),
        ("$.a.b^", ["a"]),
        ("$..x^", ["a.b", "a.c"]),
        ("$..x^^", ["a"]),
        (
            "$..parameters[*][?(@property === 'name' && @ === 'id')]^.schema",
            ["paths./pets/{id}.get.parameters.0.schema"],
        ),
        ("$.a.*~", ["a.b", "a.c", "a.d"]),
        ("$.nowhere.*", []),
        ("$.nothing", ["nothing"]),
        ("$.nothing.*", []),
        ("$.flag.length", []),
    ],
)
def test_a_path_leads_to_what_it_leads_to_in_spectral(places, given, expected):
    assert places(given, DOCUMENT) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("$.a[?(@.x)]", ["a.b", "a.c"]),
        ("$.a[?(@.x == 1)]", ["a.b"]),
        ("$.a[?(@.x === '1')]", []),
        ("$.a[?(@.x == '1')]", ["a.b"]),
        ("$.a[?(@.x !== 1)]", ["a.c", "a.d"]),
        ("$.a[?(@.x >= 1 && @.x < 2)]", ["a.b"]),
        ("$.a[?(!@.x)]", ["a.d"]),
        ("$.a[?(@.x !== void 0)]", ["a.b", "a.c"]),
        ("$.a[?(@.x === undefined)]", ["a.d"]),
        ("$.a[?(@.in.match(/^(query|path)$/))]", ["a.b", "a.c"]),
        ("$.a[?(@.name && @.name.match(/Id$/i))]", ["a.b", "a.c"]),
        ("$.a[?(@.name && !@.name.match(/Id$/))]", ["a.b"]),
        ("$.a[?(/^pet/.test(@.name))]", ["a.c"]),
        ("$.a[?(@property === 'b')]", ["a.b"]),
        ("$.a[?(@property == 'b' || @property == 'd')]", ["a.b", "a.d"]),
        ("$.a[?(@property.match(/^[bc]$/))]", ["a.b", "a.c"]),
        ("$.a[?(@property !== 'b' && @.x)]", ["a.c"]),
        ("$.a[?(['b','d'].includes(@property))]", ["a.b", "a.d"]),
        ("$.a[?(['b','d'].indexOf(@property) !== -1)]", ["a.b", "a.d"]),
        ("$.a[?(@property in ['b'])]", ["a.b"]),
        ("$.a[?(@.name ~= 'et')]", ["a.c"]),
        ("$.a.b[?(@parent.c)]", ["a.b.in", "a.b.name", "a.b.x"]),
        ("$.a.b[?(@parent.x)]", []),
        ("$.list[?(@parent.flag)].k", ["list.0.k", "list.1.k", "list.2.k"]),
        ("$[?(@parent.flag)]", []),
        ("$.a.*[?(@parentProperty === 'd')]", ["a.d.y"]),
        ("$.a[?(@root.flag)]", ["a.b", "a.c", "a.d"]),
        ("$.a[?(@path === \"$['a']['b']\")]", ["a.b"]),
        ("$.list[?(@.k.length == 3)]", ["list.0", "list.1"]),
        ("$.list[?(@.k.startsWith('t'))]", ["list.1", "list.2"]),
        ("$.list[?(index > 1)]", ["list.2", "list.3"]),
        ("$..[?(@ && @.tags && @.tags.includes('c'))]", ["paths./pets/{id}.put"]),
        ("$..[?(@ && @.type == 'string')]", ["paths./pets/{id}.get.parameters.0.schema"]),
        (
            "$..[?(@ && @.tags && @.tags.constructor.name === 'Array')].tags[0]",
            ["paths./pets/{id}.get.tags.0", "paths./pets/{id}.put.tags.0"],
        ),
        ("$.*[?(typeof @ === 'number')]", []),
        ("$.a.b[?(@string())]", ["a.b.in", "a.b.name"]),
        ("$.a.b.@number()", ["a.b.x"]),
        ("$..[?(@null())]", ["nothing"]),
        ("$.a[?(@.name ? @.name === 'id' : true)]", ["a.b", "a.d"]),
        ("$.a[?((@.x + 1) % 2 == 0)]", ["a.b"]),
        ('$[?(@.description === "fine")]', ["200"]),
        ("$.nothing[?(@.x)]", []),
        ("$[?(@.x.y.z)]", []),
    ],
)
def test_a_filter_chooses_what_it_chooses_in_javascript(places, given, expected):
    assert places(given, DOCUMENT) == expected


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("paths", "position 1: a path begins with"),
        ("$.", "a name is missing"),
        ("$.a[", "a ] is missing"),
        ("$.a[]", "nothing in the brackets"),
        ("$.a['b]", "a quotation mark is missing"),
        ("$.a[?(@.b]", "not closed"),
        ("$.a[?@.b]", "stands in parentheses"),
        ("$^", "no parent"),
        ("$.a~.b", "nothing can follow a key"),
        ("$.a[::0]", "is not 0"),
        ("$.a b", "' ' is not expected"),
        ("$" + ".a" * 200, "up to 100 steps"),
        ("$." + "a" * 20_000, "up to 10,000 characters"),
    ],
)
def test_a_path_that_is_none_is_refused_with_its_place(path, complaint):
    with pytest.raises(PathInvalid, match=complaint.replace("[", r"\[")):
        read(path)


@pytest.mark.parametrize(
    ("filter_", "complaint"),
    [
        ("process.exit()", "'process' is not known in a filter"),
        ("@.a.map(1)", r"\.map\(\) is not known"),
        ("@.a &&", "a value is missing"),
        ("@.a === 'b", "quotation mark|cannot be read"),
        ("@nope", "'@nope' is not known"),
        ("@.a.match(/(/)", "no regular expression"),
        ("(" * 200 + "@" + ")" * 200, "parentheses more than 60 deep"),
        ("!" * 200 + "@", "more than 60 operators"),
        ("@.a b", "'b' at position 5 is not expected"),
    ],
)
def test_a_filter_that_cannot_be_run_says_why(filter_, complaint):
    with pytest.raises(PathInvalid, match=complaint):
        read(f"$[?({filter_})]")


def test_a_rule_whose_filter_cannot_be_run_is_not_checked(run):
    ran = run({"rules": {"r": {"given": "$[?(fetch(@))]", "then": {"function": "noted"}}}}, "a: 1")
    assert ran.results == []
    assert "'fetch' is not known in a filter" in ran.unjudged["r"]
    with pytest.raises(PathUnsupported):
        read("$[?(fetch(@))]")
