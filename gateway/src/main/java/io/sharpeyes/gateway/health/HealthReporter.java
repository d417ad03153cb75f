package io.sharpeyes.gateway.health;

import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes the health report from what the watches know. Any thread; never blocks. */
public final class HealthReporter {

  private final Supplier<Registry> registry;
  private final DeviceWatch devices;
  private final CameraWatch cameras;
  private final HealthSettings settings;
  private final ZoneId zone;

  /**
   * Makes one.
   *
   * @param zone where the days of SIM contracts begin
   */
  public HealthReporter(
      Supplier<Registry> registry,
      DeviceWatch devices,
      CameraWatch cameras,
      HealthSettings settings,
      ZoneId zone) {
    this.registry = registry;
    this.devices = devices;
    this.cameras = cameras;
    this.settings = settings;
    this.zone = zone;
  }

  /**
   * Makes the report.
   *
   * @param chain what the rest of the chain looks like now
   * @param mayKnow which districts' things the reader may know, by code
   */
  public HealthReport report(Instant now, ProtectionCheck.Chain chain, Predicate<String> mayKnow) {
    Registry here = registry.get();
    List<Fault> faults =
        faults(here, now).stream().filter(fault -> mayKnow.test(fault.district())).toList();
    ProtectionCheck check = new ProtectionCheck(here, chain);
    List<SiteProtection> sites =
        here.sites().stream()
            .filter(site -> mayKnow.test(site.district()))
            .map(check::check)
            .sorted(
                Comparator.comparing(SiteProtection::isProtected)
                    .thenComparing(SiteProtection::site))
            .toList();
    return new HealthReport(now, new FaultGrouping(here).group(faults), sites);
  }

  /** Everything that is wrong now. */
  public List<Fault> faults(Registry here, Instant now) {
    List<Fault> faults = new ArrayList<>();
    for (Device device : here.devices()) {
      deviceFaults(here, device, now, faults);
    }
    for (Camera camera : here.cameras()) {
      CameraHealth health = cameras.health(camera.id());
      if (health.cause() != CameraHealth.Cause.OK && health.cause() != CameraHealth.Cause.UNKNOWN) {
        faults.add(cameraFault(camera, health));
      }
    }
    return faults;
  }

  private void deviceFaults(Registry here, Device device, Instant now, List<Fault> faults) {
    String district = here.site(device.site()).map(Site::district).orElse("");
    devices
        .health(device.id())
        .ifPresent(
            health ->
                health
                    .faults()
                    .forEach(
                        fault ->
                            faults.add(
                                deviceFault(
                                    device, district, fault.code().wireName(), fault.since()))));
    if (device.simExpires() != null) {
      Instant expires = device.simExpires().atStartOfDay(zone).toInstant();
      if (expires.isBefore(now.plus(settings.simWarning()))) {
        String code = expires.isBefore(now) ? "sim-expired" : "sim-expires";
        faults.add(deviceFault(device, district, code, expires));
      }
    }
  }

  private static Fault deviceFault(Device device, String district, String code, Instant since) {
    return new Fault(
        "device",
        device.id().value(),
        device.name(),
        code,
        since,
        district,
        device.site(),
        device.uplink(),
        device.power(),
        null);
  }

  private static Fault cameraFault(Camera camera, CameraHealth health) {
    return new Fault(
        "camera",
        camera.id(),
        camera.name(),
        health.cause().wireName(),
        health.since(),
        camera.district(),
        camera.site(),
        camera.uplink(),
        camera.power(),
        camera.user());
  }
}
