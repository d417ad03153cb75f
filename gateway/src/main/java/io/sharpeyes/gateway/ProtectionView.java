package io.sharpeyes.gateway;

import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceHealth;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.FaultGroup;
import io.sharpeyes.gateway.health.HealthReport;
import io.sharpeyes.gateway.health.HealthReporter;
import io.sharpeyes.gateway.health.ProtectionCheck;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.DiskRoom;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.UnitStates;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks along the whole chain, from the buttons to the desks, for the health report. Any thread.
 */
final class ProtectionView {

  private final Supplier<Surroundings> surroundings;
  private final Journal journal;
  private final DeviceWatch devices;
  private final CameraWatch cameras;
  private final UnitStates units;
  private final EventHub hub;
  private final HealthReporter reporter;
  private final StorageFaults storage;
  private final InstantSource clock;
  private volatile boolean storing = true;

  ProtectionView(
      Supplier<Surroundings> surroundings,
      Journal journal,
      DeviceWatch devices,
      CameraWatch cameras,
      UnitStates units,
      EventHub hub,
      HealthReporter reporter,
      StorageFaults storage,
      InstantSource clock) {
    this.surroundings = surroundings;
    this.journal = journal;
    this.devices = devices;
    this.cameras = cameras;
    this.units = units;
    this.hub = hub;
    this.reporter = reporter;
    this.storage = storage;
    this.clock = clock;
    journal.onDiskRoom(room -> storing = room != DiskRoom.NONE);
  }

  /** Reports on the districts that the reader may know. */
  HealthReport report(Predicate<String> mayKnow) {
    Surroundings here = surroundings.get();
    Set<String> notReset = notReset();
    ProtectionCheck.Chain chain =
        new ProtectionCheck.Chain(
            storing,
            this::health,
            notReset,
            site -> rank(here, site),
            district -> deskOnline(here.registry(), district),
            district -> unitOnDuty(here.registry(), district));
    HealthReport report = reporter.report(clock.instant(), chain, mayKnow);
    List<FaultGroup> groups =
        new ArrayList<>(storage.groups(here.registry(), mayKnow, report.at()));
    groups.addAll(report.groups());
    return new HealthReport(report.at(), groups, report.sites());
  }

  private Set<String> notReset() {
    return journal.pendingReset().stream()
        .flatMap(incident -> incident.presses().devices().stream())
        .filter(device -> !device.restored())
        .map(Incident.PressedDevice::device)
        .collect(Collectors.toSet());
  }

  private DeviceHealth health(Device device) {
    return devices.health(device.id()).orElseThrow();
  }

  private List<RankedCamera> rank(Surroundings here, Site site) {
    CameraQuery query = new CameraQuery(site.position(), 0, site.id(), clock.instant());
    return here.cameras().rank(query, cameras::state);
  }

  private boolean deskOnline(Registry registry, String district) {
    return hub.deskDistricts().stream().anyMatch(desk -> registry.isWithin(district, desk));
  }

  /** A unit of the district itself, of one above it, or of one below it. */
  private boolean unitOnDuty(Registry registry, String district) {
    for (PatrolUnit unit : registry.units()) {
      boolean near =
          registry.isWithin(district, unit.district())
              || registry.isWithin(unit.district(), district);
      if (near && units.of(unit.id()).onDuty()) {
        return true;
      }
    }
    return false;
  }
}
