package io.sharpeyes.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.StatusReported;
import io.sharpeyes.device.TopicMistaken;
import io.sharpeyes.gateway.health.DeviceHealth.FaultCode;
import io.sharpeyes.gateway.health.DeviceHealth.Link;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceWatchTest {

  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  private static final DeviceId BUTTON = new DeviceId("button-1");

  private final List<Event> events = new ArrayList<>();
  private final DeviceWatch watch = new DeviceWatch(HealthSettings.DEFAULT, START, events::add);
  private Instant now = START;

  @BeforeEach
  void aSchoolWithOneButton() {
    watch.registry(registry(null), START);
  }

  @Test
  void aLinkThatComesBackWithinTheGraceIsNoFault() {
    up();
    down();
    pass(Duration.ofSeconds(59));
    up();
    pass(Duration.ofMinutes(10));

    assertThat(events).isEmpty();
    assertThat(health().link()).isEqualTo(Link.ONLINE);
  }

  @Test
  void aSilentDeviceIsOfflineSinceItWasLastHeardAndThenOnlineAgain() {
    up();
    down();
    Instant silent = now;
    pass(Duration.ofSeconds(61));

    assertThat(events).extracting(Event::type).containsExactly("device.offline");
    assertThat(health().faults())
        .containsExactly(new DeviceHealth.DeviceFault(FaultCode.OFFLINE, silent));

    up();
    assertThat(events).extracting(Event::type).containsExactly("device.offline", "device.online");
    assertThat(health().faults()).isEmpty();
  }

  @Test
  void offlineIsToldOnce() {
    up();
    down();
    pass(Duration.ofHours(1));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).district()).isEqualTo("350000000000");
    assertThat(events.get(0).site()).isEqualTo("school-1");
  }

  @Test
  void aDeviceThatNeverCameAfterTheStartIsOffline() {
    pass(HealthSettings.DEFAULT.startGrace().minusSeconds(1));
    assertThat(events).isEmpty();

    pass(Duration.ofSeconds(2));
    assertThat(events).extracting(Event::type).containsExactly("device.offline");
  }

  @Test
  void aPauseOfTheGatewayItselfMakesNobodyOffline() {
    watch.registry(registry(Duration.ofSeconds(60)), now);
    up();
    down();
    now = now.plus(Duration.ofMinutes(10));
    watch.tick(now);
    pass(Duration.ofSeconds(30));
    up();

    assertThat(events).isEmpty();
  }

  @Test
  void aClockThatJumpsBackDelaysNothingForEver() {
    up();
    down();
    now = now.minus(Duration.ofHours(2));
    watch.tick(now);
    pass(Duration.ofSeconds(61));

    assertThat(events).extracting(Event::type).containsExactly("device.offline");
  }

  @Test
  void aLinkThatIsUpButSilentForTwoAndAHalfPeriodsIsDown() {
    watch.registry(registry(Duration.ofSeconds(60)), now);
    up();
    pass(Duration.ofSeconds(149));
    assertThat(events).isEmpty();
    pass(Duration.ofSeconds(2));

    assertThat(events).extracting(Event::type).containsExactly("device.offline");
  }

  @Test
  void aHeartbeatThatChangesNothingIsNoEvent() {
    up();
    status(80, true, false);
    for (int i = 0; i < 100; i++) {
      status(80, true, false);
    }

    assertThat(events).isEmpty();
  }

  @Test
  void aBatteryAtTheBoundDoesNotComeAndGo() {
    up();
    status(20, null, null);
    status(21, null, null);
    status(20, null, null);
    status(24, null, null);
    assertThat(events).extracting(Event::type).containsExactly("device.fault");

    status(25, null, null);
    assertThat(events).extracting(Event::type).containsExactly("device.fault", "device.mended");
  }

  @Test
  void anOpenCaseAndLostMainsAreFaultsOfTheirOwn() {
    up();
    status(90, false, true);

    assertThat(health().faults())
        .extracting(DeviceHealth.DeviceFault::code)
        .containsExactly(FaultCode.MAINS_LOST, FaultCode.TAMPER);
    assertThat(events).hasSize(2);
  }

  @Test
  void aDeviceThatPublishesWhereNobodyListensCannotPressUntilAPressArrives() {
    up();
    watch.onTopicMistaken(new TopicMistaken(BUTTON, now, "sharpeyes/v1/button-1/alrm"));
    watch.onTopicMistaken(new TopicMistaken(BUTTON, now, "sharpeyes/v1/button-1/alrm"));
    up();

    assertThat(events).extracting(Event::type).containsExactly("device.fault");
    assertThat(health().canPress()).isFalse();
    assertThat(health().wrongTopic()).isEqualTo("sharpeyes/v1/button-1/alrm");

    watch.pressArrived(BUTTON, now);
    watch.pressArrived(BUTTON, now);

    assertThat(events).extracting(Event::type).containsExactly("device.fault", "device.mended");
    assertThat(health().canPress()).isTrue();
    assertThat(health().wrongTopic()).isNull();
  }

  @Test
  void aLoudspeakerHasFoundItsTopicAgainWithAnythingThatArrives() {
    for (Device.Kind kind : List.of(Device.Kind.SPEAKER, Device.Kind.SIREN)) {
      for (Runnable right :
          List.<Runnable>of(() -> status(90, null, null), () -> watch.answered(BUTTON, now))) {
        watch.registry(registry(kind, null), now);
        events.clear();
        watch.onTopicMistaken(new TopicMistaken(BUTTON, now, "sharpeyes/v1/button-1/replies"));
        right.run();
        assertThat(events).extracting(Event::type).containsExactly("device.fault", "device.mended");
        assertThat(health().wrongTopic()).isNull();
      }
    }
    watch.registry(registry(Device.Kind.BUTTON, null), now);
    watch.onTopicMistaken(new TopicMistaken(BUTTON, now, "sharpeyes/v1/button-1/alrm"));
    status(80, null, null);
    assertThat(health().wrongTopic()).as("a button's status proves nothing").isNotNull();
  }

  @Test
  void anOldFaultIsNotToldAgainAfterARestart() {
    up();
    down();
    pass(Duration.ofSeconds(61));
    DeviceHealth before = health();
    DeviceWatch restarted = restarted();
    restarted.resume(before, now);
    for (int second = 0; second < 300; second++) {
      restarted.tick(now.plusSeconds(second));
    }

    assertThat(events).isEmpty();
    assertThat(restarted.health(BUTTON).orElseThrow().faults()).isEqualTo(before.faults());
  }

  @Test
  void aFaultThatIsRememberedAfterTheDeviceCameBackStandsUnlessItWasDisprovedSince() {
    up();
    watch.onTopicMistaken(new TopicMistaken(BUTTON, now, "sharpeyes/v1/button-1/alrm"));
    status(5, null, true);
    DeviceHealth before = health();
    assertThat(before.faults()).hasSize(3);
    for (boolean pressed : new boolean[] {false, true}) {
      DeviceWatch restarted = restarted();
      restarted.onLinkUp(new LinkUp(BUTTON, now, "127.0.0.1"));
      restarted.onStatus(new StatusReported(BUTTON, now, 90, null, null, null, null, null, null));
      if (pressed) {
        restarted.pressArrived(BUTTON, now);
      }

      restarted.resume(before, now);

      DeviceHealth after = restarted.health(BUTTON).orElseThrow();
      assertThat(after.link()).isEqualTo(Link.ONLINE);
      assertThat(after.faults())
          .extracting(DeviceHealth.DeviceFault::code)
          .doesNotContain(FaultCode.LOW_BATTERY)
          .contains(FaultCode.TAMPER);
      assertThat(before.faults()).containsAll(after.faults());
      assertThat(after.wrongTopic() == null).isEqualTo(pressed);
      assertThat(events).extracting(Event::type).containsOnly("device.mended");
      assertThat(events).hasSize(pressed ? 2 : 1);
    }
  }

  @Test
  void whoWasOfflineAndIsBackBeforeThatIsRememberedIsToldToBeOnline() {
    up();
    down();
    pass(Duration.ofSeconds(61));
    DeviceHealth before = health();
    DeviceWatch restarted = restarted();
    restarted.onLinkUp(new LinkUp(BUTTON, now, "127.0.0.1"));

    restarted.resume(before, now);

    assertThat(events).extracting(Event::type).containsExactly("device.online");
    assertThat(restarted.health(BUTTON).orElseThrow().faults()).isEmpty();
  }

  private DeviceWatch restarted() {
    events.clear();
    DeviceWatch restarted = new DeviceWatch(HealthSettings.DEFAULT, now, events::add);
    restarted.registry(registry(null), now);
    return restarted;
  }

  @Test
  void whatTheRegistryDoesNotHaveIsNotKept() {
    watch.onLinkUp(new LinkUp(new DeviceId("stranger"), now, "127.0.0.1"));
    watch.registry(Registry.EMPTY, now);

    assertThat(watch.all()).isEmpty();
  }

  @Test
  void aBatteryThatFallsIsSampledOnceADayAndOneThatStaysNever() {
    status(90, null, null);
    status(89, null, null);
    assertThat(events).as("where the curve begins").isEmpty();
    now = now.plus(Duration.ofDays(1));
    status(87, null, null);
    status(86, null, null);
    assertThat(events).extracting(Event::type).containsExactly("device.sampled");
    now = now.plus(Duration.ofDays(1));
    status(86, null, null);
    assertThat(events).as("the report says what it said before").hasSize(1);
    now = now.plus(Duration.ofDays(1));
    status(85, null, null);
    assertThat(events).extracting(Event::type).containsExactly("device.sampled", "device.sampled");
    now = now.plus(Duration.ofDays(9));
    status(85, null, null);
    assertThat(events).hasSize(2);
  }

  private void up() {
    watch.onLinkUp(new LinkUp(BUTTON, now, "127.0.0.1"));
  }

  private void down() {
    watch.onLinkDown(new LinkDown(BUTTON, now, "keep-alive"));
  }

  private void status(int battery, @Nullable Boolean mains, @Nullable Boolean tamper) {
    watch.onStatus(new StatusReported(BUTTON, now, battery, null, mains, tamper, null, null, null));
  }

  private void pass(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusSeconds(1);
      watch.tick(now);
    }
  }

  private DeviceHealth health() {
    return watch.health(BUTTON).orElseThrow();
  }

  private static Registry registry(@Nullable Duration reportEvery) {
    return registry(Device.Kind.BUTTON, reportEvery);
  }

  private static Registry registry(Device.Kind kind, @Nullable Duration reportEvery) {
    Position place = new Position(26.3, 118.0);
    return new Registry(
        List.of(new District("350000000000", "county", null)),
        List.of(new Site("school-1", "school", "school", "350000000000", place, "", "")),
        List.of(),
        List.of(),
        List.of(
            new Device(
                BUTTON,
                "gate",
                kind,
                "school-1",
                "native",
                null,
                Device.FeedbackMode.FULL,
                null,
                null,
                reportEvery,
                null)),
        List.of(),
        List.of(),
        List.of());
  }
}
