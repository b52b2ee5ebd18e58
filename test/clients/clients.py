"""What the Python drivers share: the list of queries, and the neutral text of a value (see "about" in cases.json)."""
import datetime as dt
import decimal
import json
import pathlib
import re


def load():
    return json.loads(pathlib.Path(__file__).with_name("cases.json").read_text())


def placeholders(sql, mark, args):
    """$1, $2, ... in the driver's own style.  Where that is %s, any other % is doubled, but only if there are arguments."""
    return re.sub(r"\$[0-9]+", mark, sql.replace("%", "%%") if mark == "%s" and args else sql)


def of_interval(value):
    return f"{value.days}d {value.seconds * 1000000 + value.microseconds}us"


def of_timestamptz(value):
    return value.astimezone(dt.timezone.utc).replace(tzinfo=None).isoformat() + "Z"


def exactly(kind, of):
    """A value must have the type that programs expect, not one that happens to print the same."""
    def neutral(value):
        if type(value) is not kind:
            raise TypeError(f"{value!r} is {type(value).__name__}, not {kind.__name__}")
        return of(value)
    return neutral


NEUTRAL = {
    "boolean": exactly(bool, lambda v: str(v).lower()),
    "integer": exactly(int, str),
    "bigint": exactly(int, str),
    "numeric": exactly(decimal.Decimal, "{:f}".format),
    "float8": exactly(float, lambda v: repr(v).removesuffix(".0")),
    "text": exactly(str, str),
    "state": exactly(str, str),
    "record": exactly(str, str),
    "range": exactly(str, str),
    "date": exactly(dt.date, dt.date.isoformat),
    "timestamp": exactly(dt.datetime, dt.datetime.isoformat),
    "timestamptz": exactly(dt.datetime, of_timestamptz),
    "interval": exactly(dt.timedelta, of_interval),
}


def neutral(kind, value, table=NEUTRAL):
    if value is None:
        return None
    if kind not in table and kind.endswith("[]"):
        return [neutral(kind[:-2], element, table) for element in value]
    return table[kind](value)


NATIVE = {
    "null": lambda v: None,
    "boolean": lambda v: v == "true",
    "integer": int,
    "numeric": decimal.Decimal,
    "float8": float,
    "date": dt.date.fromisoformat,
    "timestamptz": lambda v: dt.datetime.fromisoformat(v.replace("Z", "+00:00")),
    "interval": lambda v: dt.timedelta(days=int(v.split("d ")[0]), microseconds=int(v.split("d ")[1].removesuffix("us"))),
    "text": str,
    "state": str,
}


def native(kind, value, table=NATIVE):
    if kind not in table and kind.endswith("[]"):
        return [native(kind[:-2], element, table) for element in value]
    return table[kind](value)


class Report:
    """One line per test, as test/run counts them."""

    def __init__(self, driver):
        self.driver = driver

    def test(self, name, found, expected):
        if found == expected:
            print(f"ok {self.driver}: {name}")
        else:
            print(f"not ok {self.driver}: {name}\n  expected {expected}\n  found    {found}", flush=True)


def run(driver, query, error, refused, mark, to_neutral=neutral, to_native=native):
    """query(sql, args) -> (names, rows); error: the driver's exception; refused(exception) -> SQLSTATE."""
    report = Report(driver)

    def attempt(sql, args, kinds):
        try:
            names, rows = query(placeholders(sql, mark, args), [to_native(*a) for a in args])
            return names, [[to_neutral(kind, value) for kind, value in zip(kinds, row)] for row in rows]
        except TypeError as wrong:
            return str(wrong)
        except error as exception:
            return refused(exception)

    cases = load()
    for case in cases["cases"]:
        found = attempt(case["sql"], case.get("args", []), [kind for _, kind in case["columns"]])
        report.test(case["name"], found, ([name for name, _ in case["columns"]], case["rows"]))
    for call in cases["calls"]:
        kind, value = call["gives"]
        right = (["x"], [[value]])
        report.test(f"{call['name']}, with a cast", attempt(call["cast"], [call["arg"]], [kind]), right)
        expected = call["outcome"][driver]
        report.test(f"{call['name']}, bare: {expected}", attempt(call["bare"], [call["arg"]], [kind]), right if expected == "ok" else expected)
    read_back(report, query, mark)


def read_back(report, query, mark):
    """The largest states of every type, read as the driver gives them and sent back as a parameter, are the same states."""
    for (kind,) in query("SELECT type FROM state_types ORDER BY type", [])[1]:
        _, rows = query(f"SELECT state FROM facts.{kind} WHERE state IS NOT NULL ORDER BY length(state::text) DESC, state LIMIT 3", [])
        sql = placeholders(f"SELECT count(*) FROM facts.{kind} WHERE state = $1::{kind} AND state::text = $2::text", mark, True)
        same = [type(state) is str and query(sql, [state, state])[1][0][0] > 0 for (state,) in rows]
        report.test(f"{kind} read and sent back", same, [True, True, True])
