package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.response.EscalationPolicy;
import io.sharpeyes.gateway.response.EscalationPolicy.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets incidents and area events climb the escalation ladder by the time and the desks of now. */
final class Ladder {

  static final String DESKS = "desks";
  static final String WEBHOOK = "webhook";

  private final Ledger ledger;
  private final EscalationPolicy policy;

  Ladder(Ledger ledger) {
    this.ledger = ledger;
    this.policy = ledger.response().escalation();
  }

  /** A rung as reached. */
  record Rung(Incident.Ringing ringing, boolean webhook) {

    /** Who is to be told of it. */
    String notifies() {
      return webhook ? WEBHOOK : DESKS;
    }
  }

  /** The first rung for something new in a district. */
  Rung first(String district) {
    return reached(
        policy.first(ledger.lineage(district), ledger.desks()::isStaffed), Incident.Ringing.NONE);
  }

  /** The next rung; a quiet key pressed below doesn't hold for it. */
  Rung next(String district, Incident.Ringing ringing) {
    Step step =
        policy.next(
            ledger.lineage(district),
            ringing.rung(),
            ringing.districts(),
            ledger.desks()::isStaffed);
    return reached(step, ringing);
  }

  private Rung reached(Step step, Incident.Ringing before) {
    Instant nextAt = step.lasts() == null ? null : ledger.now().plus(step.lasts());
    return new Rung(
        new Incident.Ringing(
            step.districts(), step.rung(), nextAt, before.realertAt(), null, before.forwardedTo()),
        step.webhook());
  }

  /** It rings again, and the ladder goes on where it stood. */
  Incident.Ringing again(Incident.Ringing ringing) {
    return ringing
        .quietUntil(null)
        .nextAt(
            ledger
                .now()
                .plus(
                    policy.again(ringing.rung(), ringing.districts(), ledger.desks()::isStaffed)));
  }

  /**
   * A person lets those above hear it too.
   *
   * @param to the code of a district above, or null for the next one
   * @throws Rejected if there is none above, or that one isn't above
   */
  Incident.Ringing forward(Incident incident, @Nullable String to) {
    List<String> lineage = ledger.lineage(incident.place().district());
    Incident.Ringing ringing = incident.ringing();
    String target = to == null ? nextAbove(lineage, ringing) : to;
    if (!lineage.contains(target)) {
      throw Rejected.invalid("District " + target + " is not above " + incident.place().district());
    }
    List<String> forwarded = with(ringing.forwardedTo(), target);
    return new Incident.Ringing(
        with(ringing.districts(), target),
        ringing.rung(),
        ringing.nextAt(),
        ringing.realertAt(),
        ringing.quietUntil(),
        forwarded);
  }

  private static String nextAbove(List<String> lineage, Incident.Ringing ringing) {
    int highest = -1;
    for (int i = 0; i < lineage.size(); i++) {
      if (ringing.districts().contains(lineage.get(i))) {
        highest = i;
      }
    }
    if (highest + 1 >= lineage.size()) {
      throw Rejected.invalid("No district is above those that hear it already");
    }
    return lineage.get(highest + 1);
  }

  private static List<String> with(List<String> districts, String another) {
    Set<String> all = new LinkedHashSet<>(districts);
    all.add(another);
    return new ArrayList<>(all);
  }
}
