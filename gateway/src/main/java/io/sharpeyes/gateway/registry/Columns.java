package io.sharpeyes.gateway.registry;

import org.jspecify.annotations.Nullable;

/** Columns that several tables have, and how cells are written. */
final class Columns {

  static final Column ID =
      Column.required("id", "an identifier of A-Z a-z 0-9 . _ : -, at most 64 characters");
  static final Column NAME = Column.required("name", "what people call it");
  static final Column DISTRICT = Column.required("district", "the code of a row in districts.csv");
  static final Column LATITUDE = Column.required("latitude", "degrees north, for instance 26.3921");
  static final Column LONGITUDE =
      Column.required("longitude", "degrees east, for instance 118.0453");
  static final Column UPLINK =
      Column.optional("uplink", "what carries its data; things that share one fail together");
  static final Column POWER =
      Column.optional("power", "what feeds it; things that share one fail together");

  private Columns() {}

  /** What stands for a place that couldn't be read; the row is not used then. */
  static Position orNowhere(@Nullable Position position) {
    return position == null ? new Position(0, 0) : position;
  }

  static String text(@Nullable String value) {
    return value == null ? "" : SpreadsheetText.encode(value);
  }

  static String number(@Nullable Double value) {
    return value == null ? "" : RegistryRow.plain(value);
  }

  static String plain(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
