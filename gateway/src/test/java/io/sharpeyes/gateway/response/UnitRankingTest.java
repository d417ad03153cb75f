package io.sharpeyes.gateway.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.registry.Checkpoint;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnitRankingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Position PLACE = new Position(26.3, 118.0);
  private static final String COUNTY = "350000000000";
  private static final String VILLAGE = "350000000001";

  private final List<PatrolUnit> units = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final Map<String, UnitState> states = new HashMap<>();
  private ResponseRankingSettings settings = ResponseRankingSettings.DEFAULT;

  @Test
  void whoNeedsLessTimeGoesFirstWhateverTheDistance() {
    unit("walker", PatrolUnit.Kind.FOOT, 400);
    unit("car", PatrolUnit.Kind.CAR, 1_000);

    ResponsePlan plan = plan();

    assertThat(plan.units()).extracting(RankedUnit::unit).containsExactly("car", "walker");
    // 1,000 m of straight line are 1,400 m of road; at 40 km/h that is 126 s.
    assertThat(plan.units().get(0).etaS()).isEqualTo(126);
    assertThat(plan.units().get(0).ring()).isEqualTo(3);
    assertThat(plan.units().get(0).reasons())
        .startsWith(
            Reason.of("eta", 126, "s"), Reason.of("free"), Reason.of("distance", 1_000, "m"));
  }

  @Test
  void whoIsFreeGoesBeforeWhoIsBusyAndOffDutyIsNotListed() {
    unit("busy", PatrolUnit.Kind.CAR, 100);
    state("busy", true, "20261122-0001", 100, NOW);
    unit("free", PatrolUnit.Kind.CAR, 2_000);
    unit("asleep", PatrolUnit.Kind.CAR, 50);
    state("asleep", false, null, 50, NOW);

    assertThat(plan().units()).extracting(RankedUnit::unit).containsExactly("free", "busy");
    assertThat(plan().units().get(1).reasons()).contains(Reason.of("busy", "20261122-0001"));
  }

  @Test
  void anOldPositionIsSaidToBeOldAndAVeryOldOneIsReplacedByHome() {
    unit("old", PatrolUnit.Kind.CAR, 5_000);
    state("old", true, null, 700, NOW.minusSeconds(300));
    unit("very-old", PatrolUnit.Kind.CAR, 5_000);
    state("very-old", true, null, 700, NOW.minus(Duration.ofHours(1)));
    unit("never-seen", PatrolUnit.Kind.CAR, 6_000);
    states.put("never-seen", new UnitState(true, List.of(), null, null));

    List<RankedUnit> ranked = plan().units();

    assertThat(ranked)
        .extracting(RankedUnit::unit)
        .containsExactly("old", "very-old", "never-seen");
    assertThat(ranked.get(0).distanceM()).isEqualTo(700);
    assertThat(ranked.get(0).reasons()).contains(Reason.of("position-old", 300, "s"));
    assertThat(ranked.get(1).distanceM()).isEqualTo(5_000);
    assertThat(ranked.get(2).reasons()).contains(Reason.of("position-unknown"));
  }

  @Test
  void aDistrictMayHaveRingsOfItsOwnAndTheyHoldBelowIt() {
    settings =
        new ResponseRankingSettings(
            List.of(1, 3, 5),
            Map.of(COUNTY, List.of(5, 15)),
            List.of(10, 20),
            ResponseRankingSettings.DEFAULT.speedKmh(),
            1.4,
            Duration.ofMinutes(2),
            8);
    unit("walker", PatrolUnit.Kind.FOOT, 400);

    ResponsePlan plan = plan();

    assertThat(plan.rings()).extracting(ResponsePlan.Ring::minutes).containsExactly(5, 15);
    assertThat(plan.units().get(0).ring()).isEqualTo(15);
  }

  @Test
  void whatIsMissingIsSaid() {
    unit("walker", PatrolUnit.Kind.FOOT, 100);

    assertThat(plan().shortfall())
        .containsExactly(
            Reason.of("no-unit-within", 1, "min"), Reason.of("no-car-within", 5, "min"));
  }

  @Test
  void nobodyOnDutyIsSaidPlainly() {
    assertThat(plan().shortfall()).containsExactly(Reason.of("no-unit-on-duty"));
  }

  @Test
  void aBusyCarFillsNoGap() {
    unit("busy", PatrolUnit.Kind.CAR, 10);
    state("busy", true, "20261122-0001", 10, NOW);

    assertThat(plan().shortfall())
        .contains(Reason.of("no-unit-free"), Reason.of("no-car-within", 5, "min"));
  }

  @Test
  void whoWasSentHereFillsTheGapAndStandsFirst() {
    unit("free", PatrolUnit.Kind.FOOT, 2_000);
    unit("sent", PatrolUnit.Kind.CAR, 10);
    state("sent", true, "20261122-0001", 10, NOW);
    unit("elsewhere", PatrolUnit.Kind.CAR, 20);
    state("elsewhere", true, "20261122-0002", 20, NOW);

    ResponsePlan plan = plan(new SentUnits(Set.of("sent"), Set.of()));

    assertThat(plan.units())
        .extracting(RankedUnit::unit, RankedUnit::available)
        .containsExactly(tuple("sent", false), tuple("free", true), tuple("elsewhere", false));
    assertThat(plan.units().get(0).reasons()).contains(Reason.of("sent"));
    assertThat(plan.shortfall()).isEmpty();
  }

  @Test
  void whoIsThereFillsEveryRingThoughNobodyKnowsThePositionNorIsOnDutyAnyMore() {
    unit("there", PatrolUnit.Kind.CAR, 9_000);
    states.put("there", new UnitState(false, List.of("20261122-0001"), null, null));

    ResponsePlan plan = plan(new SentUnits(Set.of(), Set.of("there")));

    assertThat(plan.units().get(0).etaS()).isZero();
    assertThat(plan.units().get(0).reasons()).contains(Reason.of("on-scene"));
    assertThat(plan.shortfall()).isEmpty();
  }

  @Test
  void whoWasSentFromFarLeavesTheNearerRingsOpen() {
    unit("far", PatrolUnit.Kind.CAR, 1_000);
    assertThat(plan(new SentUnits(Set.of("far"), Set.of())).shortfall())
        .containsExactly(Reason.of("no-unit-within", 1, "min"));
  }

  @Test
  void checkpointsMakeTheCordonByTheTimeACarNeeds() {
    checkpoint("bridge", 4_000);
    checkpoint("pass", 9_000);
    checkpoint("far", 20_000);

    assertThat(plan().cordon())
        .extracting(ResponsePlan.CordonPoint::checkpoint, ResponsePlan.CordonPoint::minutes)
        .containsExactly(tuple("bridge", 10), tuple("pass", 20));
  }

  @Test
  void settingsThatCannotBeUsedAreRefusedByName() {
    assertThatThrownBy(
            () ->
                new ResponseRankingSettings(
                    List.of(3, 1), Map.of(), List.of(10), Map.of(), 1.4, Duration.ofMinutes(2), 8))
        .hasMessageContaining("ringsMin is [3, 1]");
  }

  /** Of fifty all are listed, so that none is passed over because it is too far away. */
  @Test
  void theShortListIsTheBeginningOfTheWholeOneAndTheSameIsMissing() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      units.clear();
      states.clear();
      Set<String> sent = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        String id = "u" + i;
        PatrolUnit.Kind kind = random.nextBoolean() ? PatrolUnit.Kind.CAR : PatrolUnit.Kind.FOOT;
        units.add(new PatrolUnit(id, id, kind, VILLAGE, somewhere(random), ""));
        List<String> busy =
            random.nextInt(seed % 3 + 1) == 0 ? List.of() : List.of("20261122-0001");
        Position seen = random.nextBoolean() ? somewhere(random) : null;
        boolean onDuty = random.nextInt(4) > 0;
        states.put(id, new UnitState(onDuty, busy, seen, seen == null ? null : NOW));
        if (random.nextInt(30) == 0) {
          sent.add(id);
        }
      }
      SentUnits toHere = new SentUnits(sent, Set.of());
      settings = listing(50);
      ResponsePlan whole = plan(toHere);
      settings = listing(1 + random.nextInt(8));
      ResponsePlan brief = plan(toHere);

      int listed = Math.min(settings.listed(), whole.units().size());
      assertThat(brief.units()).as("seed %d", seed).isEqualTo(whole.units().subList(0, listed));
      assertThat(brief.shortfall()).as("seed %d", seed).isEqualTo(whole.shortfall());
    }
  }

  private static Position somewhere(Random random) {
    return new Position(
        PLACE.latitude() + random.nextGaussian() / 20,
        PLACE.longitude() + random.nextGaussian() / 20);
  }

  private static ResponseRankingSettings listing(int units) {
    ResponseRankingSettings usual = ResponseRankingSettings.DEFAULT;
    return new ResponseRankingSettings(
        usual.ringsMin(),
        usual.ringsByDistrict(),
        usual.cordonMin(),
        usual.speedKmh(),
        usual.detour(),
        usual.positionFreshFor(),
        units);
  }

  private ResponsePlan plan() {
    return plan(SentUnits.NONE);
  }

  private ResponsePlan plan(SentUnits sent) {
    Registry registry =
        new Registry(
            List.of(new District(COUNTY, "county", null), new District(VILLAGE, "village", COUNTY)),
            List.of(),
            List.of(),
            checkpoints,
            List.of(),
            List.of(),
            units,
            List.of());
    return new UnitRanking(registry, settings).plan(PLACE, VILLAGE, NOW, states::get, sent);
  }

  private void unit(String id, PatrolUnit.Kind kind, double eastM) {
    units.add(new PatrolUnit(id, id, kind, VILLAGE, east(eastM), ""));
    state(id, true, null, eastM, NOW);
  }

  private void state(
      String id, boolean onDuty, @Nullable String incident, double eastM, Instant seenAt) {
    List<String> incidents = incident == null ? List.of() : List.of(incident);
    states.put(id, new UnitState(onDuty, incidents, east(eastM), seenAt));
  }

  private void checkpoint(String id, double eastM) {
    checkpoints.add(new Checkpoint(id, id, VILLAGE, east(eastM)));
  }

  private static Position east(double metres) {
    double metresPerDegree = Math.toRadians(1) * Position.EARTH_RADIUS_M;
    return new Position(
        PLACE.latitude(),
        PLACE.longitude() + metres / metresPerDegree / Math.cos(Math.toRadians(PLACE.latitude())));
  }
}
