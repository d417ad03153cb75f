package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.health.DeviceHealth;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looking at devices, and what happened to them. */
final class DeviceRoutes {

  private static final int HISTORY = 100;
  private static final int MOST_READ = 2_000;
  private static final List<String> COLUMNS =
      List.of(
          "device",
          "name",
          "kind",
          "site",
          "siteName",
          "district",
          "link",
          "since",
          "seenAt",
          "batteryPercent",
          "faults");

  private final HttpParts parts;

  DeviceRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Registry registry = parts.registry().get();
    String health = call.textOrNull("health");
    List<Device> mine =
        registry.devices().stream()
            .filter(device -> sees(call, registry, device))
            .filter(device -> health == null || is(device, health))
            .toList();
    return Future.succeededFuture(
        call.prefers("text/csv")
            ? Csv.answer(COLUMNS, mine.stream().map(device -> row(registry, device)))
            : Pages.answer(
                call, mine, device -> device.id().value(), device -> json(registry, device)));
  }

  private static boolean sees(Call call, Registry registry, Device device) {
    if (call.person().role() == Person.Role.SITE) {
      return device.site().equals(call.person().site());
    }
    return Districts.of(call, registry).reach(site(registry, device).district());
  }

  private static Site site(Registry registry, Device device) {
    return registry.site(device.site()).orElseThrow();
  }

  private boolean is(Device device, String wanted) {
    return parts
        .deviceWatch()
        .health(device.id())
        .map(
            health ->
                wanted.equals("fault")
                    ? !health.faults().isEmpty()
                    : wanted.equals(health.link().wireName()))
        .orElse(wanted.equals("unknown"));
  }

  private List<Object> row(Registry registry, Device device) {
    Site site = site(registry, device);
    List<Object> row =
        new ArrayList<>(
            List.of(
                device.id(),
                device.name(),
                ApiJson.word(device.kind()),
                site.id(),
                site.name(),
                site.district()));
    parts
        .deviceWatch()
        .health(device.id())
        .ifPresentOrElse(
            health -> row.addAll(healthCells(health)),
            () -> row.addAll(List.of("unknown", "", "", "", "")));
    return row;
  }

  private static List<Object> healthCells(DeviceHealth health) {
    return List.of(
        health.link().wireName(),
        health.linkSince(),
        health.seenAt() == null ? "" : health.seenAt(),
        health.batteryPercent() == null ? "" : health.batteryPercent(),
        health.faults().stream()
            .map(fault -> fault.code().wireName())
            .collect(Collectors.joining(" ")));
  }

  Future<Answer> get(Call call) {
    Registry registry = parts.registry().get();
    String id = call.text("device");
    Device device =
        registry
            .device(new DeviceId(id))
            .filter(found -> sees(call, registry, found))
            .orElseThrow(() -> Problem.notFound("device", id));
    ObjectNode json = json(registry, device);
    return history(id, 0, new ArrayList<>())
        .map(events -> json.set("history", events(events, Sight.of(call.person().role()))))
        .map(Answer::json);
  }

  /** The last events about a device; of very many the first ones are looked through only. */
  private Future<List<StoredEvent>> history(String id, int read, List<StoredEvent> last) {
    long after = last.isEmpty() ? 0 : last.get(last.size() - 1).sequence();
    return parts
        .journal()
        .timeline(id, after, HISTORY)
        .compose(
            page -> {
              last.addAll(page);
              last.subList(0, Math.max(0, last.size() - HISTORY)).clear();
              boolean more = page.size() == HISTORY && read < MOST_READ;
              return more ? history(id, read + page.size(), last) : Future.succeededFuture(last);
            });
  }

  private ArrayNode events(List<StoredEvent> events, Sight sight) {
    ArrayNode history = ApiJson.MAPPER.createArrayNode();
    events.forEach(
        event -> history.addRawValue(new RawValue(parts.hub().json(event, sight).toString())));
    return history;
  }

  private ObjectNode json(Registry registry, Device device) {
    Site site = site(registry, device);
    Position position = registry.positionOf(device);
    ObjectNode json = ApiJson.MAPPER.createObjectNode();
    parts.deviceWatch().health(device.id()).ifPresent(h -> json.setAll(ApiJson.tree(h)));
    json.put("device", device.id().value());
    json.put("name", device.name());
    json.put("kind", ApiJson.word(device.kind()));
    json.put("site", site.id());
    json.put("siteName", site.name());
    json.put("district", site.district());
    json.put("latitude", position.latitude());
    json.put("longitude", position.longitude());
    json.put("language", device.language());
    json.put("feedback", ApiJson.word(device.feedback()));
    if (device.uplink() != null) {
      json.put("uplink", device.uplink());
    }
    if (device.power() != null) {
      json.put("power", device.power());
    }
    if (device.simExpires() != null) {
      json.put("simExpires", device.simExpires().toString());
    }
    if (!json.has("link")) {
      json.put("link", "unknown").putArray("faults");
    }
    return json;
  }
}
