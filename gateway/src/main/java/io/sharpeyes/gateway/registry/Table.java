package io.sharpeyes.gateway.registry;

import java.util.List;

/**
 * What a registry table's rows look like in a file, both ways.
 *
 * @param <T> what a row becomes
 */
interface Table<T> {

  /** The file's name without its ending. */
  String name();

  /** The columns, in the order in which they are exported. */
  List<Column> columns();

  /** What tells its rows apart. */
  String key(T row);

  /** The column that a doubled key is told at. */
  Column keyColumn();

  /**
   * Reads a row. What is wrong is told to the row, and something harmless stands in its place.
   *
   * @param secrets takes what stands in secret columns
   */
  T read(RegistryRow row, RegistrySecrets.Collector secrets);

  /** The code of the district that a row belongs to. */
  String district(T row, Registry registry);

  /** The cells of a row in the order of the columns; secrets are empty. */
  List<String> write(T row);
}
