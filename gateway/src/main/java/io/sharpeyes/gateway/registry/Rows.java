package io.sharpeyes.gateway.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table while a registry is being put together, each with where it came from.
 *
 * @param <T> what a row is
 */
final class Rows<T> {

  /**
   * A row.
   *
   * @param file where it stands; null if it was in the registry before
   * @param line likewise
   */
  record Entry<T>(T value, @Nullable String file, int line) {}

  final Table<T> table;
  private final Map<String, Entry<T>> byKey = new LinkedHashMap<>();

  Rows(Table<T> table, Collection<T> before) {
    this.table = table;
    for (T value : before) {
      byKey.put(table.key(value), new Entry<>(value, null, 0));
    }
  }

  /** Forgets what was in the registry before. */
  void replaceAll() {
    byKey.values().removeIf(entry -> entry.file() == null);
  }

  /** Reads a row, and puts it in the place of the one that was there before the import. */
  void read(RegistryRow row, RegistrySecrets.Collector secrets, RegistryProblems problems) {
    T value = table.read(row, secrets);
    String key = table.key(value);
    if (key.isEmpty()) {
      return; // its problem is told
    }
    Entry<T> other = byKey.get(key);
    if (other != null && other.file() != null) {
      problems.add(
          row.file(),
          row.line(),
          table.keyColumn().name(),
          RegistryRow.quoted(key) + " stands in " + other.file() + ":" + other.line() + " already",
          "Give it another one, or delete one of the two lines.");
      return;
    }
    byKey.put(key, new Entry<>(value, row.file(), row.line()));
  }

  boolean has(String key) {
    return byKey.containsKey(key);
  }

  @Nullable Entry<T> entry(String key) {
    return byKey.get(key);
  }

  Collection<Entry<T>> entries() {
    return byKey.values();
  }

  List<T> values() {
    List<T> values = new ArrayList<>(byKey.size());
    for (Entry<T> entry : byKey.values()) {
      values.add(entry.value());
    }
    return values;
  }
}
