"""The table of parameters in doc/bi.md says of every call and driver what cases.json says, in the same order."""
import pathlib

import clients

DRIVERS = ["psycopg2", "node-postgres", "JDBC", "JDBC stringtype=unspecified", "ODBC"]
SHOWN = {"ok": "yes", "42725": "refused", "42883": "refused*"}


def main():
    page = (pathlib.Path(__file__).parents[2] / "doc" / "bi.md").read_text()
    lines = page.split("| Parameter, given as |")[1].split("\n\n")[0].splitlines()[2:]
    found = [[cell.strip().split(",")[0] for cell in line.strip("|").split("|")[1:]] for line in lines]
    expected = [[SHOWN[call["outcome"][driver]] for driver in DRIVERS] for call in clients.load()["calls"]]
    clients.Report("doc/bi.md").test("its table of parameters", found, expected)


main()
