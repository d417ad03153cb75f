package io.sharpeyes.gateway.health;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.health.DeviceHealth.Link;
import io.sharpeyes.gateway.incident.Outage;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a village that goes dark at once, which is a thing for the desk and not only for
 * maintenance: somebody may have cut a line on purpose, and nobody there can call.
 *
 * <p>A site is silent if none of its fixed devices can be heard. An outage begins when at least
 * {@code outageSites} sites, and four in five, that share a line, the mains or a district fell
 * silent within {@code outageWithin}; it is over when at most half of them are still silent. Each
 * site is explained once: by its line, else its mains, else its district.
 *
 * <p>Belongs to the one thread that ticks. The outages that go on are as many at most as the
 * registry has lines, mains and districts.
 */
public final class OutageWatch {

  private static final double NEARLY_ALL = 0.8;

  private final HealthSettings settings;
  private final Map<String, Outage> going = new LinkedHashMap<>();

  /** Begins to watch; nothing is known to be dark. */
  public OutageWatch(HealthSettings settings) {
    this.settings = settings;
  }

  /** Takes over an outage that went on before a restart. */
  public void resume(Outage outage) {
    going.putIfAbsent(outage.key(), outage);
  }

  /** A site of which nothing can be heard. */
  private record Silent(Site site, List<Device> devices, Instant since) {}

  /** What shares one line, mains or district. */
  private record Shared(String cause, String name, List<Silent> silent, int sites) {
    String key() {
      return cause + ":" + name;
    }
  }

  /**
   * Looks at how the devices are.
   *
   * @param begun told of an outage that began or changed
   * @param over told the key and how it was last, of one that is over
   */
  public void look(
      Registry registry,
      Function<DeviceId, Optional<DeviceHealth>> health,
      Consumer<Outage> begun,
      BiConsumer<String, Outage> over) {
    List<Silent> silent = silentSites(registry, health);
    Set<String> explained = new HashSet<>();
    Map<String, Outage> now = new LinkedHashMap<>();
    for (Shared shared : candidates(registry, silent)) {
      List<Silent> open =
          shared.silent.stream().filter(one -> !explained.contains(one.site.id())).toList();
      if (goesOn(shared, open) || begins(shared, open)) {
        open.forEach(one -> explained.add(one.site.id()));
        now.put(shared.key(), outage(registry, shared, open));
      }
    }
    tell(now, begun, over);
  }

  private void tell(
      Map<String, Outage> now, Consumer<Outage> begun, BiConsumer<String, Outage> over) {
    List<String> gone = going.keySet().stream().filter(key -> !now.containsKey(key)).toList();
    for (String key : gone) {
      Outage last = going.remove(key);
      if (last != null) {
        over.accept(key, last);
      }
    }
    now.forEach(
        (key, outage) -> {
          if (!outage.equals(going.put(key, outage))) {
            begun.accept(outage);
          }
        });
  }

  private boolean goesOn(Shared shared, List<Silent> open) {
    Outage before = going.get(shared.key());
    return before != null && !open.isEmpty() && open.size() * 2 > before.sites();
  }

  private boolean begins(Shared shared, List<Silent> open) {
    return open.size() >= settings.outageSites()
        && open.size() >= NEARLY_ALL * shared.sites
        && mostAtOnce(open, settings.outageWithin()) >= settings.outageSites();
  }

