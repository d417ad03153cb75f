package io.sharpeyes.gateway.correlation;

import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.hprtree.HPRtree;

/**
 * Finds the cameras that may see a place, and ranks them with the reasons. Immutable; any thread.
 *
 * <p>The score is {@code health × (0.55 view + 0.35 nearness + 0.10 movement)}: a camera that looks
 * at the place goes before a nearer one that looks away, and one that can't be opened goes last but
 * is still shown, so that nobody wonders where it is. A camera inside a building is ranked for its
 * own site only.
 */
public final class CameraRanking {

  private static final double METRES_PER_DEGREE = Math.toRadians(1) * Position.EARTH_RADIUS_M;
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .reversed()
          .thenComparingDouble(one -> one.sight.shownDistanceM())
          .thenComparing(one -> one.sight.camera().id());

  /** With its score, which is taken once, and not at each comparison. */
  private record Scored(CameraSight sight, double score) {}

  private final CameraRankingSettings settings;
  private final HPRtree index = new HPRtree();

  /** Indexes the cameras. */
  public CameraRanking(Collection<Camera> cameras, CameraRankingSettings settings) {
    this.settings = settings;
    for (Camera camera : cameras) {
      Position at = camera.position();
      index.insert(
          new Envelope(at.longitude(), at.longitude(), at.latitude(), at.latitude()), camera);
    }
    index.build();
  }

  /**
   * Ranks the cameras near a place. The search widens until enough usable ones are found.
   *
   * @param states what is known of a camera by its id
   * @return the best first, at most as many as the settings list
   */
  public List<RankedCamera> rank(CameraQuery query, Function<String, CameraState> states) {
    List<CameraSight> found = List.of();
    for (int radiusM : settings.radiiM()) {
      found = sights(query, states, radiusM + query.accuracyM());
      if (isEnough(found)) {
        break;
      }
    }
    return best(found, query, settings.listed());
  }

  /**
   * Ranks the cameras within a radius.
   *
   * @param radiusM metres
   * @param limit how many at most
   * @param states what is known of a camera by its id
   * @return the best first
   */
  public List<RankedCamera> within(
      CameraQuery query, double radiusM, int limit, Function<String, CameraState> states) {
    return best(sights(query, states, radiusM), query, limit);
  }

  private List<CameraSight> sights(
      CameraQuery query, Function<String, CameraState> states, double radiusM) {
    List<CameraSight> found = new ArrayList<>();
    index.query(
        around(query.place(), radiusM),
        item -> {
          Camera camera = (Camera) item;
          double distanceM = camera.position().distanceM(query.place());
          if (distanceM <= radiusM && maySee(camera, query)) {
            CameraState state = states.apply(camera.id());
            found.add(CameraSight.of(camera, state, query, distanceM, settings.movementWindow()));
          }
        });
    return found;
  }

  /** The envelope of a circle; wider than needed near the poles, where nobody presses. */
  private static Envelope around(Position place, double radiusM) {
    double latitudes = radiusM / METRES_PER_DEGREE;
    double cosine = Math.max(0.01, Math.cos(Math.toRadians(place.latitude())));
    double longitudes = latitudes / cosine;
    return new Envelope(
        place.longitude() - longitudes,
        place.longitude() + longitudes,
        place.latitude() - latitudes,
        place.latitude() + latitudes);
  }

  private static boolean maySee(Camera camera, CameraQuery query) {
    return camera.zone() == Camera.Zone.PUBLIC
        || (camera.site() != null && camera.site().equals(query.site()));
  }

  private boolean isEnough(List<CameraSight> sights) {
    int usable = 0;
    for (CameraSight sight : sights) {
      CameraHealth health = sight.state().health();
      if (health.usable() || health.cause() == CameraHealth.Cause.UNKNOWN) {
        usable++;
      }
    }
    return usable >= settings.wanted();
  }

  /** Gives reasons for those that are listed; a town may have hundreds more within the radius. */
  private List<RankedCamera> best(List<CameraSight> sights, CameraQuery query, int limit) {
    return sights.stream()
        .map(sight -> new Scored(sight, sight.shownScore(settings)))
        .sorted(BEST_FIRST)
        .limit(limit)
        .map(one -> one.sight.ranked(query, settings))
        .toList();
  }
}
