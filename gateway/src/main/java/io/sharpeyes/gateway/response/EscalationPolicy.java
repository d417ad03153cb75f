package io.sharpeyes.gateway.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is rung when, until somebody takes an incident (超时升级). Pure.
 *
 * <p>Rung 0 is the nearest district upward that has a desk online when the incident opens. Rung 1,
 * after {@link #allDesksAfter}: everybody who may see it up to that district. From rung 2, reckoned
 * from the opening after {@link #nextDistrictAfter} and then each time after so long again, the
 * next district up hears it as well. Above the topmost district stands the last rung, which must
 * reach a person: the webhook. A rung on which nobody is online counts 0 s; if nobody is online at
 * all, everybody above rings and the webhook goes out at once. Each rung only adds to those before.
 *
 * @param allDesksAfter how long rung 0 lasts
 * @param nextDistrictAfter how long after the opening the next district up hears it, and how long
 *     each further rung lasts
 */
public record EscalationPolicy(Duration allDesksAfter, Duration nextDistrictAfter) {

  private static final Duration LONGEST = Duration.ofHours(1);

  /** What stands in {@code config/gateway.yaml}. */
  public static final EscalationPolicy DEFAULT =
      new EscalationPolicy(Duration.ofSeconds(20), Duration.ofSeconds(60));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public EscalationPolicy {
    check("allDesksAfter", allDesksAfter);
    check("nextDistrictAfter", nextDistrictAfter);
    if (nextDistrictAfter.compareTo(allDesksAfter) <= 0) {
      throw new IllegalArgumentException(
          "nextDistrictAfter is "
              + nextDistrictAfter
              + ", must be longer than allDesksAfter, "
              + allDesksAfter);
    }
  }

  private static void check(String key, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(key + " is " + value + ", must be over 0 and up to 1 h");
    }
  }

  /**
   * A rung that was reached.
   *
   * @param rung its number, from 0
   * @param districts whose desks ring; the nearest first, those of the rungs before included
   * @param webhook true if it is the last one, which reaches a person by webhook
   * @param lasts how long until the next rung, or null if there is none
   */
  public record Step(int rung, List<String> districts, boolean webhook, @Nullable Duration lasts) {

    /** Copies the list. */
    public Step {
      districts = List.copyOf(districts);
    }
  }

  /**
   * The rung on which a new incident starts.
   *
   * @param lineage the codes of the incident's district and all above it, from the inside outwards
   * @param staffed whether a desk of a district is online
   */
  public Step first(List<String> lineage, Predicate<String> staffed) {
    for (String district : lineage) {
      if (staffed.test(district)) {
        return new Step(0, List.of(district), false, allDesksAfter);
      }
    }
    return new Step(lineage.size() + 1, lineage, true, null);
  }

  /**
   * The rung that follows, passing over those on which nobody is online.
   *
   * @param lineage as in {@link #first}
   * @param rung the rung that stood so far
   * @param ringing whose desks rang so far, by time or by forwarding
   */
  public Step next(
      List<String> lineage, int rung, Collection<String> ringing, Predicate<String> staffed) {
    int highest = highest(lineage, ringing);
    Set<String> districts = new LinkedHashSet<>(lineage.subList(0, highest + 1));
    districts.addAll(ringing);
    if (rung == 0 && districts.stream().anyMatch(staffed)) {
      return new Step(1, List.copyOf(districts), false, nextDistrictAfter.minus(allDesksAfter));
    }
    int reached = Math.max(rung, 1);
    while (++highest < lineage.size()) {
      reached++;
      districts.add(lineage.get(highest));
      if (staffed.test(lineage.get(highest))) {
        return new Step(reached, List.copyOf(districts), false, nextDistrictAfter);
      }
    }
    return new Step(reached + 1, new ArrayList<>(districts), true, null);
  }

  /**
   * How long until the next rung when the ladder goes on where it stood: somebody gave the incident
   * back, or the desk that had it fell silent.
   */
  public Duration again(int rung, Collection<String> ringing, Predicate<String> staffed) {
    if (ringing.stream().noneMatch(staffed)) {
      return Duration.ZERO;
    }
    return rung == 0 ? allDesksAfter : nextDistrictAfter;
  }

  private static int highest(List<String> lineage, Collection<String> ringing) {
    int highest = lineage.size() - 1;
    while (highest >= 0 && !ringing.contains(lineage.get(highest))) {
      highest--;
    }
    return highest;
  }
}
