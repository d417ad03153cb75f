package io.sharpeyes.gateway.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CameraRankingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Position GATE = new Position(26.3, 118.0);
  private static final CameraQuery QUERY = new CameraQuery(GATE, 0, "school-1", NOW);

  private final Map<String, CameraState> states = new HashMap<>();
  private final List<Camera> cameras = new ArrayList<>();

  @Test
  void aCameraThatLooksThereGoesBeforeANearerOneThatLooksAway() {
    camera("looks-away", offset(0, -40), 180.0, 90.0, 100.0);
    camera("looks-there", offset(0, -90), 0.0, 90.0, 120.0);

    List<RankedCamera> ranked = rank();

    assertThat(ranked)
        .extracting(RankedCamera::camera)
        .containsExactly("looks-there", "looks-away");
    assertThat(ranked).extracting(RankedCamera::inView).containsExactly("yes", "no");
    assertThat(ranked.get(0).reasons())
        .contains(Reason.of("in-view", 0, "deg"), Reason.of("distance", 90, "m"));
    assertThat(ranked.get(1).reasons()).contains(Reason.of("looks-away", 180, "deg"));
  }

  @Test
  void theFieldOfViewReachesAcrossNorth() {
    camera("north", offset(-20, -80), 350.0, 60.0, 200.0);

    assertThat(rank().get(0).inView()).isEqualTo("yes");
    assertThat(rank().get(0).bearingDeg()).isCloseTo(14.0, within(0.2));
  }

  @Test
  void anUnknownDirectionIsSaidToBeUnknownAndStandsBetweenYesAndNo() {
    camera("yes", offset(0, -80), 0.0, 90.0, 120.0);
    camera("no", offset(0, -80), 180.0, 90.0, 120.0);
    camera("unknown", offset(0, -80), null, 90.0, 120.0);

    List<RankedCamera> ranked = rank();

    assertThat(ranked).extracting(RankedCamera::camera).containsExactly("yes", "unknown", "no");
    assertThat(ranked.get(1).reasons()).contains(Reason.of("view-unknown"));
  }

  @Test
  void aPlaceOutOfRangeIsNotInView() {
    camera("far", offset(0, -150), 0.0, 90.0, 100.0);

    assertThat(rank().get(0).inView()).isEqualTo("no");
    assertThat(rank().get(0).reasons()).contains(Reason.of("beyond-range", 50, "m"));
  }

  @Test
  void aFullCircleNeedsNoDirection() {
    camera("dome", offset(30, 30), null, 360.0, 100.0);

    assertThat(rank().get(0).inView()).isEqualTo("yes");
    assertThat(rank().get(0).reasons()).contains(Reason.of("in-view"));
  }

  @Test
  void aPhoneThatDoesNotKnowWhereItIsGetsNoYesFromANarrowCamera() {
    camera("narrow", offset(0, -80), 0.0, 30.0, 120.0);

    RankedCamera ranked = ranking().rank(new CameraQuery(GATE, 60, null, NOW), states::get).get(0);

    assertThat(ranked.inView()).isEqualTo("unknown");
  }

  @Test
  void aDeadCameraGoesLastAndSaysWhy() {
    camera("dead", offset(0, -20), 0.0, 90.0, 120.0);
    state("dead", CameraHealth.Cause.UNREACHABLE, null);
    camera("alive", offset(0, 700), 90.0, 60.0, 50.0);

    List<RankedCamera> ranked = rank();

    assertThat(ranked).extracting(RankedCamera::camera).containsExactly("alive", "dead");
    assertThat(ranked.get(1).reasons().get(0)).isEqualTo(Reason.of("health", "unreachable"));
  }

  @Test
  void movementNearInTimeLiftsACamera() {
    camera("still", offset(50, 0), 270.0, 90.0, 120.0);
    camera("moving", offset(-50, 0), 90.0, 90.0, 120.0);
    state("moving", CameraHealth.Cause.OK, NOW.minusSeconds(4));

    assertThat(rank().get(0).camera()).isEqualTo("moving");
    assertThat(rank().get(0).reasons()).contains(Reason.of("movement", 4, "s"));
  }

  @Test
  void movementLongAgoCountsNothing() {
    camera("a", offset(50, 0), 270.0, 90.0, 120.0);
    double without = rank().get(0).score();
    state("a", CameraHealth.Cause.OK, NOW.minusSeconds(31));

    assertThat(rank().get(0).score()).isEqualTo(without);
  }

  @Test
  void theSearchWidensUntilEnoughUsableCamerasAreFound() {
    for (int i = 0; i < 5; i++) {
      camera("near-dead-" + i, offset(10 + i, 0), null, null, null);
      state("near-dead-" + i, CameraHealth.Cause.UNAUTHORIZED, null);
    }
    for (int i = 0; i < 6; i++) {
      camera("far-" + i, offset(0, 1_500 + i), null, null, null);
    }

    assertThat(rank()).hasSize(8).extracting(RankedCamera::camera).contains("far-0", "far-5");
  }

  @Test
  void aCameraInsideAHouseIsRankedForItsOwnSiteOnly() {
    cameras.add(interior("hall", "school-1"));
    cameras.add(interior("neighbour", "household-3"));
    cameras.forEach(camera -> state(camera.id(), CameraHealth.Cause.OK, null));

    assertThat(rank()).extracting(RankedCamera::camera).containsExactly("hall");
  }

  @Test
  void anOldHealthCheckIsSaidToBeOld() {
    camera("a", offset(0, -20), 0.0, 90.0, 120.0);
    Instant then = NOW.minusSeconds(600);
    states.put(
        "a", new CameraState(new CameraHealth(CameraHealth.Cause.OK, then, then, ""), null, null));

    assertThat(rank().get(0).reasons()).contains(Reason.of("not-checked-for", 600, "s"));
  }

  @Property
  void theIndexFindsWhatALookAtEveryCameraFinds(
      @ForAll("crowd") List<Camera> crowd,
      @ForAll @DoubleRange(min = 1, max = 5_000) double radiusM) {
    CameraRanking ranking = new CameraRanking(crowd, CameraRankingSettings.DEFAULT);

    List<RankedCamera> found =
        ranking.within(QUERY, radiusM, crowd.size() + 1, CameraRankingTest::healthy);

    assertThat(found)
        .extracting(RankedCamera::camera)
        .containsExactlyInAnyOrderElementsOf(
            crowd.stream()
                .filter(camera -> camera.position().distanceM(GATE) <= radiusM)
                .map(Camera::id)
                .toList());
    assertThat(found).extracting(RankedCamera::score).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(found).allSatisfy(c -> assertThat(c.score()).isBetween(0.0, 1.0));
  }

  @Property
  void theOrderOfTheRegistryDoesNotMatter(@ForAll("crowd") List<Camera> crowd) {
    List<Camera> reversed = new ArrayList<>(crowd);
    Collections.reverse(reversed);

    assertThat(
            new CameraRanking(crowd, CameraRankingSettings.DEFAULT)
                .rank(QUERY, CameraRankingTest::healthy))
        .isEqualTo(
            new CameraRanking(reversed, CameraRankingSettings.DEFAULT)
                .rank(QUERY, CameraRankingTest::healthy));
  }

  @Provide
  Arbitrary<List<Camera>> crowd() {
    Arbitrary<Double> offsets = Arbitraries.doubles().between(-4_000, 4_000);
    Arbitrary<Double> degrees = Arbitraries.doubles().between(0, 359).injectNull(0.2);
    return Combinators.combine(offsets, offsets, degrees)
        .as((east, north, azimuth) -> new Object[] {offset(east, north), azimuth})
        .list()
        .ofMaxSize(60)
        .map(
            rows ->
                IntStream.range(0, rows.size())
                    .mapToObj(
                        i ->
                            camera(
                                "camera-" + i,
                                (Position) rows.get(i)[0],
                                (Double) rows.get(i)[1],
                                80.0,
                                300.0,
                                null,
                                Camera.Zone.PUBLIC))
                    .toList());
  }

  private static CameraState healthy(String camera) {
    return new CameraState(new CameraHealth(CameraHealth.Cause.OK, NOW, NOW, ""), null, null);
  }

  private List<RankedCamera> rank() {
    return ranking().rank(QUERY, states::get);
  }

  private CameraRanking ranking() {
    return new CameraRanking(cameras, CameraRankingSettings.DEFAULT);
  }

  private void camera(
      String id,
      Position position,
      @Nullable Double azimuth,
      @Nullable Double fieldOfView,
      @Nullable Double range) {
    cameras.add(camera(id, position, azimuth, fieldOfView, range, null, Camera.Zone.PUBLIC));
    state(id, CameraHealth.Cause.OK, null);
  }

  private static Camera interior(String id, String site) {
    return camera(id, offset(5, 5), null, 360.0, 20.0, site, Camera.Zone.INTERIOR);
  }

  private static Camera camera(
      String id,
      Position position,
      @Nullable Double azimuth,
      @Nullable Double fieldOfView,
      @Nullable Double range,
      @Nullable String site,
      Camera.Zone zone) {
    return new Camera(
        id,
        id,
        "350000000001",
        site,
        zone,
        position,
        azimuth,
        fieldOfView,
        range,
        "rtsp://127.0.0.1/" + id,
        null,
        null,
        false,
        null,
        null);
  }

  private void state(String id, CameraHealth.Cause cause, @Nullable Instant movedAt) {
    states.put(id, new CameraState(new CameraHealth(cause, NOW, NOW, ""), "H264", movedAt));
  }

  /** A place so many metres east and north of the gate. */
  private static Position offset(double eastM, double northM) {
    double metresPerDegree = Math.toRadians(1) * Position.EARTH_RADIUS_M;
    return new Position(
        GATE.latitude() + northM / metresPerDegree,
        GATE.longitude() + eastM / metresPerDegree / Math.cos(Math.toRadians(GATE.latitude())));
  }
}
