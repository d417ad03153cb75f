package io.sharpeyes.gateway.incident;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be done to take changes back: each change leaves its inverse here. So a working copy
 * costs only what was changed, not what there is.
 */
final class Undo {

  private final List<Runnable> inverses = new ArrayList<>();

  void add(Runnable inverse) {
    inverses.add(inverse);
  }

  /** Where it stands now, for {@link #backTo}. */
  int mark() {
    return inverses.size();
  }

  /** Takes back what was changed since the mark, the last first. */
  void backTo(int mark) {
    while (inverses.size() > mark) {
      inverses.remove(inverses.size() - 1).run();
    }
  }

  /** Makes the changes stand. */
  void forget() {
    inverses.clear();
  }
}
