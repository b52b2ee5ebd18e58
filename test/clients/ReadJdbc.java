import java.math.BigDecimal;
import java.nio.file.*;
import java.sql.*;
import java.time.*;
import java.util.*;
import org.postgresql.PGStatement;
import org.postgresql.util.*;

/**
 * JDBC: what Metabase, Tableau and most programs in Java use.  It sends arguments with the type of the setter that is called.  Each query
 * runs eight times: from the fifth on it is prepared on the server, and types come in binary form where the driver has one.  The server parses cases.json.
 * Usage: java -cp postgresql.jar ReadJdbc.java HOST PORT USER PASSWORD cases.json; the last word "unspecified" sends strings without a type.
 */
public class ReadJdbc {
  static String driver;
  static Connection connection;

  public static void main(String[] word) throws Exception {
    boolean unspecified = word.length > 5;
    driver = unspecified ? "JDBC stringtype=unspecified" : "JDBC";
    String url = "jdbc:postgresql://" + word[0] + ":" + word[1] + "/postgres?prepareThreshold=5" + (unspecified ? "&stringtype=unspecified" : "");
    connection = DriverManager.getConnection(url, word[2], word[3]);
    String json = Files.readString(Path.of(word[4]));
    if (!unspecified) {
      cases(json);
      readBack();
    }
    calls(json);
  }

