package io.sharpeyes.gateway.api;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.BookedWindow;
import io.sharpeyes.gateway.incident.Status;
import io.sharpeyes.gateway.incident.WindowRequest;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;

/** Booked windows (报备): the only way in which a press may count as a drill or a test. */
final class WindowRoutes {

  private final HttpParts parts;

  WindowRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> list(Call call) {
    List<BookedWindow> mine =
        parts.journal().windows().stream().filter(window -> sees(call, window)).toList();
    return Future.succeededFuture(Pages.answer(call, mine, BookedWindow::id, window -> window));
  }

  private boolean sees(Call call, BookedWindow window) {
    if (call.person().role() == Person.Role.SITE) {
      return call.person().site() != null && call.person().site().equals(window.site());
    }
    return Districts.of(call, parts.registry().get()).reach(window.district());
  }

  Future<Answer> book(Call call) {
    JsonObject body = call.body();
    List<String> devices =
        body.getJsonArray("devices").stream().map(Object::toString).distinct().toList();
    Registry registry = parts.registry().get();
    devices.forEach(device -> checkOwn(call, registry, device));
    WindowRequest request =
        new WindowRequest(
            body.getString("status").equals("test") ? Status.TEST : Status.EXERCISE,
            devices,
            OffsetDateTime.parse(body.getString("from")).toInstant(),
            OffsetDateTime.parse(body.getString("to")).toInstant(),
            body.getString("note", ""));
    return parts.journal().book(request, call.actor()).map(window -> Answer.json(201, window));
  }

  /** Nobody learns from a refusal which devices others have. */
  private static void checkOwn(Call call, Registry registry, String id) {
    Device device =
        registry.device(new DeviceId(id)).orElseThrow(() -> Problem.notFound("device", id));
    String district = registry.site(device.site()).map(Site::district).orElse("");
    Person person = call.person();
    boolean own =
        person.role() == Person.Role.SITE
            ? device.site().equals(person.site())
            : registry.isWithin(district, person.district());
    if (!own) {
      throw Problem.notFound("device", id);
    }
  }

  Future<Answer> cancel(Call call) {
    String id = call.text("window");
    boolean visible =
        parts.journal().windows().stream()
            .anyMatch(window -> window.id().equals(id) && sees(call, window));
    return visible
        ? parts.journal().cancelWindow(id, call.actor()).map(Answer::json)
        : Future.failedFuture(Problem.notFound("booked window", id));
  }
}
