package io.sharpeyes.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.health.DeviceHealth.Link;
import io.sharpeyes.gateway.incident.Outage;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two villages of one town: five sites on one line in the first, three without a line in the
 * second.
 */
class OutageWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final String TOWN = "350428102000";
  private static final String FIRST = "350428102201";
  private static final String SECOND = "350428102202";

  private final Map<String, Instant> silentSince = new HashMap<>();
  private final List<Outage> begun = new ArrayList<>();
  private final List<String> over = new ArrayList<>();
  private final Registry registry = registry();
  private OutageWatch watch = new OutageWatch(HealthSettings.DEFAULT);

  @Test
  void sitesOnOneLineThatFallSilentTogetherAreOneOutageOfTheLine() {
    silent(NOW, "a1", "a2", "a3", "a4");
    look();

    assertThat(begun).extracting(Outage::key).containsExactly("uplink:fibre-a");
    Outage outage = begun.get(0);
    assertThat(outage.sites()).isEqualTo(4);
    assertThat(outage.devices()).isEqualTo(4);
    assertThat(outage.district()).isEqualTo(FIRST);
    assertThat(outage.since()).isEqualTo(NOW);
  }

  @Test
  void aVillageWithoutAKnownLineIsToldByItsDistrict() {
    silent(NOW, "b1", "b2", "b3");
    look();

    assertThat(begun).extracting(Outage::key).containsExactly("unknown:" + SECOND);
  }

  @Test
  void theSameOutageIsToldOnceAndAgainWhenItGrows() {
    silent(NOW, "a1", "a2", "a3", "a4");
    look();
    look();
    assertThat(begun).hasSize(1);

    silent(NOW.plusSeconds(600), "a5");
    look();
    assertThat(begun).extracting(Outage::sites).containsExactly(4, 5);
  }

  @Test
  void fewSitesOrTooFewOfTheLineAreForMaintenanceOnly() {
    silent(NOW, "a1", "a2", "a3");
    silent(NOW, "b1", "b2");
    look();

    assertThat(begun).isEmpty();
  }

  @Test
  void sitesThatFailedOneByOneOverDaysAreNoOutage() {
    for (int day = 1; day <= 5; day++) {
      silent(NOW.plus(Duration.ofDays(day)), "a" + day);
    }
    look();

    assertThat(begun).isEmpty();
  }

  @Test
  void aSiteWithOneDeviceThatCanBeHeardIsNotSilent() {
    silent(NOW, "a1", "a2", "a3", "a4");
    silentSince.remove("button-a4");
    look();

    assertThat(begun).isEmpty();
  }

  @Test
  void itIsOverWhenHalfOfTheSitesAreBackAndNotBefore() {
    silent(NOW, "a1", "a2", "a3", "a4");
    look();
    silentSince.remove("button-a1");
    look();
    assertThat(over).isEmpty();

    silentSince.remove("button-a2");
    silentSince.remove("button-a3");
    look();
    assertThat(over).containsExactly("uplink:fibre-a");
  }

  @Test
  void afterARestartItGoesOnAsItWas() {
    silent(NOW, "a1", "a2", "a3", "a4");
    look();
    Outage before = begun.remove(0);

    watch = new OutageWatch(HealthSettings.DEFAULT);
    watch.resume(before);
    look();
    assertThat(begun).isEmpty();

    silentSince.clear();
    look();
    assertThat(over).containsExactly("uplink:fibre-a");
  }

  private void look() {
    watch.look(registry, this::health, begun::add, (key, last) -> over.add(key));
  }

  private void silent(Instant since, String... sites) {
    for (String site : sites) {
      silentSince.put("button-" + site, since);
    }
  }

  private Optional<DeviceHealth> health(DeviceId device) {
    Instant since = silentSince.get(device.value());
    Link link = since == null ? Link.ONLINE : Link.OFFLINE;
    return Optional.of(
        new DeviceHealth(
            device.value(),
            link,
            since == null ? NOW : since,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of()));
  }

  private static Registry registry() {
    List<Site> sites = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      add("a" + i, FIRST, "fibre-a", sites, devices);
    }
    for (int i = 1; i <= 3; i++) {
      add("b" + i, SECOND, null, sites, devices);
    }
    return new Registry(
        List.of(
            new District(TOWN, "town", null),
            new District(FIRST, "first village", TOWN),
            new District(SECOND, "second village", TOWN)),
        sites,
        List.of(),
        List.of(),
        devices,
        List.of(),
        List.of(),
        List.of());
  }

  private static void add(
      String id, String district, @Nullable String line, List<Site> sites, List<Device> devices) {
    Position position = new Position(26.5 + sites.size() * 0.001, 117.5);
    sites.add(new Site(id, id, "household", district, position, "", ""));
    devices.add(
        new Device(
            new DeviceId("button-" + id),
            id,
            Device.Kind.BUTTON,
            id,
            "native",
            null,
            Device.FeedbackMode.FULL,
            line,
            null,
            null,
            null));
  }
}
