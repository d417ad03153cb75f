package io.sharpeyes.gateway.journal;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.CorrelationSettings;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.ResponseSettings;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.sharpeyes.gateway.response.RankedUnit;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry for tests: county over villages {@code v0} …, sites {@code s0} … far from each other,
 * each with a button {@code b0} …; and presses as large as real ones are.
 */
final class Village {

  static final String COUNTY = "350700000000";
  static final Actor DESK = new Actor("dispatcher", "Desk One");

  private static final int SITES_PER_VILLAGE = 10;

  private final Registry registry;
  private final int sites;

  Village(int sites) {
    this.sites = sites;
    List<District> districts = new ArrayList<>();
    districts.add(new District(COUNTY, "County", null));
    for (int i = 0; i <= (sites - 1) / SITES_PER_VILLAGE; i++) {
      districts.add(new District("v" + i, "Village " + i, COUNTY));
    }
    List<Site> all = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < sites; i++) {
      all.add(site(i));
      devices.add(device(i));
    }
    registry =
        new Registry(
            districts, all, List.of(), List.of(), devices, List.of(), List.of(), List.of());
  }

  private static Site site(int i) {
    // About 5 km apart, so that they make no area event.
    Position position = new Position(20 + Math.floorDiv(i, 300) * 0.05, 100 + i % 300 * 0.05);
    String district = "v" + i / SITES_PER_VILLAGE;
    return new Site("s" + i, "School 中心小学 " + i, "school", district, position, i + " Road", "gate");
  }

  private static Device device(int i) {
    return new Device(
        new DeviceId("b" + i),
        "Gate button " + i,
        Device.Kind.BUTTON,
        "s" + i,
        "native",
        null,
        Device.FeedbackMode.FULL,
        null,
        null,
        null,
        null);
  }

  Registry registry() {
    return registry;
  }

  int sites() {
    return sites;
  }

  CaseBook book() {
    CaseBook book = new CaseBook(CorrelationSettings.DEFAULT, ResponseSettings.DEFAULT);
    book.registry(registry);
    return book;
  }

  /** A press of button {@code b<site>} about which little is known. */
  Press press(int site, @Nullable String id) {
    return press(site, id, List.of(), ResponsePlan.EMPTY);
  }

  /** A press with eight cameras and five units, each with its reasons. */
  Press fullPress(int site, String id) {
    return press(site, id, CAMERAS, PLAN);
  }

  /** A press that can't be written down. */
  Press poison(int site, String id) {
    Reason unspeakable = Reason.of("thread", Thread.currentThread());
    RankedCamera camera =
        new RankedCamera(
            "c", "C", 0, 0, null, null, null, 1, 1, "yes", "ok", false, 1, List.of(unspeakable));
    return press(site, id, List.of(camera), ResponsePlan.EMPTY);
  }

  private Press press(
      int site, @Nullable String id, List<RankedCamera> cameras, ResponsePlan plan) {
    Device device = registry.device(new DeviceId("b" + site)).orElseThrow();
    ButtonPressed signal =
        new ButtonPressed(
            device.id(), Instant.now(), id, 120, false, null, false, null, null, false, null, null);
    return new Press(signal, device, place(site), cameras, plan, null);
  }

  private Place place(int site) {
    Site known = registry.site("s" + site).orElseThrow();
    return new Place(
        known.id(),
        known.name(),
        known.kind(),
        known.district(),
        registry.district(known.district()).orElseThrow().name(),
        known.position().latitude(),
        known.position().longitude(),
        null,
        known.address());
  }

  static IncidentCommand command(String incident, IncidentAction action) {
    return new IncidentCommand(incident, null, DESK, action);
  }

  private static final List<RankedCamera> CAMERAS = cameras();
  private static final ResponsePlan PLAN = plan();

  private static List<RankedCamera> cameras() {
    List<RankedCamera> cameras = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      cameras.add(
          new RankedCamera(
              "camera-" + i,
              "Junction camera " + i,
              26.3001 + i,
              118.0002 + i,
              90.0,
              80.0,
              120.0,
              35.5 + 10 * i,
              12.25,
              i < 3 ? "yes" : "no",
              "ok",
              i == 0,
              0.95 - 0.1 * i,
              List.of(
                  Reason.of("distance", 35 + 10 * i, "m"),
                  Reason.of("in-view", i < 3),
                  Reason.of("health", "ok"))));
    }
    return cameras;
  }

  private static ResponsePlan plan() {
    List<RankedUnit> units = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      units.add(
          new RankedUnit(
              "unit-" + i,
              "Patrol " + i,
              "motorcycle",
              "13800000000",
              26.31,
              118.01,
              900 + 300 * i,
              120 + 60 * i,
              3,
              true,
              List.of(Reason.of("eta", 120 + 60 * i, "s"), Reason.of("free"))));
    }
    return new ResponsePlan(
        units,
        List.of(
            new ResponsePlan.Ring(1, 500),
            new ResponsePlan.Ring(3, 1_500),
            new ResponsePlan.Ring(5, 2_500)),
        List.of(new ResponsePlan.CordonPoint("cp-1", "Bridge", 26.2, 118.1, 4_000, 10)),
        List.of(Reason.of("no-car-within", 5, "min")));
  }
}
