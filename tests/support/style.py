"""House rules as functions over source text. Each gives the breaches it finds, one line each.

They read the syntax tree, not the running program, so that a test can plant a breach in a string.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FUNCTION_LINES = 60
FILE_LINES = 500

CLOCKS = frozenset({"now", "utcnow", "today", "localtime", "gmtime", "localdate", "monotonic"})
CHANCES = frozenset({"random", "secrets"})
RANDOM_NAMES = frozenset({"uuid1", "uuid4", "uuid6", "uuid7", "urandom", "getrandom"})
INEXACT = frozenset({"decimal", "cmath", "statistics"})
EXACT_MATH = frozenset(
    {"ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod", "trunc"}
)
SURROUNDINGS = frozenset({"django.conf", "koinon.config"})
SINGLE = frozenset(
    {
        "aggregate",
        "bulk_create",
        "bulk_update",
        "count",
        "create",
        "delete",
        "earliest",
        "exists",
        "first",
        "get",
        "get_or_create",
        "in_bulk",
        "last",
        "latest",
        "update",
        "update_or_create",
    }
)
ORDER_FREE = frozenset({"sorted", "set", "frozenset", "sum", "min", "max", "any", "all", "len"})


def long_file(source: str) -> Iterator[str]:
    """A file longer than FILE_LINES lines."""
    lines = len(source.splitlines())
    if lines > FILE_LINES:
        yield f"1: the file has {lines} lines, at most {FILE_LINES}; make it a folder"


def long_functions(source: str) -> Iterator[str]:
    """Functions longer than FUNCTION_LINES lines, from `def` to their last line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"


