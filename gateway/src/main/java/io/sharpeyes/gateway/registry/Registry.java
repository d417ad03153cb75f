package io.sharpeyes.gateway.registry;

import io.sharpeyes.device.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One consistent state of the registry. Immutable; any thread.
 *
 * <p>Every reference in it resolves: a site's district, a device's site, a person's unit. Whoever
 * makes one from outside data checks first ({@code RegistryReader}), because this constructor only
 * throws.
 */
public final class Registry {

  /** A registry in which there is nothing. */
  public static final Registry EMPTY =
      new Registry(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private final Map<String, District> districts;
  private final Map<String, Site> sites;
  private final List<Contact> contacts;
  private final Map<String, List<Contact>> contactsBySite;
  private final Map<String, Checkpoint> checkpoints;
  private final Map<DeviceId, Device> devices;
  private final Map<String, List<Device>> devicesBySite;
  private final Map<String, Camera> cameras;
  private final Map<String, PatrolUnit> units;
  private final Map<String, Person> people;
  private final Map<String, List<String>> lineages;

  /**
   * Takes the rows and indexes them.
   *
   * @throws IllegalArgumentException if an id stands twice, a district doesn't resolve, or the tree
   *     has a cycle
   */
  public Registry(
      Collection<District> districts,
      Collection<Site> sites,
      Collection<Contact> contacts,
      Collection<Checkpoint> checkpoints,
      Collection<Device> devices,
      Collection<Camera> cameras,
      Collection<PatrolUnit> units,
      Collection<Person> people) {
    this.districts = index("district", districts, District::code);
    this.sites = index("site", sites, Site::id);
    this.contacts = List.copyOf(contacts);
    this.contactsBySite =
        contacts.stream()
            .sorted(Comparator.comparingInt(Contact::order))
            .collect(Collectors.groupingBy(Contact::site));
    this.checkpoints = index("checkpoint", checkpoints, Checkpoint::id);
    this.devices = index("device", devices, Device::id);
    this.devicesBySite = devices.stream().collect(Collectors.groupingBy(Device::site));
    this.cameras = index("camera", cameras, Camera::id);
    this.units = index("unit", units, PatrolUnit::id);
    this.people = index("person", people, Person::user);
    this.lineages = lineages(this.districts);
  }

  private static <K, V> Map<K, V> index(String what, Collection<V> rows, Function<V, K> key) {
    Map<K, V> map = new LinkedHashMap<>();
    for (V row : rows) {
      if (map.put(key.apply(row), row) != null) {
        throw new IllegalArgumentException(what + " " + key.apply(row) + " stands twice");
      }
    }
    return map;
  }

  private static Map<String, List<String>> lineages(Map<String, District> districts) {
    Map<String, List<String>> lineages = new HashMap<>();
    for (District district : districts.values()) {
      List<String> lineage = new ArrayList<>();
      for (String code = district.code(); code != null; code = parentOf(districts, code)) {
        if (lineage.size() > districts.size()) {
          throw new IllegalArgumentException(
              "district " + district.code() + " is its own ancestor");
        }
        lineage.add(code);
      }
      lineages.put(district.code(), List.copyOf(lineage));
    }
    return lineages;
  }

  private static @Nullable String parentOf(Map<String, District> districts, String code) {
    District district = districts.get(code);
    if (district == null) {
      throw new IllegalArgumentException("district " + code + " doesn't exist");
    }
    return district.parent();
  }

  /** All districts, in the order of the file. */
  public Collection<District> districts() {
    return districts.values();
  }

  /** All sites. */
  public Collection<Site> sites() {
    return sites.values();
  }

  /** All checkpoints. */
  public Collection<Checkpoint> checkpoints() {
    return checkpoints.values();
  }

  /** All devices. */
  public Collection<Device> devices() {
    return devices.values();
  }

  /** All cameras. */
  public Collection<Camera> cameras() {
    return cameras.values();
  }

  /** All units. */
  public Collection<PatrolUnit> units() {
    return units.values();
  }

  /** All people. */
  public Collection<Person> people() {
    return people.values();
  }

  /** The district with this code. */
  public Optional<District> district(String code) {
    return Optional.ofNullable(districts.get(code));
  }

  /** The site with this id. */
  public Optional<Site> site(String id) {
    return Optional.ofNullable(sites.get(id));
  }

  /** The device with this id. */
  public Optional<Device> device(DeviceId id) {
    return Optional.ofNullable(devices.get(id));
  }

  /** The camera with this id. */
  public Optional<Camera> camera(String id) {
    return Optional.ofNullable(cameras.get(id));
  }

  /** The unit with this id. */
  public Optional<PatrolUnit> unit(String id) {
    return Optional.ofNullable(units.get(id));
  }

  /** The person with this user name. */
  public Optional<Person> person(String user) {
    return Optional.ofNullable(people.get(user));
  }

  /** All contacts, in the order of the file. */
  public Collection<Contact> contacts() {
    return contacts;
  }

  /** Whom to call about a site, the first first. */
  public List<Contact> contactsOf(String site) {
    return contactsBySite.getOrDefault(site, List.of());
  }

  /** The devices of a site. */
  public List<Device> devicesOf(String site) {
    return devicesBySite.getOrDefault(site, List.of());
  }

  /** Where a device stands: its own position, or its site's. */
  public Position positionOf(Device device) {
    Position own = device.position();
    return own != null ? own : site(device.site()).orElseThrow().position();
  }

  /** The district and all above it, from the inside outwards; empty for an unknown code. */
  public List<String> lineage(String district) {
    return lineages.getOrDefault(district, List.of());
  }

  /** Says whether {@code district} is {@code ancestor} or lies below it. */
  public boolean isWithin(String district, String ancestor) {
    return lineage(district).contains(ancestor);
  }
}
