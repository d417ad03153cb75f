package io.sharpeyes.gateway.api;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Checkpoint;
import io.sharpeyes.gateway.registry.Contact;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A county for tests: two towns, {@code east} and {@code west}; in each sites {@code east-1} … with
 * a button of the same number, cameras, units, and a person of every role ({@code dispatcher-east}
 * …); at the county {@code dispatcher} and the others without a town in their names.
 */
final class County {

  static final String COUNTY = "350700000000";
  static final String EAST = "350701000000";
  static final String WEST = "350702000000";
  static final int SITES_IN_TOWN = 40;
  static final String PASSWORD = "demo";

  private County() {}

  static Registry registry() {
    List<Site> sites = new ArrayList<>();
    List<Contact> contacts = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    List<Camera> cameras = new ArrayList<>();
    List<PatrolUnit> units = new ArrayList<>();
    List<Person> people = new ArrayList<>(people(COUNTY, "", "east"));
    for (String town : List.of("east", "west")) {
      String district = district(town);
      for (int i = 1; i <= SITES_IN_TOWN; i++) {
        // Far from each other, so that presses at several make no area event.
        Position at = new Position(26 + (town.equals("east") ? 0 : 3) + 0.05 * i, 118);
        String id = town + "-" + i;
        sites.add(new Site(id, "小学 " + id, "school", district, at, i + " Road", "gate code 12"));
        contacts.add(new Contact(id, 1, "Gate Guard", "guard", "0599-1"));
        devices.add(device("button-" + id, Device.Kind.BUTTON, id));
        cameras.add(camera(id, district, at));
      }
      for (int i = 1; i <= 3; i++) {
        Position home = new Position(26.05 + (town.equals("east") ? 0 : 3) + 0.001 * i, 118);
        units.add(
            new PatrolUnit(
                "unit-" + town + "-" + i, "Patrol " + i, PatrolUnit.Kind.CAR, district, home, "1"));
      }
      devices.add(device("speaker-" + town, Device.Kind.SPEAKER, town + "-1"));
      devices.add(device("phone-" + town, Device.Kind.PHONE, town + "-1"));
      people.addAll(people(district, "-" + town, town));
    }
    return new Registry(
        List.of(
            new District(COUNTY, "County", null),
            new District(EAST, "East Town", COUNTY),
            new District(WEST, "West Town", COUNTY)),
        sites,
        contacts,
        List.of(new Checkpoint("bridge", "Bridge", EAST, new Position(26.06, 118.01))),
        devices,
        cameras,
        units,
        people);
  }

  private static String district(String town) {
    return town.equals("east") ? EAST : WEST;
  }

  private static Device device(String id, Device.Kind kind, String site) {
    return new Device(
        new DeviceId(id),
        "Device " + id,
        kind,
        site,
        "native",
        null,
        Device.FeedbackMode.FULL,
        "line-1",
        null,
        Duration.ofMinutes(1),
        null);
  }

  private static Camera camera(String site, String district, Position at) {
    Position near = new Position(at.latitude() + 0.0004, at.longitude());
    return new Camera(
        "camera-" + site,
        "Gate camera " + site,
        district,
        site,
        Camera.Zone.PUBLIC,
        near,
        180.0,
        90.0,
        80.0,
        "rtsp://192.0.2.1/" + site,
        null,
        "viewer",
        true,
        null,
        null);
  }

  private static List<Person> people(String district, String suffix, String town) {
    return List.of(
        person("dispatcher" + suffix, Person.Role.DISPATCHER, district, null, null),
        person("dispatcher-2" + suffix, Person.Role.DISPATCHER, district, null, null),
        person("patrol" + suffix, Person.Role.PATROL, district, "unit-" + town + "-1", null),
        person("maintenance" + suffix, Person.Role.MAINTENANCE, district, null, null),
        person("head" + suffix, Person.Role.HEAD, district, null, null),
        person("admin" + suffix, Person.Role.ADMIN, district, null, null),
        person("site" + suffix, Person.Role.SITE, district, null, town + "-1"));
  }

  private static Person person(
      String user,
      Person.Role role,
      String district,
      @Nullable String unit,
      @Nullable String site) {
    return new Person(user, "Person " + user, role, district, unit, site);
  }
}
