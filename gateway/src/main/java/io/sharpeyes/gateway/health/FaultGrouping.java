package io.sharpeyes.gateway.health;

import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Groups faults by their probable cause. Pure.
 *
 * <p>A shared line or mains is blamed if at least two things hang on it and four in five of them
 * fail, or if at least three of them failed within two minutes. A changed password is blamed if at
 * least two cameras refuse the same user name since about the same time. Whatever explains most
 * goes first; each fault is explained once.
 */
public final class FaultGrouping {

  private static final double NEARLY_ALL = 0.8;
  private static final Duration AT_ONCE = Duration.ofMinutes(2);
  private static final Duration PASSWORD_ROUND = Duration.ofMinutes(30);

  private final Map<String, Integer> onUplink = new HashMap<>();
  private final Map<String, Integer> onPower = new HashMap<>();

  /** Counts what hangs on what. */
  public FaultGrouping(Registry registry) {
    for (Device device : registry.devices()) {
      count(onUplink, device.uplink());
      count(onPower, device.power());
    }
    for (Camera camera : registry.cameras()) {
      count(onUplink, camera.uplink());
      count(onPower, camera.power());
    }
  }

  private static void count(Map<String, Integer> counts, @Nullable String key) {
    if (key != null) {
      counts.merge(key, 1, Integer::sum);
    }
  }

  /**
   * Groups the faults.
   *
   * @return the group with the most faults first, then the oldest
   */
  public List<FaultGroup> group(Collection<Fault> faults) {
    List<FaultGroup> candidates = new ArrayList<>();
    candidates.addAll(shared("power", faults, Fault::mayBePower, Fault::power, onPower));
    candidates.addAll(shared("uplink", faults, Fault::isSilence, Fault::uplink, onUplink));
    candidates.addAll(credentialChanges(faults));
    candidates.sort(
        Comparator.comparingInt((FaultGroup group) -> group.faults().size()).reversed());
    Set<Fault> unexplained = new LinkedHashSet<>(faults);
    List<FaultGroup> groups = new ArrayList<>();
    for (FaultGroup candidate : candidates) {
      if (unexplained.containsAll(candidate.faults())) {
        unexplained.removeAll(candidate.faults());
        groups.add(candidate);
      }
    }
    unexplained.forEach(
        fault ->
            groups.add(
                new FaultGroup("single", fault.subject(), fault.since(), 1, List.of(fault))));
    groups.sort(
        Comparator.comparingInt((FaultGroup group) -> group.faults().size())
            .reversed()
            .thenComparing(FaultGroup::since)
            .thenComparing(FaultGroup::subject));
    return groups;
  }

  private static List<FaultGroup> shared(
      String cause,
      Collection<Fault> faults,
      Predicate<Fault> fits,
      Function<Fault, @Nullable String> key,
      Map<String, Integer> members) {
    List<FaultGroup> groups = new ArrayList<>();
    byKey(faults, fits, key)
        .forEach(
            (subject, together) -> {
              int of = members.getOrDefault(subject, together.size());
              int subjects = (int) together.stream().map(Fault::subject).distinct().count();
              boolean nearlyAll = subjects >= 2 && subjects >= NEARLY_ALL * of;
              if (nearlyAll || (subjects >= 3 && within(together, AT_ONCE))) {
                groups.add(group(cause, subject, of, together));
              }
            });
    return groups;
  }

  private static List<FaultGroup> credentialChanges(Collection<Fault> faults) {
    List<FaultGroup> groups = new ArrayList<>();
    byKey(faults, fault -> fault.code().equals("unauthorized"), Fault::user)
        .forEach(
            (user, together) -> {
              if (together.size() >= 2 && within(together, PASSWORD_ROUND)) {
                groups.add(group("credential-change", user, together.size(), together));
              }
            });
    return groups;
  }

  private static Map<String, List<Fault>> byKey(
      Collection<Fault> faults, Predicate<Fault> fits, Function<Fault, @Nullable String> key) {
    Map<String, List<Fault>> byKey = new LinkedHashMap<>();
    for (Fault fault : faults) {
      String value = key.apply(fault);
      if (value != null && fits.test(fault)) {
        byKey.computeIfAbsent(value, k -> new ArrayList<>()).add(fault);
      }
    }
    return byKey;
  }

  private static boolean within(List<Fault> faults, Duration window) {
    return Duration.between(first(faults), last(faults)).compareTo(window) <= 0;
  }

  private static FaultGroup group(String cause, String subject, int of, List<Fault> faults) {
    List<Fault> ordered =
        faults.stream()
            .sorted(Comparator.comparing(Fault::since).thenComparing(Fault::subject))
            .toList();
    return new FaultGroup(cause, subject, first(faults), of, ordered);
  }

  private static Instant first(List<Fault> faults) {
    return faults.stream().map(Fault::since).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Instant last(List<Fault> faults) {
    return faults.stream().map(Fault::since).max(Comparator.naturalOrder()).orElseThrow();
  }
}
