package io.sharpeyes.gateway.registry;

/**
 * A column of a registry table.
 *
 * @param name as in the header row
 * @param kind whether a cell may be empty, and whether it is a secret
 * @param expects what belongs into it, after "Write …"
 */
record Column(String name, Kind kind, String expects) {

  enum Kind {
    REQUIRED,
    OPTIONAL,
    /** Optional, and never shown, kept in the registry, or exported. */
    SECRET
  }

  static Column required(String name, String expects) {
    return new Column(name, Kind.REQUIRED, expects);
  }

  static Column optional(String name, String expects) {
    return new Column(name, Kind.OPTIONAL, expects);
  }

  static Column secret(String name, String expects) {
    return new Column(name, Kind.SECRET, expects);
  }
}
