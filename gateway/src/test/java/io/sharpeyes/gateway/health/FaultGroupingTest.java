package io.sharpeyes.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultGroupingTest {

  private static final Instant THEN = Instant.parse("2026-11-22T08:00:00Z");

  @Test
  void fortySilentButtonsBehindOneBrokenUplinkAreOneFault() {
    List<Fault> faults =
        IntStream.range(0, 40)
            .mapToObj(i -> offline("button-" + i, "mast-1", null, i * 600))
            .toList();

    List<FaultGroup> groups = grouping(40, "mast-1", null).group(faults);

    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).cause()).isEqualTo("uplink");
    assertThat(groups.get(0).subject()).isEqualTo("mast-1");
    assertThat(groups.get(0).of()).isEqualTo(40);
    assertThat(groups.get(0).since()).isEqualTo(THEN);
  }

  @Test
  void twoOfFortyFailingDaysApartAreTwoFaults() {
    List<Fault> faults =
        List.of(
            offline("button-0", "mast-1", null, 0), offline("button-1", "mast-1", null, 86_400));

    assertThat(grouping(40, "mast-1", null).group(faults))
        .extracting(FaultGroup::cause)
        .containsExactly("single", "single");
  }

  @Test
  void threeOfFortyFailingAtOnceShareTheirCause() {
    List<Fault> faults =
        List.of(
            offline("button-0", "mast-1", null, 0),
            offline("button-1", "mast-1", null, 30),
            offline("button-2", "mast-1", null, 60));

    assertThat(grouping(40, "mast-1", null).group(faults))
        .extracting(FaultGroup::cause)
        .containsExactly("uplink");
  }

  @Test
  void whatExplainsMoreGoesFirst() {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      faults.add(offline("button-" + i, i < 2 ? "mast-1" : "mast-2", "line-7", i));
    }

    List<FaultGroup> groups = grouping(4, "mast-1", "line-7").group(faults);

    assertThat(groups).extracting(FaultGroup::cause).containsExactly("power");
  }

  @Test
  void camerasThatRefuseTheSameUserAtOnceHaveAChangedPassword() {
    List<Fault> faults =
        List.of(
            unauthorized("camera-1", "viewer", 0),
            unauthorized("camera-2", "viewer", 300),
            unauthorized("camera-3", "other", 0));

    assertThat(grouping(0, null, null).group(faults))
        .extracting(FaultGroup::cause)
        .containsExactly("credential-change", "single");
  }

  @Test
  void aLowBatteryIsNeverTheLinesFault() {
    Fault low =
        new Fault("device", "button-0", "", "low-battery", THEN, "d", "s", "mast-1", null, null);

    assertThat(
            grouping(2, "mast-1", null).group(List.of(low, offline("button-1", "mast-1", null, 0))))
        .extracting(FaultGroup::cause)
        .containsExactly("single", "single");
  }

  @Property
  void everyFaultIsExplainedExactlyOnce(@ForAll("faults") List<Fault> faults) {
    List<FaultGroup> groups = grouping(10, "mast-1", "line-1").group(faults);

    assertThat(groups.stream().map(FaultGroup::faults).flatMap(Collection::stream))
        .containsExactlyInAnyOrderElementsOf(faults);
    assertThat(groups).allSatisfy(g -> assertThat(g.since()).isEqualTo(g.faults().get(0).since()));
  }

  @Provide
  Arbitrary<List<Fault>> faults() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 9);
    return Combinators.combine(
            Arbitraries.of("offline", "unreachable", "unauthorized", "mains-lost", "low-battery"),
            number,
            Arbitraries.of("mast-1", "mast-2").injectNull(0.2),
            Arbitraries.of("line-1", "line-2").injectNull(0.2),
            Arbitraries.integers().between(0, 10_000))
        .as(
            (code, i, uplink, power, at) ->
                new Fault(
                    "device",
                    "button-" + i,
                    "",
                    code,
                    THEN.plusSeconds(at),
                    "d",
                    "s",
                    uplink,
                    power,
                    "viewer"))
        .list()
        .uniqueElements()
        .ofMaxSize(25);
  }

  private static Fault offline(
      String device, @Nullable String uplink, @Nullable String power, int afterS) {
    return new Fault(
        "device",
        device,
        device,
        "offline",
        THEN.plusSeconds(afterS),
        "d",
        "s",
        uplink,
        power,
        null);
  }

  private static Fault unauthorized(String camera, String user, int afterS) {
    return new Fault(
        "camera",
        camera,
        camera,
        "unauthorized",
        THEN.plusSeconds(afterS),
        "d",
        null,
        null,
        null,
        user);
  }

  private static FaultGrouping grouping(
      int devices, @Nullable String uplink, @Nullable String power) {
    Position place = new Position(26.3, 118.0);
    return new FaultGrouping(
        new Registry(
            List.of(new District("d", "county", null)),
            List.of(new Site("s", "school", "school", "d", place, "", "")),
            List.of(),
            List.of(),
            IntStream.range(0, devices)
                .mapToObj(
                    i ->
                        new Device(
                            new DeviceId("button-" + i),
                            "",
                            Device.Kind.BUTTON,
                            "s",
                            "native",
                            null,
                            Device.FeedbackMode.FULL,
                            uplink,
                            power,
                            null,
                            null))
                .toList(),
            List.of(),
            List.of(),
            List.of()));
  }
}
