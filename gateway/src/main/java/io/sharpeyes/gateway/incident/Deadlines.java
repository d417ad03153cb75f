package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that is due, in order; changes can be taken back. */
final class Deadlines {

  private final TreeSet<Deadline> due = new TreeSet<>();
  private final Undo undo;

  Deadlines(Undo undo) {
    this.undo = undo;
  }

  void add(Deadline deadline) {
    if (due.add(deadline)) {
      undo.add(() -> due.remove(deadline));
    }
  }

  void remove(Deadline deadline) {
    if (due.remove(deadline)) {
      undo.add(() -> due.add(deadline));
    }
  }

  /** Puts those of now in the place of those of before. */
  void replace(List<Deadline> before, List<Deadline> now) {
    if (!before.equals(now)) {
      before.forEach(this::remove);
      now.forEach(this::add);
    }
  }

  Optional<Instant> next() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at());
  }

  /** The first that is due by now, or null. */
  @Nullable Deadline firstDue(Instant now) {
    return due.isEmpty() || due.first().at().isAfter(now) ? null : due.first();
  }
}
