package io.sharpeyes.gateway.api;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.health.WorkOrder;
import io.sharpeyes.gateway.health.WorkOrderRequest;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work orders (工单) of maintenance. */
final class WorkOrderRoutes {

  private final HttpParts parts;

  WorkOrderRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    Districts districts = Districts.of(call, parts.registry().get());
    String state = call.textOrNull("state");
    List<WorkOrder> mine =
        parts.workOrders().all().stream()
            .filter(order -> districts.reach(order.district()))
            .filter(order -> state == null || order.state().wireName().equals(state))
            .toList();
    return Future.succeededFuture(Pages.answer(call, mine, WorkOrder::id, order -> order));
  }

  Future<Answer> open(Call call) {
    JsonObject body = call.body();
    Registry registry = parts.registry().get();
    List<String> devices = ids(body, "devices");
    List<String> cameras = ids(body, "cameras");
    String site = body.getString("site");
    List<String> districts = new ArrayList<>();
    devices.forEach(id -> districts.add(ofDevice(call, registry, id)));
    cameras.forEach(id -> districts.add(ofCamera(call, registry, id)));
    if (site != null) {
      districts.add(ofSite(call, registry, site));
    }
    List<String> different = districts.stream().distinct().toList();
    WorkOrderRequest request =
        new WorkOrderRequest(
            body.getString("title"),
            devices,
            cameras,
            site,
            // What lies in several districts is for whoever answers for all of them.
            different.size() == 1 ? different.get(0) : call.person().district(),
            time(body.getString("dueAt")),
            body.getString("note", ""));
    return parts.workOrders().open(request, call.actor()).map(order -> Answer.json(201, order));
  }

  private static List<String> ids(JsonObject body, String member) {
    return body.getJsonArray(member, new JsonArray()).stream()
        .map(Object::toString)
        .distinct()
        .toList();
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  /** Nobody learns from a refusal which things others have. */
  private static String own(
      Call call, Registry registry, String what, String id, @Nullable String district) {
    if (district == null || !registry.isWithin(district, call.person().district())) {
      throw Problem.notFound(what, id);
    }
    return district;
  }

  private static String ofDevice(Call call, Registry registry, String id) {
    String district =
        registry
            .device(new DeviceId(id))
            .map(Device::site)
            .flatMap(registry::site)
            .map(Site::district)
            .orElse(null);
    return own(call, registry, "device", id, district);
  }

  private static String ofCamera(Call call, Registry registry, String id) {
    String district = registry.camera(id).map(Camera::district).orElse(null);
    return own(call, registry, "camera", id, district);
  }

  private static String ofSite(Call call, Registry registry, String id) {
    String district = registry.site(id).map(Site::district).orElse(null);
    return own(call, registry, "site", id, district);
  }

  Future<Answer> note(Call call) {
    String text = call.body().getString("text");
    return parts.workOrders().note(mine(call), text, call.actor()).map(Answer::json);
  }

  Future<Answer> done(Call call) {
    String text = call.body().getString("text", "");
    return parts.workOrders().done(mine(call), text, call.actor()).map(Answer::json);
  }

  private String mine(Call call) {
    String id = call.text("order");
    WorkOrder order = parts.workOrders().find(id);
    own(call, parts.registry().get(), "work order", id, order == null ? null : order.district());
    return id;
  }
}
