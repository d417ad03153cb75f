package io.sharpeyes.gateway.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is different between two registries, table by table. Immutable; any thread.
 *
 * @param tables by the table's name; only those in which something is different
 * @param before the registry as it was
 * @param after the registry as it will be
 * @param districts the codes of all districts in which something is different
 */
public record RegistryDiff(
    Map<String, TableDiff> tables, Registry before, Registry after, Set<String> districts) {

  /** So many keys are named of each kind of difference; all are counted. */
  public static final int MOST_NAMED = 20;

  /** Copies the collections. */
  public RegistryDiff {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    districts = Set.copyOf(districts);
  }

  /**
   * What is different in a table.
   *
   * @param added rows that weren't there
   * @param changed rows that were other ones
   * @param removed rows that won't be there
   */
  public record TableDiff(Keys added, Keys changed, Keys removed) {}

  /**
   * Rows of a kind.
   *
   * @param count how many
   * @param first the keys of the first {@value #MOST_NAMED}
   */
  public record Keys(int count, List<String> first) {

    /** Copies the list. */
    public Keys {
      first = List.copyOf(first);
    }
  }

  /** Compares two registries. */
  public static RegistryDiff between(Registry before, Registry after) {
    RegistryDraft old = new RegistryDraft(before);
    RegistryDraft now = new RegistryDraft(after);
    Comparison comparison = new Comparison(before, after);
    comparison.compare(old.districts, now.districts);
    comparison.compare(old.sites, now.sites);
    comparison.compare(old.contacts, now.contacts);
    comparison.compare(old.checkpoints, now.checkpoints);
    comparison.compare(old.devices, now.devices);
    comparison.compare(old.cameras, now.cameras);
    comparison.compare(old.units, now.units);
    comparison.compare(old.people, now.people);
    return new RegistryDiff(comparison.tables, before, after, comparison.districts);
  }

  /** Says whether there is no difference. */
  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /** Collects the differences of all tables. */
  private static final class Comparison {
    private final Registry before;
    private final Registry after;
    private final Map<String, TableDiff> tables = new LinkedHashMap<>();
    private final Set<String> districts = new HashSet<>();

    Comparison(Registry before, Registry after) {
      this.before = before;
      this.after = after;
    }

    <T> void compare(Rows<T> old, Rows<T> now) {
      Found added = new Found();
      Found changed = new Found();
      Found removed = new Found();
      for (Rows.Entry<T> row : now.entries()) {
        String key = now.table.key(row.value());
        Rows.Entry<T> was = old.entry(key);
        if (was == null) {
          added.add(key);
          districts.add(now.table.district(row.value(), after));
        } else if (!was.value().equals(row.value())) {
          changed.add(key);
          districts.add(now.table.district(row.value(), after));
          districts.add(now.table.district(was.value(), before));
        }
      }
      for (Rows.Entry<T> row : old.entries()) {
        String key = old.table.key(row.value());
        if (!now.has(key)) {
          removed.add(key);
          districts.add(old.table.district(row.value(), before));
        }
      }
      if (added.count + changed.count + removed.count > 0) {
        tables.put(now.table.name(), new TableDiff(added.keys(), changed.keys(), removed.keys()));
      }
    }
  }

  private static final class Found {
    private final List<String> first = new ArrayList<>();
    private int count;

    void add(String key) {
      count++;
      if (first.size() < MOST_NAMED) {
        first.add(key);
      }
    }

    Keys keys() {
      return new Keys(count, first);
    }
  }
}
