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
  private static final Comparator<RankedUnit> BEST_FIRST =
      Comparator.comparing(RankedUnit::available)
          .reversed()
          .thenComparingDouble(RankedUnit::etaS)
          .thenComparing(RankedUnit::unit);

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
    List<RankedUnit> units = new ArrayList<>();
    for (PatrolUnit unit : registry.units()) {
      UnitState state = states.apply(unit.id());
      if (state.onDuty() || sent.has(unit.id())) {
        units.add(judge(unit, state, place, now, ringsMin, sent));
      }
    }
    units.sort(
        Comparator.comparing((RankedUnit unit) -> !sent.has(unit.unit()))
            .thenComparing(BEST_FIRST));
    return new ResponsePlan(
        units.size() > settings.listed() ? units.subList(0, settings.listed()) : units,
        ringsMin.stream().map(this::ring).toList(),
        cordon(place),
        shortfall(units, sent, ringsMin));
  }

  private Ring ring(int minutes) {
    return new Ring(minutes, Math.rint(settings.radiusM(minutes, PatrolUnit.Kind.CAR)));
  }

  private RankedUnit judge(
      PatrolUnit unit,
      UnitState state,
      Position place,
      Instant now,
      List<Integer> ringsMin,
      SentUnits sent) {
    List<Reason> reasons = new ArrayList<>(5);
    Position from = whereabouts(unit, state, now, reasons);
    double distanceM = from.distanceM(place);
    boolean isThere = sent.onScene().contains(unit.id());
    long etaS = isThere ? 0 : Math.round(settings.etaS(distanceM, unit.kind()));
    int ring = ringsMin.stream().filter(minutes -> etaS <= minutes * 60L).findFirst().orElse(0);
    reasons.add(0, Reason.of("eta", etaS, "s"));
    reasons.add(1, engagement(unit, state, sent));
    reasons.add(2, Reason.of("distance", Math.round(distanceM), "m"));
    return new RankedUnit(
        unit.id(),
        unit.name(),
        unit.kind().name().toLowerCase(Locale.ROOT),
        unit.phone(),
        from.latitude(),
        from.longitude(),
        Math.rint(distanceM),
        etaS,
        ring,
        state.incidents().isEmpty() && !sent.has(unit.id()),
        reasons);
  }

  private static Reason engagement(PatrolUnit unit, UnitState state, SentUnits sent) {
    if (sent.has(unit.id())) {
      return Reason.of(sent.onScene().contains(unit.id()) ? "on-scene" : "sent");
    }
    String incident = state.newestIncident();
    return incident == null ? Reason.of("free") : Reason.of("busy", incident);
  }

  private Position whereabouts(
      PatrolUnit unit, UnitState state, Instant now, List<Reason> reasons) {
    Position seen = state.position();
    Instant seenAt = state.positionAt();
    if (seen == null || seenAt == null) {
      reasons.add(Reason.of("position-unknown"));
      return unit.home();
    }
    Duration age = Duration.between(seenAt, now);
    if (age.compareTo(settings.positionFreshFor()) <= 0) {
      reasons.add(Reason.of("position-age", Math.max(0, age.toSeconds()), "s"));
      return seen;
    }
    reasons.add(Reason.of("position-old", age.toSeconds(), "s"));
    return age.compareTo(settings.positionFreshFor().multipliedBy(10)) <= 0 ? seen : unit.home();
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
  private static List<Reason> shortfall(
      List<RankedUnit> units, SentUnits sent, List<Integer> ringsMin) {
    if (units.isEmpty()) {
      return List.of(Reason.of("no-unit-on-duty"));
    }
    List<RankedUnit> coming =
        units.stream().filter(unit -> unit.available() || sent.has(unit.unit())).toList();
    List<Reason> missing = new ArrayList<>(3);
    if (coming.isEmpty()) {
      missing.add(Reason.of("no-unit-free"));
    }
    int widest = ringsMin.get(ringsMin.size() - 1);
    for (int minutes : ringsMin) {
      if (coming.stream().noneMatch(unit -> isWithin(unit, minutes))) {
        missing.add(Reason.of("no-unit-within", minutes, "min"));
      }
    }
    boolean car =
        coming.stream().anyMatch(unit -> unit.kind().equals("car") && isWithin(unit, widest));
    if (!car) {
      missing.add(Reason.of("no-car-within", widest, "min"));
    }
    return missing;
  }

  private static boolean isWithin(RankedUnit unit, int minutes) {
    return unit.etaS() <= minutes * 60L;
  }
}
