package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.registry.PatrolUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The best units of those that were looked at so far, and what is missing: who was sent first, then
 * the free ones, then the busy ones, within that the shorter time. One thread.
 */
final class Shortlist {

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate one) -> !one.sent())
          .thenComparing(one -> !one.available())
          .thenComparingLong(Candidate::etaS)
          .thenComparing(one -> one.unit().id());

  private final int listed;
  private final List<Integer> ringsMin;
  private final int widestMin;
  private final List<Candidate> best;
  private final Set<Integer> covered = new HashSet<>();
  private boolean anyone;
  private boolean anyoneComing;
  private boolean car;

  Shortlist(int listed, List<Integer> ringsMin) {
    this.listed = listed;
    this.ringsMin = ringsMin;
    this.widestMin = ringsMin.get(ringsMin.size() - 1);
    this.best = new ArrayList<>(listed + 1);
  }

  /** Notes that there is one on duty or sent, whether it is among the best or not. */
  void saw(boolean coming) {
    anyone = true;
    anyoneComing |= coming;
  }

  /** Says whether one that wasn't sent and takes so long at least can't change anything. */
  boolean isBeyond(boolean available, long leastEtaS) {
    boolean mayFillGap = available && !isComplete() && leastEtaS <= widestMin * 60L;
    if (best.size() < listed || mayFillGap) {
      return false;
    }
    Candidate last = best.get(best.size() - 1);
    boolean same = last.available() == available;
    return last.sent() || (same ? last.etaS() < leastEtaS : last.available());
  }

  private boolean isComplete() {
    return car && covered.size() == ringsMin.size();
  }

  void add(Candidate one) {
    if (one.isComing()) {
      ringsMin.stream().filter(one::isWithin).forEach(covered::add);
      car |= one.unit().kind() == PatrolUnit.Kind.CAR && one.isWithin(widestMin);
    }
    int place = Collections.binarySearch(best, one, BEST_FIRST);
    best.add(place < 0 ? -place - 1 : place, one);
    if (best.size() > listed) {
      best.remove(listed);
    }
  }

  List<Candidate> best() {
    return best;
  }

  /**
   * What is missing (力量缺口): rings that nobody is in who is free or was sent here already, and no
   * car within the widest.
   */
  List<Reason> shortfall() {
    if (!anyone) {
      return List.of(Reason.of("no-unit-on-duty"));
    }
    List<Reason> missing = new ArrayList<>(3);
    if (!anyoneComing) {
      missing.add(Reason.of("no-unit-free"));
    }
    for (int minutes : ringsMin) {
      if (!covered.contains(minutes)) {
        missing.add(Reason.of("no-unit-within", minutes, "min"));
      }
    }
    if (!car) {
      missing.add(Reason.of("no-car-within", widestMin, "min"));
    }
    return missing;
  }
}
