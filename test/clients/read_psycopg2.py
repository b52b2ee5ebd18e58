"""psycopg2: what Superset (through SQLAlchemy) and most Python programs use.  It writes arguments into the query as literals."""
import psycopg2
import psycopg2.extras

import clients


def of_range(value):
    """A range is an object of psycopg2's, a multirange its text."""
    if isinstance(value, psycopg2.extras.DateTimeTZRange):
        low, high = (f'"{end:%Y-%m-%d %H:%M:%S}+00"' for end in (value.lower, value.upper))
        return value._bounds[0] + low + "," + high + value._bounds[1]
    return clients.exactly(str, str)(value)


def main():
    connection = psycopg2.connect("")
    connection.autocommit = True

    def query(sql, args):
        with connection.cursor() as cursor:
            cursor.execute(sql, args or None)
            return [column.name for column in cursor.description], cursor.fetchall()

    table = clients.NEUTRAL | {"range": of_range}
    clients.run("psycopg2", query, psycopg2.Error, lambda e: e.pgcode, "%s", lambda kind, value: clients.neutral(kind, value, table))


main()
