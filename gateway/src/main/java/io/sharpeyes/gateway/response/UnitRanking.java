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

  /** So much less, or rounding could make the least distance more than the distance. */
  private static final double ROUNDING = 1e-9;

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
    Shortlist shortlist = new Shortlist(settings.listed(), ringsMin);
    double cosine = Math.cos(Math.toRadians(place.latitude()));
    for (PatrolUnit unit : registry.units()) {
      UnitState state = states.apply(unit.id());
      boolean wasSent = sent.has(unit.id());
      if (state.onDuty() || wasSent) {
        boolean available = !wasSent && state.incidents().isEmpty();
        Position from = whereabouts(unit, state, now);
        shortlist.saw(wasSent || available);
        if (wasSent
            || !shortlist.isBeyond(available, etaS(unit, leastDistanceM(from, place, cosine)))) {
          double distanceM = from.distanceM(place);
          boolean isThere = sent.onScene().contains(unit.id());
          long etaS = isThere ? 0 : etaS(unit, distanceM);
          shortlist.add(new Candidate(unit, state, from, distanceM, etaS, wasSent, available));
        }
      }
    }
    return new ResponsePlan(
        shortlist.best().stream().map(one -> ranked(one, now, ringsMin, sent)).toList(),
        ringsMin.stream().map(this::ring).toList(),
        cordon(place),
        shortlist.shortfall());
  }

  private long etaS(PatrolUnit unit, double distanceM) {
    return Math.round(settings.etaS(distanceM, unit.kind()));
  }

  /**
   * What the distance is at least, without a sine for each of the many that are far away: the
   * haversine formula with sin x ≥ x − x³/6, asin x ≥ x, and a cosine that changes by no more than
   * its angle.
   *
   * @param cosine of the place's latitude
   */
  private static double leastDistanceM(Position from, Position place, double cosine) {
    double north = Math.abs(Math.toRadians(from.latitude() - place.latitude()));
    double east = Math.abs(Math.toRadians(from.longitude() - place.longitude()));
    if (north > 1 || east > 1) {
      return north * Position.EARTH_RADIUS_M * (1 - ROUNDING);
    }
    double cosines = cosine * Math.max(0, cosine - north);
    double shrunk = 1 - ROUNDING - Math.max(north * north, east * east) / 12;
    return Position.EARTH_RADIUS_M * Math.sqrt(shrunk * (north * north + cosines * east * east));
  }

  private Ring ring(int minutes) {
    return new Ring(minutes, Math.rint(settings.radiusM(minutes, PatrolUnit.Kind.CAR)));
  }

  private RankedUnit ranked(Candidate one, Instant now, List<Integer> ringsMin, SentUnits sent) {
    PatrolUnit unit = one.unit();
    return new RankedUnit(
        unit.id(),
        unit.name(),
        unit.kind().name().toLowerCase(Locale.ROOT),
        unit.phone(),
        one.from().latitude(),
        one.from().longitude(),
        Math.rint(one.distanceM()),
        one.etaS(),
        ringsMin.stream().filter(one::isWithin).findFirst().orElse(0),
        one.available(),
        List.of(
            Reason.of("eta", one.etaS(), "s"),
            engagement(unit, one.state(), sent),
            Reason.of("distance", Math.round(one.distanceM()), "m"),
            positionReason(one.state(), now)));
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
}
