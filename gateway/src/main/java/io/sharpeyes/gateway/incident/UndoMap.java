package io.sharpeyes.gateway.incident;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map whose changes can be taken back. Keeps the order of insertion. */
final class UndoMap<K, V> {

  private final Map<K, V> map = new LinkedHashMap<>();
  private final Undo undo;

  UndoMap(Undo undo) {
    this.undo = undo;
  }

  @Nullable V get(K key) {
    return map.get(key);
  }

  /** Puts a value; gives the one before. */
  @Nullable V put(K key, V value) {
    V before = map.put(key, value);
    undo.add(before == null ? () -> map.remove(key) : () -> map.put(key, before));
    return before;
  }

  /**
   * Puts a value as the newest; lets the oldest go if there are then more than {@code bound}.
   *
   * @return what was let go, or null
   */
  @Nullable V putNewest(K key, V value, int bound) {
    remove(key);
    put(key, value);
    if (map.size() <= bound) {
      return null;
    }
    return remove(map.keySet().iterator().next());
  }

  @Nullable V remove(K key) {
    V before = map.remove(key);
    if (before != null) {
      undo.add(() -> map.put(key, before));
    }
    return before;
  }

  Collection<V> values() {
    return map.values();
  }

  Set<Map.Entry<K, V>> entries() {
    return map.entrySet();
  }

  int size() {
    return map.size();
  }
}
