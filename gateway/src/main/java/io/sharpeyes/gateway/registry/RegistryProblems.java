package io.sharpeyes.gateway.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects problems: keeps the first {@value #MOST_KEPT}, counts all. One thread. */
final class RegistryProblems {

  static final int MOST_KEPT = 1_000;

  private final List<RegistryProblem> kept = new ArrayList<>();
  private final Set<String> toldOnce = new HashSet<>();
  private long count;

  void add(String file, int line, String column, String message, String mend) {
    count++;
    if (kept.size() < MOST_KEPT) {
      kept.add(new RegistryProblem(file, line, column, message, mend));
    }
  }

  /** For what would else be said again for every row of a file. */
  void addOnce(String file, int line, String column, String message, String mend) {
    if (toldOnce.size() < MOST_KEPT && toldOnce.add(file + '\n' + column + '\n' + message)) {
      add(file, line, column, message, mend);
    }
  }

  List<RegistryProblem> kept() {
    return List.copyOf(kept);
  }

  long count() {
    return count;
  }
}