def impurities(source: str) -> Iterator[str]:
    """Clock, chance, inexact numbers, settings: what an act or a method may not depend on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _bad_module(node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _bad_module(node.lineno, node.module or "")
            for alias in node.names:
                yield from _bad_name(node.lineno, node.module or "", alias.name)
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            yield from _bad_name(node.lineno, owner, node.attr)
        elif isinstance(node, ast.Name) and node.id == "float":
            yield f"{node.lineno}: float; what decides is int or Fraction"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"{node.lineno}: the float {node.value}; what decides is int or Fraction"


def _bad_module(line: int, module: str) -> Iterator[str]:
    root = module.split(".")[0]
    if root in CHANCES:
        yield f"{line}: chance ({root}); take a recorded public value"
    if root in INEXACT:
        yield f"{line}: inexact numbers ({root}); what decides is int or Fraction"
    if root == "time":
        yield f"{line}: the clock (time); take the moment's `at`"
    if any(module == bad or module.startswith(f"{bad}.") for bad in SURROUNDINGS):
        yield f"{line}: settings ({module}); an act depends on record and charter alone"


def _bad_name(line: int, owner: str, name: str) -> Iterator[str]:
    if name in CLOCKS:
        yield f"{line}: the clock ({name}); take the moment's `at`"
    if name in RANDOM_NAMES:
        yield f"{line}: chance ({name}); take a recorded public value"
    if owner == "os" and name in {"environ", "getenv"}:
        yield f"{line}: settings (os.{name}); an act depends on record and charter alone"
    if owner == "django" and name == "conf":
        yield f"{line}: settings (django.conf); an act depends on record and charter alone"
    if owner == "math" and name not in EXACT_MATH:
        yield f"{line}: inexact numbers (math.{name}); only {', '.join(sorted(EXACT_MATH))}"


def eager_numbers(source: str) -> Iterator[str]:
    """Numpy, or a twin that needs it, imported when a method is loaded and not when it is needed.

    Importing inside a function, or by `import_module`, is what lets methods be read without it.
    """
    for node in ast.parse(source).body:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == "numpy" or name.startswith("koinon.methods.fast"):
                yield f"{node.lineno}: {name} at the top; import it where it is needed"


def unordered_queries(source: str) -> Iterator[str]:
    """Queries over `.objects` whose rows come in an order the database may choose.

    A query is in order when its chain calls `order_by`, ends in a call that gives one answer
    (`first` and `last` go by primary key), or stands where order cannot matter: inside sorted(),
    set(), sum() and the like, or as the value of a lookup (`pk__in=...`). A query put into a
    variable is judged where the variable is used.
    """
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield from _unordered(tree, node, parents, frozenset())


def _unordered(
    tree: ast.AST, start: ast.AST, parents: dict[ast.AST, ast.AST], seen: frozenset[ast.AST]
) -> Iterator[str]:
    calls, top = _chain(start, parents)
    if "order_by" in calls or (calls and calls[-1] in SINGLE) or _order_free(top, parents):
        return
    above = parents.get(top)
    name = above.targets[0] if isinstance(above, ast.Assign) and "[]" not in calls else None
    if isinstance(name, ast.Name):
        for use in ast.walk(_scope(top, parents) or tree):
            if not isinstance(use, ast.Name) or use.id != name.id or use in seen:
                continue
            if isinstance(use.ctx, ast.Load):
                yield from _unordered(tree, use, parents, seen | {use})
    else:
        place = getattr(start, "lineno", 1)
        yield f"{place}: a query without order_by ({'.'.join(calls) or 'iteration'})"


def _scope(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST | None:
    """The function a statement stands in."""
    above = parents.get(node)
    while above is not None and not isinstance(above, ast.FunctionDef):
        above = parents.get(above)
    return above


def _chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[list[str], ast.AST]:
    """The names called one after the other on a manager, and the outermost expression."""
    calls: list[str] = []
    top = node
    while isinstance(above := parents.get(top), ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(above, ast.Call) and above.func is not top:
            break
        if isinstance(above, ast.Subscript) and above.value is not top:
            break
        if not isinstance(above, ast.Call):
            calls.append(above.attr if isinstance(above, ast.Attribute) else "[]")
        top = above
    return calls, top


def _order_free(top: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    above = parents.get(top)
    if isinstance(above, ast.keyword):
        return (above.arg or "").endswith("__in")
    if isinstance(above, ast.comprehension):  # sum(row.x for row in query)
        expression = parents[above]
        if isinstance(expression, ast.SetComp):
            return True
        above = parents.get(expression) if isinstance(expression, ast.GeneratorExp) else None
    return (
        isinstance(above, ast.Call)
        and isinstance(above.func, ast.Name)
        and above.func.id in ORDER_FREE
    )


def refusal_codes(source: str) -> Iterator[tuple[int, str]]:
    """The codes this source refuses with: literals given to `refuse(...)` or `Refused(...)`.

    A code put together at run time is given as the pattern of its fixed parts, "authority.by_*".
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in {"refuse", "Refused"} and node.args:
            yield from ((node.lineno, code) for code in _literals(node.args[0]))


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        fixed = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
        yield "".join(map(str, fixed))
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))


def pure_files(package: Path) -> Iterator[Path]:
    """Sources bound by purity: the acts of every room, and the methods (not their fast twins)."""
    for file in python_files(package):
        room, *inside = file.relative_to(package).with_suffix("").parts
        pure = inside[:1] != ["fast"] if room == "methods" else inside[:1] == ["acts"]
        if pure:
            yield file


def python_files(*folders: Path) -> Iterator[Path]:
    """Every source below the folders, in order; migrations are history, not style."""
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def label_keys(name: str, fields: Iterable[str]) -> Iterator[str]:
    """The catalogue keys an act needs: its name, what it is for, what an entry says, its fields."""
    yield from (f"act.{name}", f"about.{name}", f"says.{name}")
    yield from (f"act.{name}.{field}" for field in fields)


def unsaid(keys: Iterable[str], catalogue: Mapping[str, str]) -> Iterator[str]:
    """Keys a catalogue does not say, or says by repeating the key."""
    return (key for key in keys if catalogue.get(key, "") in {"", key})


def untold(names: Iterable[str], tests: Iterable[str]) -> Iterator[str]:
    """Acts no test names: a scenario writes the act's versioned name out."""
    told = "\n".join(tests)
    return (name for name in names if f'"{name}"' not in told)