  private static int mostAtOnce(List<Silent> open, Duration within) {
    List<Instant> times = open.stream().map(Silent::since).sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (Duration.between(times.get(first), times.get(last)).compareTo(within) > 0) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static List<Silent> silentSites(
      Registry registry, Function<DeviceId, Optional<DeviceHealth>> health) {
    List<Silent> silent = new ArrayList<>();
    for (Site site : registry.sites()) {
      List<Device> fixed = fixedDevices(registry, site);
      Instant since = fixed.isEmpty() ? null : silentSince(fixed, health);
      if (since != null) {
        silent.add(new Silent(site, fixed, since));
      }
    }
    return silent;
  }

  /** A phone goes where its owner goes. */
  private static List<Device> fixedDevices(Registry registry, Site site) {
    return registry.devicesOf(site.id()).stream()
        .filter(device -> device.kind() != Device.Kind.PHONE)
        .toList();
  }

  /** When the last of them fell silent; null if one can be heard. */
  private static @Nullable Instant silentSince(
      List<Device> devices, Function<DeviceId, Optional<DeviceHealth>> health) {
    Instant latest = null;
    for (Device device : devices) {
      DeviceHealth now = health.apply(device.id()).orElse(null);
      if (now == null || now.link() != Link.OFFLINE) {
        return null;
      }
      latest = latest == null || now.linkSince().isAfter(latest) ? now.linkSince() : latest;
    }
    return latest;
  }

  private static List<Shared> candidates(Registry registry, List<Silent> silent) {
    List<Shared> all = new ArrayList<>();
    all.addAll(sharing("uplink", registry, silent, site -> keys(registry, site, Device::uplink)));
    all.addAll(sharing("power", registry, silent, site -> keys(registry, site, Device::power)));
    all.addAll(sharing("unknown", registry, silent, site -> Set.of(site.district())));
    return all;
  }

  private static Set<String> keys(
      Registry registry, Site site, Function<Device, @Nullable String> key) {
    Set<String> keys = new HashSet<>();
    for (Device device : fixedDevices(registry, site)) {
      String one = key.apply(device);
      if (one != null) {
        keys.add(one);
      }
    }
    return keys;
  }

  private static List<Shared> sharing(
      String cause, Registry registry, List<Silent> silent, Function<Site, Set<String>> keysOf) {
    Map<String, List<Silent>> byKey = new HashMap<>();
    for (Silent one : silent) {
      for (String key : keysOf.apply(one.site)) {
        byKey.computeIfAbsent(key, shared -> new ArrayList<>()).add(one);
      }
    }
    Map<String, Integer> sites = new HashMap<>();
    for (Site site : byKey.isEmpty() ? List.<Site>of() : registry.sites()) {
      if (!fixedDevices(registry, site).isEmpty()) {
        keysOf.apply(site).forEach(key -> sites.merge(key, 1, Integer::sum));
      }
    }
    return byKey.entrySet().stream()
        .map(
            shared ->
                new Shared(
                    cause,
                    shared.getKey(),
                    shared.getValue(),
                    sites.getOrDefault(shared.getKey(), shared.getValue().size())))
        .sorted(
            Comparator.comparingInt((Shared shared) -> shared.silent.size())
                .reversed()
                .thenComparing(Shared::name))
        .toList();
  }

  private static Outage outage(Registry registry, Shared shared, List<Silent> silent) {
    List<String> devices =
        silent.stream()
            .flatMap(one -> one.devices.stream())
            .map(device -> device.id().value())
            .sorted()
            .toList();
    Position middle = middle(silent);
    return new Outage(
        shared.key(),
        commonDistrict(registry, silent),
        shared.name,
        middle.latitude(),
        middle.longitude(),
        devices.size(),
        silent.size(),
        devices,
        shared.cause,
        silent.stream().map(Silent::since).min(Comparator.naturalOrder()).orElseThrow());
  }

  private static Position middle(List<Silent> silent) {
    double latitude = 0;
    double longitude = 0;
    for (Silent one : silent) {
      latitude += one.site.position().latitude() / silent.size();
      longitude += one.site.position().longitude() / silent.size();
    }
    return new Position(latitude, longitude);
  }

  /** The smallest district that holds all of them. */
  private static String commonDistrict(Registry registry, List<Silent> silent) {
    List<String> common = new ArrayList<>(registry.lineage(silent.get(0).site.district()));
    silent.forEach(one -> common.retainAll(registry.lineage(one.site.district())));
    return common.isEmpty() ? silent.get(0).site.district() : common.get(0);
  }
}
