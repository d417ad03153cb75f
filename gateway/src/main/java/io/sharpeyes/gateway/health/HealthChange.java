package io.sharpeyes.gateway.health;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A device's health changed.
 *
 * @param kind how
 * @param device the device
 * @param health how it is now
 */
record HealthChange(Kind kind, Device device, DeviceHealth health) {

  enum Kind {
    OFFLINE("device.offline"),
    ONLINE("device.online"),
    FAULT("device.fault"),
    MENDED("device.mended"),
    /** Not better or worse, only further: at most one a day, for the battery's curve. */
    SAMPLED("device.sampled");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  Event event(Registry registry, Instant at) {
    String district = registry.site(device.site()).map(Site::district).orElse("");
    return new Event(
        kind.type,
        device.id().value(),
        at,
        district,
        device.site(),
        Set.of(),
        Map.of("device", device.id().value(), "name", device.name(), "health", health));
  }
}
