package io.sharpeyes.gateway.registry;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row on its way in: gives its cells as values, tells every problem with its file, line and
 * column, and then returns something harmless, so that all that is wrong in a row is found at once.
 */
final class RegistryRow {

  static final int MOST_CELL_CHARS = 4_096;

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern DISTRICT_CODE = Pattern.compile("[0-9]{12}[0-9A-Za-z-]{0,20}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,25})?");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern PHONE = Pattern.compile("[0-9+()*#, -]{1,32}");

  /** How a row's source gives its cells; null or empty if there is none. */
  interface Cells {
    @Nullable String get(String column);
  }

  private final String file;
  private final int line;
  private final boolean spreadsheet;
  private final Cells cells;
  private final CoordinateSystem coordinates;
  private final RegistryProblems problems;

  /**
   * Takes a row.
   *
   * @param spreadsheet whether texts may carry the {@link SpreadsheetText} apostrophe
   */
  RegistryRow(
      String file,
      int line,
      boolean spreadsheet,
      Cells cells,
      CoordinateSystem coordinates,
      RegistryProblems problems) {
    this.file = file;
    this.line = line;
    this.spreadsheet = spreadsheet;
    this.cells = cells;
    this.coordinates = coordinates;
    this.problems = problems;
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  void problem(Column column, String message, String mend) {
    problems.add(file, line, column.name(), message, mend);
  }

  private void unusable(Column column, String value, String fault) {
    problem(column, quoted(value) + " " + fault, "Write " + column.expects() + ".");
  }

  static String quoted(String value) {
    String shown = value.length() <= 60 ? value : value.substring(0, 60) + "…";
    return '"' + shown.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
  }

  /** The cell without surrounding white space; empty if there is none, or if it can't be used. */
  private String cell(Column column) {
    String raw = cells.get(column.name());
    String value = raw == null ? "" : raw.strip();
    if (value.isEmpty()) {
      if (column.kind() == Column.Kind.REQUIRED) {
        problem(column, "the cell is empty", "Write " + column.expects() + ".");
      }
      return "";
    }
    if (value.length() > MOST_CELL_CHARS) {
      problem(
          column,
          "the cell has " + value.length() + " characters",
          "Write at most " + MOST_CELL_CHARS + "; is a quotation mark missing?");
      return "";
    }
    if (!isClean(value)) {
      problem(
          column,
          "the cell has a control character or half a character in it",
          "Type it anew, without copying.");
      return "";
    }
    return value;
  }

  private static boolean isClean(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          return false;
        }
        i++;
      } else if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return true;
  }

  private String matching(Column column, Pattern pattern, String fault) {
    String value = cell(column);
    if (value.isEmpty() || pattern.matcher(value).matches()) {
      return value;
    }
    unusable(column, value, fault);
    return "";
  }

  /** Free text; empty if there is none. */
  String text(Column column) {
    String value = cell(column);
    return spreadsheet ? SpreadsheetText.decode(value) : value;
  }

  /** Free text, or null if there is none. */
  @Nullable String textOrNull(Column column) {
    return emptyToNull(text(column));
  }

  /** An identifier; empty if there is none. */
  String identifier(Column column) {
    return matching(
        column, IDENTIFIER, "has other characters than A-Z a-z 0-9 . _ : - or more than 64");
  }

  /** An identifier, or null if there is none. */
  @Nullable String identifierOrNull(Column column) {
    return emptyToNull(identifier(column));
  }

  /** A district's code; empty if there is none. */
  String districtCode(Column column) {
    return matching(column, DISTRICT_CODE, "is no administrative code");
  }

  /** A lower-case word; empty if there is none. */
  String word(Column column) {
    return matching(column, WORD, "is not a lower-case word");
  }

  /** A telephone number; empty if there is none. */
  String phone(Column column) {
    return matching(column, PHONE, "is no telephone number");
  }

  private static @Nullable String emptyToNull(String value) {
    return value.isEmpty() ? null : value;
  }

  /** A number in a range, or null if there is none. */
  @Nullable Double number(Column column, double least, double most) {
    String value = matching(column, NUMBER, "is not a number");
    if (value.isEmpty()) {
      return null;
    }
    double number = Double.parseDouble(value);
    if (number < least || number > most) {
      unusable(column, value, "is not between " + plain(least) + " and " + plain(most));
      return null;
    }
    return number;
  }

  /** A whole number in a range, or null if there is none. */
  @Nullable Integer wholeNumber(Column column, int least, int most) {
    Double number = number(column, least, most);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number)) {
      unusable(column, plain(number), "is not a whole number");
      return null;
    }
    return number.intValue();
  }

  /** A number as it is written in files: no exponent. */
  static String plain(double number) {
    String text = new BigDecimal(Double.toString(number)).toPlainString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** {@code true} or {@code false}; false if there is none. */
  boolean yes(Column column) {
    String value = cell(column).toLowerCase(Locale.ROOT);
    if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
      unusable(column, value, "is neither true nor false");
    }
    return value.equals("true");
  }

  /** One of an enumeration's words, or the given one if there is none. */
  <E extends Enum<E>> E oneOf(Column column, E[] values, E otherwise) {
    String value = cell(column);
    if (value.isEmpty()) {
      return otherwise;
    }
    for (E candidate : values) {
      if (wireName(candidate).equals(value)) {
        return candidate;
      }
    }
    String words =
        Arrays.stream(values).map(RegistryRow::wireName).collect(Collectors.joining(", "));
    problem(column, quoted(value) + " is none of " + words, "Write one of them.");
    return otherwise;
  }

  /** The word in files. */
  static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A day, or null if there is none. */
  @Nullable LocalDate day(Column column) {
    String value = cell(column);
    if (value.isEmpty()) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(value);
      if (day.getYear() >= 2000 && day.getYear() <= 2199) {
        return day;
      }
    } catch (DateTimeException e) {
      // told below
    }
    unusable(column, value, "is not a day between 2000 and 2199");
    return null;
  }

  /** A secret as it stands, or null if there is none. */
  @Nullable Secret secret(Column column) {
    String value = cell(column);
    return value.isEmpty() ? null : new Secret(value);
  }

  /** A PIN, or null if there is none. */
  @Nullable Secret pin(Column column) {
    Secret pin = secret(column);
    if (pin == null || pin.reveal().equals(RegistrySecrets.REMOVE) || isPin(pin.reveal())) {
      return pin;
    }
    problem(column, "the PIN is unusable", "Write " + column.expects() + ".");
    return null;
  }

  private static boolean isPin(String text) {
    return text.length() >= 3
        && text.length() <= 12
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The address of a stream, or null if there is none. Never shown in a problem. */
  @Nullable String streamUrl(Column column) {
    String value = cell(column);
    if (value.isEmpty()) {
      return null;
    }
    String fault = streamFault(value);
    if (fault == null) {
      return value;
    }
    String mend =
        value.indexOf('@') >= 0
            ? "Take user and password out of it, and write them into the columns user and password."
            : "Write " + column.expects() + ".";
    problem(column, fault, mend);
    return null;
  }

  private static @Nullable String streamFault(String value) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      return "the address can't be read";
    }
    String scheme = uri.getScheme();
    if (!"rtsp".equalsIgnoreCase(scheme) && !"rtsps".equalsIgnoreCase(scheme)) {
      return "the address doesn't begin with rtsp:// or rtsps://";
    }
    if (uri.getRawUserInfo() != null) {
      return "the address has a user name or password in it";
    }
    if (uri.getHost() == null) {
      return "the address names no host that can be used";
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return "the address has a port that doesn't exist";
    }
    return uri.getRawFragment() == null ? null : "the address has a # in it";
  }

  /** A place, converted to WGS 84; null if both cells are empty or either can't be used. */
  @Nullable Position position(Column latitude, Column longitude) {
    Double lat = coordinate(latitude, 90);
    Double lon = coordinate(longitude, 180);
    if (lat == null || lon == null) {
      if (isEmpty(latitude) != isEmpty(longitude) && latitude.kind() == Column.Kind.OPTIONAL) {
        problem(
            isEmpty(latitude) ? latitude : longitude,
            "only one of latitude and longitude is there",
            "Write both, or neither.");
      }
      return null;
    }
    if (lat == 0 && lon == 0) {
      problem(
          latitude, "0, 0 lies in the Atlantic", "Write where it is; don't write 0 for unknown.");
      return null;
    }
    return coordinates.toWgs84(lat, lon);
  }

  private @Nullable Double coordinate(Column column, double most) {
    Double value = number(column, -180, 180);
    if (value != null && Math.abs(value) > most) {
      problem(
          column,
          quoted(plain(value)) + " is over " + plain(most) + " degrees",
          "Are latitude and longitude swapped? Write " + column.expects() + ".");
      return null;
    }
    return value;
  }

  private boolean isEmpty(Column column) {
    String raw = cells.get(column.name());
    return raw == null || raw.isBlank();
  }
}
