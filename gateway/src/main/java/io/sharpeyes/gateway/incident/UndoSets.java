package io.sharpeyes.gateway.incident;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of ids by key, sorted, whose changes can be taken back. An empty set takes no room. */
final class UndoSets {

  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  private final Map<String, SortedSet<String>> sets = new HashMap<>();
  private final Undo undo;

  UndoSets(Undo undo) {
    this.undo = undo;
  }

  /** The ids under a key; not to be kept beyond the next change. */
  SortedSet<String> of(String key) {
    return sets.getOrDefault(key, NONE);
  }

  void add(String key, String id) {
    if (insert(key, id)) {
      undo.add(() -> delete(key, id));
    }
  }

  void remove(String key, String id) {
    if (delete(key, id)) {
      undo.add(() -> insert(key, id));
    }
  }

  private boolean insert(String key, String id) {
    return sets.computeIfAbsent(key, k -> new TreeSet<>()).add(id);
  }

  private boolean delete(String key, String id) {
    SortedSet<String> set = sets.get(key);
    if (set == null || !set.remove(id)) {
      return false;
    }
    if (set.isEmpty()) {
      sets.remove(key);
    }
    return true;
  }
}
