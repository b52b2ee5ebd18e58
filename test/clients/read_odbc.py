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


def of_array(value):
    """Nor one for arrays: the text, '{...}'."""
    return [None if element == "NULL" else element.strip('"') for element in value[1:-1].split(",")]


def main():
    connection = pyodbc.connect(";".join(f"{name}={os.environ.get(value, value)}" for name, value in PARTS.items()), autocommit=True)

    def query(sql, args):
        cursor = connection.cursor()
        for _ in range(8):  # prepared once, then executed again
            cursor.execute(sql, *args)
            found = [column[0] for column in cursor.description], [tuple(row) for row in cursor.fetchall()]
        return found

    table = clients.NEUTRAL
    import sys
    clients.run("ODBC", query, pyodbc.Error, lambda e: e.args[0], "?", lambda kind, value: clients.neutral(kind, value, table))


main()
