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
 * <p>Who is on duty and free goes before who is busy; within that the shorter time goes first. Who
 * is off duty is not listed. A unit whose position is old is reckoned from where it was last seen
 * or, after long silence, from its home, and the reasons say so.
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
   */
  public ResponsePlan plan(
      Position place, String district, Instant now, Function<String, UnitState> states) {
    List<Integer> ringsMin = settings.rings(registry.lineage(district));
    List<RankedUnit> onDuty = new ArrayList<>();
    for (PatrolUnit unit : registry.units()) {
      UnitState state = states.apply(unit.id());
      if (state.onDuty()) {
        onDuty.add(judge(unit, state, place, now, ringsMin));
      }
    }
    onDuty.sort(BEST_FIRST);
    return new ResponsePlan(
        onDuty.size() > settings.listed() ? onDuty.subList(0, settings.listed()) : onDuty,
        ringsMin.stream().map(this::ring).toList(),
        cordon(place),
        shortfall(onDuty, ringsMin));
  }

  private Ring ring(int minutes) {
    return new Ring(minutes, Math.rint(settings.radiusM(minutes, PatrolUnit.Kind.CAR)));
  }

  private RankedUnit judge(
      PatrolUnit unit, UnitState state, Position place, Instant now, List<Integer> ringsMin) {
    List<Reason> reasons = new ArrayList<>(5);
    Position from = whereabouts(unit, state, now, reasons);
    double distanceM = from.distanceM(place);
    long etaS = Math.round(settings.etaS(distanceM, unit.kind()));
    int ring = ringsMin.stream().filter(minutes -> etaS <= minutes * 60L).findFirst().orElse(0);
    String incident = state.newestIncident();
    reasons.add(0, Reason.of("eta", etaS, "s"));
    reasons.add(1, incident == null ? Reason.of("free") : Reason.of("busy", incident));
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
        incident == null,
        reasons);
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

  /** What is missing (力量缺口): rings that nobody free is in, and no car within the widest. */
  private static List<Reason> shortfall(List<RankedUnit> onDuty, List<Integer> ringsMin) {
    List<Reason> missing = new ArrayList<>(3);
    if (onDuty.isEmpty()) {
      return List.of(Reason.of("no-unit-on-duty"));
    }
    if (onDuty.stream().noneMatch(RankedUnit::available)) {
      missing.add(Reason.of("no-unit-free"));
    }
    int widest = ringsMin.get(ringsMin.size() - 1);
    for (int minutes : ringsMin) {
      if (onDuty.stream().noneMatch(unit -> isWithin(unit, minutes))) {
        missing.add(Reason.of("no-unit-within", minutes, "min"));
      }
    }
    boolean car =
        onDuty.stream().anyMatch(unit -> unit.kind().equals("car") && isWithin(unit, widest));
    if (!car) {
      missing.add(Reason.of("no-car-within", widest, "min"));
    }
    return missing;
  }

  private static boolean isWithin(RankedUnit unit, int minutes) {
    return unit.available() && unit.etaS() <= minutes * 60L;
  }
}