  static ResultSet list(String sql, String json) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, json);
    return statement.executeQuery();
  }

  static void cases(String json) throws SQLException {
    ResultSet c = list("SELECT c->>'name', c->>'sql', c#>>'{args,0,0}', CASE jsonb_typeof(c#>'{args,0,1}') WHEN 'string' THEN ARRAY[c#>>'{args,0,1}'] END,"
        + " ARRAY(SELECT x->>0 FROM jsonb_array_elements(c->'columns') x), ARRAY(SELECT x->>1 FROM jsonb_array_elements(c->'columns') x), (c->'rows')::text"
        + " FROM jsonb_array_elements(CAST(? AS jsonb)->'cases') c", json);
    while (c.next()) {
      report(c.getString(1), attempt(c.getString(2), c.getString(3), strings(c, 4), strings(c, 6)), List.of(strings(c, 5)) + " " + c.getString(7));
    }
  }

  static void calls(String json) throws SQLException {
    ResultSet c = list("SELECT c->>'name', c->>'bare', c->>'cast', c#>>'{arg,0}', CASE jsonb_typeof(c#>'{arg,1}') WHEN 'array' THEN"
        + " ARRAY(SELECT jsonb_array_elements_text(c#>'{arg,1}')) ELSE ARRAY[c#>>'{arg,1}'] END, ARRAY[c#>>'{gives,0}'], jsonb_build_array(jsonb_build_array(c#>'{gives,1}'))::text,"
        + " c->'outcome' FROM jsonb_array_elements(CAST(? AS jsonb)->'calls') c", json);
    while (c.next()) {
      String right = "[x] " + c.getString(7);
      String expected = outcome(c.getString(8));
      report(c.getString(1) + ", with a cast", attempt(c.getString(3), c.getString(4), strings(c, 5), strings(c, 6)), right);
      report(c.getString(1) + ", bare: " + expected, attempt(c.getString(2), c.getString(4), strings(c, 5), strings(c, 6)), expected.equals("ok") ? right : expected);
    }
  }

  static String outcome(String outcomes) throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS jsonb)->>?");
    statement.setString(1, outcomes);
    statement.setString(2, driver);
    ResultSet found = statement.executeQuery();
    found.next();
    return String.valueOf(found.getString(1));
  }

  /** The largest states of every type, read as the driver gives them and sent back as a parameter, are the same states. */
  static void readBack() throws SQLException {
    ResultSet types = connection.createStatement().executeQuery("SELECT type FROM state_types ORDER BY type");
    while (types.next()) {
      String type = types.getString(1);
      PreparedStatement back = connection.prepareStatement("SELECT count(*) FROM facts." + type + " WHERE state = CAST(? AS " + type + ") AND state::text = ?");
      ResultSet states = connection.createStatement().executeQuery(
          "SELECT state FROM facts." + type + " WHERE state IS NOT NULL ORDER BY length(state::text) DESC, state LIMIT 3");
      int same = 0;
      while (states.next()) {
        PGobject state = (PGobject) states.getObject(1);
        back.setObject(1, state);
        back.setString(2, state.getValue());
        ResultSet found = back.executeQuery();
        found.next();
        if (found.getLong(1) > 0) same++;
      }
      report(type + " read and sent back", same + " of 3", "3 of 3");
    }
  }

  static void report(String name, String found, String expected) {
    boolean same = found.equals(expected);
    System.out.println((same ? "ok " : "not ok ") + driver + ": " + name + (same ? "" : "\n  expected " + expected + "\n  found    " + found));
  }

  static String[] strings(ResultSet row, int column) throws SQLException {
    java.sql.Array array = row.getArray(column);
    return array == null ? null : (String[]) array.getArray();
  }

  /** Names and rows as text, or the SQLSTATE. */
  static String attempt(String sql, String kind, String[] argument, String[] kinds) {
    try (PreparedStatement statement = connection.prepareStatement(sql.replace("$1", "?"))) {
      if (kind != null) bind(statement, kind, argument);
      String first = null;
      for (int time = 0; time < 8; time++) {
        String found = read(statement.executeQuery(), kinds);
        if (first == null) first = found;
        if (!first.equals(found)) return "time " + time + ": " + found;
      }
      return ((PGStatement) statement).isUseServerPrepare() ? first : "never prepared on the server";
    } catch (SQLException error) {
      return error.getSQLState();
    } catch (ClassCastException wrong) {
      return wrong.getMessage();
    }
  }

  static void bind(PreparedStatement s, String kind, String[] v) throws SQLException {
    switch (kind) {
      case "integer" -> s.setInt(1, Integer.parseInt(v[0]));
      case "text" -> s.setString(1, v[0]);
      case "null" -> s.setObject(1, null);
      case "boolean" -> s.setBoolean(1, v[0].equals("true"));
      case "float8" -> s.setDouble(1, Double.parseDouble(v[0]));
      case "numeric" -> s.setBigDecimal(1, new BigDecimal(v[0]));
      case "date" -> s.setObject(1, LocalDate.parse(v[0]));
      case "timestamptz" -> s.setObject(1, OffsetDateTime.parse(v[0]));
      case "interval" -> s.setObject(1, new PGInterval(v[0].replace("d ", " days ").replace("us", " microseconds").replace(" 0 microseconds", "")));
      case "state" -> s.setObject(1, v[0], Types.OTHER);
      case "text[]" -> s.setArray(1, connection.createArrayOf("text", v));
      case "timestamptz[]" -> s.setArray(1, connection.createArrayOf("timestamptz", v));
      default -> throw new IllegalArgumentException(kind);
    }
  }

  static String read(ResultSet rows, String[] kinds) throws SQLException {
    ResultSetMetaData about = rows.getMetaData();
    List<String> names = new ArrayList<>(), found = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) names.add(about.getColumnLabel(i));
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < kinds.length; i++) cells.add(neutral(kinds[i], rows.getObject(i + 1)));
      found.add("[" + String.join(", ", cells) + "]");
    }
    return names + " [" + String.join(", ", found) + "]";
  }

  /** The neutral text of a value in JSON.  A cast fails where a value does not have the type that programs expect. */
  static String neutral(String kind, Object value) throws SQLException {
    if (value == null) return "null";
    if (kind.endsWith("[]")) {
      List<String> elements = new ArrayList<>();
      for (Object element : (Object[]) ((java.sql.Array) value).getArray()) elements.add(neutral(kind.replace("[]", ""), element));
      return "[" + String.join(", ", elements) + "]";
    }
    return "\"" + text(kind, value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static String text(String kind, Object value) {
    return switch (kind) {
      case "boolean" -> ((Boolean) value).toString();
      case "integer" -> ((Integer) value).toString();
      case "bigint" -> ((Long) value).toString();
      case "numeric" -> ((BigDecimal) value).toPlainString();
      case "float8" -> ((Double) value).toString().replaceAll("\\.0$", "");
      case "date" -> ((java.sql.Date) value).toString();
      case "timestamp" -> ((Timestamp) value).toLocalDateTime().format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME);
      case "timestamptz" -> ((Timestamp) value).toInstant().toString();
      case "interval" -> interval((PGInterval) value);
      case "state", "range", "record" -> ((PGobject) value).getValue();
      default -> (String) value;
    };
  }

  static String interval(PGInterval i) {
    long microseconds = ((i.getHours() * 60L + i.getMinutes()) * 60 + i.getWholeSeconds()) * 1000000 + i.getMicroSeconds();
    return (i.getYears() * 12 + i.getMonths() == 0 ? "" : "months ") + i.getDays() + "d " + microseconds + "us";
  }
}
