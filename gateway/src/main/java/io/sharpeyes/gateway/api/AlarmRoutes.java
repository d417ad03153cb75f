package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DevicePosition;
import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Raising an alarm over HTTP: the phone app's way in, and a desk's for a call by telephone. */
final class AlarmRoutes {

  private final AlarmIntake alarms;
  private final Supplier<Registry> registry;
  private final InstantSource clock;

  AlarmRoutes(HttpParts parts) {
    this.alarms = parts.alarms();
    this.registry = parts.registry();
    this.clock = parts.clock();
  }

  Future<Answer> raise(Call call) {
    DeviceId device = device(call);
    Actor by = call.caller().device() == null ? call.actor() : null;
    return alarms
        .raise(signal(call, device), by)
        .map(stored -> Answer.json(201, receipt(call, stored)));
  }

  private DeviceId device(Call call) {
    String named = call.body().getString("device");
    DeviceId own = call.caller().device();
    if (own != null) {
      if (named != null && !named.equals(own.value())) {
        throw Problem.forbidden(
            "A device may raise an alarm of its own only.", "Leave device out.");
      }
      return known(own).id();
    }
    if (named == null) {
      throw Problem.invalid("/device", "is missing: a person must say which device it is about");
    }
    Device device = known(new DeviceId(named));
    if (!mayRaise(call.person(), device)) {
      throw Problem.notFound("device", named);
    }
    return device.id();
  }

  private Device known(DeviceId id) {
    return registry.get().device(id).orElseThrow(() -> Problem.notFound("device", id.value()));
  }

  private boolean mayRaise(Person person, Device device) {
    Registry now = registry.get();
    String district = now.site(device.site()).map(Site::district).orElse("");
    return Rights.mayRaise(person, device.site(), district, now);
  }

  private ButtonPressed signal(Call call, DeviceId device) {
    JsonObject body = call.body();
    Instant now = clock.instant();
    return new ButtonPressed(
        device,
        now,
        press(call),
        body.getInteger("code", ButtonPressed.PANIC),
        false,
        time(body.getString("pressedAt")),
        body.getBoolean("silent", false),
        position(body),
        body.getString("text"),
        false,
        null,
        null);
  }

  /** A device's key is its own id of the press; a person's must not meet one of the device's. */
  private static @Nullable String press(Call call) {
    String key = call.textOrNull("Idempotency-Key");
    if (key == null || call.caller().device() != null) {
      return key;
    }
    String scoped = call.person().user() + '\n' + key;
    return UUID.nameUUIDFromBytes(scoped.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  private static @Nullable DevicePosition position(JsonObject body) {
    Double latitude = body.getDouble("latitude");
    Double longitude = body.getDouble("longitude");
    return latitude == null || longitude == null
        ? null
        : new DevicePosition(latitude, longitude, body.getDouble("accuracyM"));
  }

  /** A device learns the number only: what the desk knows is not for it. */
  private ObjectNode receipt(Call call, PressResult stored) {
    ObjectNode receipt = ApiJson.MAPPER.createObjectNode();
    receipt.put("incident", stored.incidentId());
    receipt.put("alarm", stored.alarm());
    receipt.put("duplicate", stored.duplicate());
    if (call.caller().device() == null && stored.incident() != null) {
      IncidentView view = new IncidentView(call.person(), registry.get());
      if (view.sees(stored.incident())) {
        receipt.set("state", view.json(stored.incident()));
      }
    }
    return receipt;
  }
}
