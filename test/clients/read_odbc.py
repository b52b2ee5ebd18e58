"""ODBC: what Power BI, Excel and Tableau can use.  psqlodbc through unixODBC, as pyodbc gives it, with the driver's default settings."""
import datetime as dt
import os
import re

import pyodbc

import clients

PARTS = {"DRIVER": "PostgreSQL Unicode", "Server": "PGHOST", "Port": "PGPORT", "Database": "PGDATABASE", "UID": "PGUSER", "PWD": "PGPASSWORD"}


def of_interval(value):
    """The driver has no type for days with a time: an interval comes as its text."""
    days, hours, minutes, seconds = re.fullmatch(r"(?:(\d+) days? ?)?(?:(\d+):(\d+):([\d.]+))?", value).groups("0")
    return f"{days}d {(int(hours) * 60 + int(minutes)) * 60000000 + round(float(seconds) * 1000000)}us"


def of_boolean(value):
    """Setting BoolsAsChar, which is on by default."""
    return {"1": "true", "0": "false"}[clients.exactly(str, str)(value)]


def of_array(of_element):
    """Nor one for arrays: an array comes as its text, {...}.  (The elements here have no comma or quote of their own.)"""
    return lambda value: [None if element == "NULL" else of_element(element.strip('"')) for element in clients.exactly(str, str)(value)[1:-1].split(",")]


def of_instant(text):
    return clients.of_timestamptz(dt.datetime.fromisoformat(text + ":00"))


READ = clients.NEUTRAL | {
    "boolean": of_boolean, "interval": of_interval,
    "text[]": of_array(str), "float8[]": of_array(str), "timestamptz[]": of_array(of_instant),
}


def to_array(values):
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


SENT = clients.NATIVE | {"text[]": to_array, "timestamptz[]": to_array, "interval": lambda v: v.replace("d ", " days ").replace("us", " microseconds")}


def announced(connection):
    """What a tool may make columns of.  Of an unlimited numeric the driver guesses the decimals, so views for it should cast."""
    cursor = connection.cursor()
    cursor.execute("SELECT rate(won)::numeric(6,4), rate(won)::float8, rate_agg(won), rate(won) > 0 FROM deals")
    found = [(column[1].__name__, column[4], column[5]) for column in cursor.description]
    clients.Report("ODBC").test("announced widths and decimals", found,
                                [("Decimal", 6, 4), ("float", 17, 0), ("str", 255, 0), ("str", 5, 0)])


def main():
    connection = pyodbc.connect(";".join(f"{name}={os.environ.get(value, value)}" for name, value in PARTS.items()), autocommit=True)

    def query(sql, args):
        cursor = connection.cursor()
        for _ in range(8):  # prepared once, then executed again
            cursor.execute(sql, *args)
            found = [column[0] for column in cursor.description], [tuple(row) for row in cursor.fetchall()]
        return found

    announced(connection)
    clients.run(
        "ODBC", query, pyodbc.Error, lambda error: error.args[0], "?",
        lambda kind, value: clients.neutral(kind, value, READ), lambda kind, value: clients.native(kind, value, SENT))


main()
