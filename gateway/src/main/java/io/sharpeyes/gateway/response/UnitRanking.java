package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.registry.Checkpoint;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.ResponsePlan.CordonPoint;
import io.sharpeyes.gateway.response.ResponsePlan.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Ranks the units by the time they need to a place, says in which ring each is, what is missing,
 * and which checkpoints make the cordon. Immutable; any thread.
 *
 * <p>Who was sent already goes before who is on duty and free, and that before who is busy; within
 * each the shorter time goes first. Who is off duty and wasn't sent is not listed. A unit whose
 * position is old is reckoned from where it was last seen or, after long silence, from its home,
 * and the reasons say so.
 */
public final class UnitRanking {

  private static final int MAX_CORDON_POINTS = 24;
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate one) -> !one.sent)
          .thenComparing(one -> !one.available())
          .thenComparingLong(one -> one.etaS)
          .thenComparing(one -> one.unit.id());

  /** A unit that may be listed; only those that are get their reasons. */
  private record Candidate(
      PatrolUnit unit, UnitState state, Position from, double distanceM, long etaS, boolean sent) {

    boolean available() {
      return !sent && state.incidents().isEmpty();
    }

    boolean isComing() {
      return sent || state.incidents().isEmpty();
    }

    boolean isWithin(int minutes) {
      return etaS <= minutes * 60L;
    }
  }

  private final Registry registry;
  private final ResponseRankingSettings settings;

  /** Takes the units and checkpoints of a registry. */
  public UnitRanking(Registry registry, ResponseRankingSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /**
   * Plans the response to a place.
   *
   * @param place WGS 84
   * @param district the code of the place's district, which may have rings of its own
   * @param now the gateway's clock
   * @param states what is known of a unit by its id
   * @param sent the units that were sent there already
   */
  public ResponsePlan plan(
      Position place,
      String district,
      Instant now,
      Function<String, UnitState> states,
      SentUnits sent) {
    List<Integer> ringsMin = settings.rings(registry.lineage(district));
    List<Candidate> units = new ArrayList<>();
    for (PatrolUnit unit : registry.units()) {
      UnitState state = states.apply(unit.id());
      if (state.onDuty() || sent.has(unit.id())) {
        units.add(candidate(unit, state, place, now, sent));
      }
    }
    units.sort(BEST_FIRST);
    return new ResponsePlan(
        units.stream()
            .limit(settings.listed())
            .map(one -> ranked(one, now, ringsMin, sent))
            .toList(),
        ringsMin.stream().map(this::ring).toList(),
        cordon(place),
        shortfall(units, ringsMin));
  }

  private Ring ring(int minutes) {
    return new Ring(minutes, Math.rint(settings.radiusM(minutes, PatrolUnit.Kind.CAR)));
  }

  private Candidate candidate(
      PatrolUnit unit, UnitState state, Position place, Instant now, SentUnits sent) {
    Position from = whereabouts(unit, state, now);
    double distanceM = from.distanceM(place);
    boolean isThere = sent.onScene().contains(unit.id());
    long etaS = isThere ? 0 : Math.round(settings.etaS(distanceM, unit.kind()));
    return new Candidate(unit, state, from, distanceM, etaS, sent.has(unit.id()));
  }

  private RankedUnit ranked(Candidate one, Instant now, List<Integer> ringsMin, SentUnits sent) {
    PatrolUnit unit = one.unit;
    return new RankedUnit(
        unit.id(),
        unit.name(),
        unit.kind().name().toLowerCase(Locale.ROOT),
        unit.phone(),
        one.from.latitude(),
        one.from.longitude(),
        Math.rint(one.distanceM),
        one.etaS,
        ringsMin.stream().filter(one::isWithin).findFirst().orElse(0),
        one.available(),
        List.of(
            Reason.of("eta", one.etaS, "s"),
            engagement(unit, one.state, sent),
            Reason.of("distance", Math.round(one.distanceM), "m"),
            positionReason(one.state, now)));
  }

  private static Reason engagement(PatrolUnit unit, UnitState state, SentUnits sent) {
    if (sent.has(unit.id())) {
      return Reason.of(sent.onScene().contains(unit.id()) ? "on-scene" : "sent");
    }
    String incident = state.newestIncident();
    return incident == null ? Reason.of("free") : Reason.of("busy", incident);
  }

  private Position whereabouts(PatrolUnit unit, UnitState state, Instant now) {
    Position seen = state.position();
    Instant seenAt = state.positionAt();
    if (seen == null || seenAt == null) {
      return unit.home();
    }
    Duration age = Duration.between(seenAt, now);
    return age.compareTo(settings.positionFreshFor().multipliedBy(10)) <= 0 ? seen : unit.home();
  }

  private Reason positionReason(UnitState state, Instant now) {
    Instant seenAt = state.positionAt();
    if (state.position() == null || seenAt == null) {
      return Reason.of("position-unknown");
    }
    Duration age = Duration.between(seenAt, now);
    return age.compareTo(settings.positionFreshFor()) <= 0
        ? Reason.of("position-age", Math.max(0, age.toSeconds()), "s")
        : Reason.of("position-old", age.toSeconds(), "s");
  }

  private List<CordonPoint> cordon(Position place) {
    List<CordonPoint> points = new ArrayList<>();
    for (Checkpoint checkpoint : registry.checkpoints()) {
      double distanceM = checkpoint.position().distanceM(place);
      double minutes = settings.etaS(distanceM, PatrolUnit.Kind.CAR) / 60;
      for (int cordonMin : settings.cordonMin()) {
        if (minutes <= cordonMin) {
          points.add(point(checkpoint, distanceM, cordonMin));
          break;
        }
      }
    }
    points.sort(Comparator.comparingDouble(CordonPoint::distanceM));
    return points.size() > MAX_CORDON_POINTS ? points.subList(0, MAX_CORDON_POINTS) : points;
  }

  private static CordonPoint point(Checkpoint checkpoint, double distanceM, int minutes) {
    return new CordonPoint(
        checkpoint.id(),
        checkpoint.name(),
        checkpoint.position().latitude(),
        checkpoint.position().longitude(),
        Math.rint(distanceM),
        minutes);
  }

  /**
   * What is missing (力量缺口): rings that nobody is in who is free or was sent here already, and no
   * car within the widest.
   */
  private static List<Reason> shortfall(List<Candidate> units, List<Integer> ringsMin) {
    if (units.isEmpty()) {
      return List.of(Reason.of("no-unit-on-duty"));
    }
    List<Candidate> coming = units.stream().filter(Candidate::isComing).toList();
    List<Reason> missing = new ArrayList<>(3);
    if (coming.isEmpty()) {
      missing.add(Reason.of("no-unit-free"));
    }
    int widest = ringsMin.get(ringsMin.size() - 1);
    for (int minutes : ringsMin) {
      if (coming.stream().noneMatch(unit -> unit.isWithin(minutes))) {
        missing.add(Reason.of("no-unit-within", minutes, "min"));
      }
    }
    if (coming.stream()
        .noneMatch(one -> one.unit.kind() == PatrolUnit.Kind.CAR && one.isWithin(widest))) {
      missing.add(Reason.of("no-car-within", widest, "min"));
    }
    return missing;
  }
}
