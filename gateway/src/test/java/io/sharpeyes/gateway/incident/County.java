package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A county for tests: province over county over town over village; sites {@code site-0} … {@code
 * site-39}, 200 m apart, in the village, each with buttons {@code b0-0}, {@code b0-1}, {@code b0-2}
 * a loudspeaker {@code s0} and a phone {@code p0}; and {@code far-0} … {@code far-9}, 20 km apart,
 * in another village.
 */
final class County {

  static final String PROVINCE = "350000000000";
  static final String COUNTY = "350700000000";
  static final String TOWN = "350781100000";
  static final String VILLAGE = "350781100200";
  static final String OTHER_VILLAGE = "350781100201";

  static final Registry REGISTRY = registry();

  private County() {}

  private static Registry registry() {
    List<Site> sites = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      add("site-" + i, VILLAGE, 26.3 + i * 0.0018, sites, devices, String.valueOf(i));
    }
    for (int i = 0; i < 10; i++) {
      add("far-" + i, OTHER_VILLAGE, 27.0 + i * 0.18, sites, devices, "f" + i);
    }
    return new Registry(
        List.of(
            new District(PROVINCE, "Province", null),
            new District(COUNTY, "County", PROVINCE),
            new District(TOWN, "Town", COUNTY),
            new District(VILLAGE, "Village", TOWN),
            new District(OTHER_VILLAGE, "Other village", TOWN)),
        sites,
        List.of(),
        List.of(),
        devices,
        List.of(),
        List.of(unit("unit-1"), unit("unit-2"), unit("unit-3")),
        List.of());
  }

  private static PatrolUnit unit(String id) {
    return new PatrolUnit(
        id, "Patrol " + id, PatrolUnit.Kind.CAR, TOWN, new Position(26.3, 118), "110");
  }

  private static void add(
      String site,
      String district,
      double latitude,
      List<Site> sites,
      List<Device> devices,
      String number) {
    sites.add(
        new Site(site, site, "school", district, new Position(latitude, 118), "1 Road", "gate"));
    for (int j = 0; j < 3; j++) {
      devices.add(device("b" + number + "-" + j, Device.Kind.BUTTON, site, feedback(j)));
    }
    devices.add(device("s" + number, Device.Kind.SPEAKER, site, Device.FeedbackMode.FULL));
    devices.add(device("p" + number, Device.Kind.PHONE, site, Device.FeedbackMode.FULL));
  }

  private static Device.FeedbackMode feedback(int j) {
    return j == 1 ? Device.FeedbackMode.LAMP : Device.FeedbackMode.FULL;
  }

  private static Device device(
      String id, Device.Kind kind, String site, Device.FeedbackMode feedback) {
    return new Device(
        new DeviceId(id),
        "Button " + id,
        kind,
        site,
        "native",
        null,
        feedback,
        null,
        null,
        null,
        null);
  }

  static Device device(String id) {
    return REGISTRY.device(new DeviceId(id)).orElseThrow();
  }

  static Place place(String device) {
    Site site = REGISTRY.site(device(device).site()).orElseThrow();
    return new Place(
        site.id(),
        site.name(),
        site.kind(),
        site.district(),
        REGISTRY.district(site.district()).orElseThrow().name(),
        site.position().latitude(),
        site.position().longitude(),
        null,
        site.address());
  }

  static Press press(ButtonPressed signal) {
    String id = signal.device().value();
    return new Press(signal, device(id), place(id), List.of(), ResponsePlan.EMPTY, null);
  }

  static CancelAttempt cancel(
      String device, @Nullable String press, CancelAttempt.Pin pin, Instant at) {
    return new CancelAttempt(
        new CancelRequested(new DeviceId(device), at, press, null),
        device(device),
        pin,
        place(device),
        List.of(),
        ResponsePlan.EMPTY);
  }
}
