package io.sharpeyes.gateway;

import io.sharpeyes.device.DevicePosition;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.correlation.CameraRankingSettings;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.ResponseRankingSettings;
import io.sharpeyes.gateway.response.UnitRanking;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registry and what is derived from it, swapped together, so that one press sees one state.
 * Immutable; any thread.
 */
record Surroundings(Registry registry, CameraRanking cameras, UnitRanking units) {

  static Surroundings of(
      Registry registry, CameraRankingSettings cameras, ResponseRankingSettings units) {
    return new Surroundings(
        registry, new CameraRanking(registry.cameras(), cameras), new UnitRanking(registry, units));
  }

  /** Where a press is: a phone where it says it is, anything else where the registry says. */
  Place placeOf(Device device, @Nullable DevicePosition reported) {
    Site site = registry.site(device.site()).orElseThrow();
    String district = registry.district(site.district()).map(District::name).orElse("");
    DevicePosition position = positionOf(device, reported);
    return new Place(
        site.id(),
        site.name(),
        site.kind(),
        site.district(),
        district,
        position.latitude(),
        position.longitude(),
        position.accuracyM(),
        site.address());
  }

  private DevicePosition positionOf(Device device, @Nullable DevicePosition reported) {
    if (reported != null && device.kind() == Device.Kind.PHONE) {
      return reported;
    }
    Position fixed = registry.positionOf(device);
    return new DevicePosition(fixed.latitude(), fixed.longitude(), null);
  }

  static Position position(Place place) {
    return new Position(place.latitude(), place.longitude());
  }

  /** What cameras are looked for at a place. */
  static CameraQuery query(Place place, Instant now) {
    Double accuracyM = place.accuracyM();
    return new CameraQuery(position(place), accuracyM == null ? 0 : accuracyM, place.site(), now);
  }
}
