package io.sharpeyes.gateway.correlation;

import io.sharpeyes.gateway.registry.Camera;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One camera looked at from one place: how well it sees it, and the reasons.
 *
 * @param offAxisDeg angle between where it looks and the place, or null if its direction is unknown
 * @param movedAgo how long ago something moved before it, if that still counts, or null
 */
record CameraSight(
    Camera camera,
    CameraState state,
    double distanceM,
    double bearingDeg,
    @Nullable Double offAxisDeg,
    InView inView,
    @Nullable Duration movedAgo) {

  private static final double VIEW_WEIGHT = 0.55;
  private static final double NEARNESS_WEIGHT = 0.35;
  private static final double MOVEMENT_WEIGHT = 0.10;

  static CameraSight of(
      Camera camera,
      CameraState state,
      CameraQuery query,
      double distanceM,
      Duration movementWindow) {
    double bearingDeg = camera.position().bearingDeg(query.place());
    Double azimuthDeg = camera.azimuthDeg();
    Double offAxisDeg = azimuthDeg == null ? null : InView.offAxisDeg(azimuthDeg, bearingDeg);
    InView inView =
        InView.judge(
            offAxisDeg, camera.fieldOfViewDeg(), camera.rangeM(), distanceM, query.accuracyM());
    Duration movedAgo = ago(state.lastMovementAt(), query.now());
    boolean counts = movedAgo != null && movedAgo.compareTo(movementWindow) < 0;
    return new CameraSight(
        camera, state, distanceM, bearingDeg, offAxisDeg, inView, counts ? movedAgo : null);
  }

  /** Movement that begins a moment after the press counts as now. */
  private static @Nullable Duration ago(@Nullable Instant at, Instant now) {
    if (at == null) {
      return null;
    }
    Duration ago = Duration.between(at, now);
    return ago.isNegative() ? Duration.ZERO : ago;
  }

  RankedCamera ranked(CameraQuery query, CameraRankingSettings settings) {
    return new RankedCamera(
        camera.id(),
        camera.name(),
        camera.position().latitude(),
        camera.position().longitude(),
        camera.azimuthDeg(),
        camera.fieldOfViewDeg(),
        camera.rangeM(),
        shownDistanceM(),
        round(bearingDeg, 10),
        inView.wireName(),
        state.health().cause().wireName(),
        camera.prerecord(),
        shownScore(settings),
        reasons(query, settings));
  }

  /** Metres, as they are shown: those who look alike are ranked alike. */
  double shownDistanceM() {
    return round(distanceM, 10);
  }

  /** The score as it is shown. */
  double shownScore(CameraRankingSettings settings) {
    return round(score(settings), 1_000);
  }

  private double score(CameraRankingSettings settings) {
    double nearness = 1 / (1 + distanceM / settings.distanceHalfM());
    double movement =
        movedAgo == null
            ? 0
            : 1 - (double) movedAgo.toMillis() / settings.movementWindow().toMillis();
    return healthFactor()
        * (VIEW_WEIGHT * viewFactor() + NEARNESS_WEIGHT * nearness + MOVEMENT_WEIGHT * movement);
  }

  /** A camera that nearly looks there is worth more than one that looks away. */
  private double viewFactor() {
    return switch (inView) {
      case YES -> 1;
      case UNKNOWN -> 0.55;
      case NO -> nearMiss() ? 0.3 : 0.1;
    };
  }

  private boolean nearMiss() {
    Double fieldOfViewDeg = camera.fieldOfViewDeg();
    return offAxisDeg != null && fieldOfViewDeg != null && offAxisDeg <= fieldOfViewDeg / 2 + 20;
  }

  private double healthFactor() {
    return switch (state.health().cause()) {
      case OK -> 1;
      case CLOCK_OFF -> 0.95;
      case SLOW -> 0.8;
      case UNKNOWN -> 0.7;
      case BUSY -> 0.4;
      case STALLED, BAD_PICTURE -> 0.3;
      case UNREACHABLE, REFUSED, UNAUTHORIZED, NOT_FOUND, NO_VIDEO, PROTOCOL_ERROR, TLS -> 0.05;
    };
  }

  private List<Reason> reasons(CameraQuery query, CameraRankingSettings settings) {
    List<Reason> reasons = new ArrayList<>(7);
    boolean usable = state.health().usable();
    if (!usable) {
      reasons.add(Reason.of("health", state.health().cause().wireName()));
    }
    reasons.add(viewReason());
    reasons.add(Reason.of("distance", Math.round(distanceM), "m"));
    if (movedAgo != null) {
      reasons.add(Reason.of("movement", movedAgo.toSeconds(), "s"));
    }
    if (camera.site() != null && camera.site().equals(query.site())) {
      reasons.add(Reason.of("same-site"));
    }
    if (camera.prerecord()) {
      reasons.add(Reason.of("prerecord"));
    }
    if (usable) {
      reasons.add(freshness(query.now(), settings.freshFor()));
    }
    return reasons;
  }

  private Reason viewReason() {
    if (inView == InView.YES) {
      return offAxisDeg == null
          ? Reason.of("in-view")
          : Reason.of("in-view", Math.round(offAxisDeg), "deg");
    }
    Double rangeM = camera.rangeM();
    if (inView == InView.NO && rangeM != null && distanceM > rangeM) {
      return Reason.of("beyond-range", Math.round(distanceM - rangeM), "m");
    }
    return inView == InView.UNKNOWN || offAxisDeg == null
        ? Reason.of("view-unknown")
        : Reason.of("looks-away", Math.round(offAxisDeg), "deg");
  }

  private Reason freshness(Instant now, Duration freshFor) {
    Duration age = Duration.between(state.health().checkedAt(), now);
    return age.compareTo(freshFor) <= 0
        ? Reason.of("seen-working", Math.max(0, age.toSeconds()), "s")
        : Reason.of("not-checked-for", age.toSeconds(), "s");
  }

  private static double round(double value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
