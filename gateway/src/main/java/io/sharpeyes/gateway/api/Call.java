package io.sharpeyes.gateway.api;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.Person;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is as the contract says, from somebody who may make it.
 *
 * @param request the request itself
 * @param caller who makes it
 * @param parameters those of path, query and headers, by name, with their JSON types
 * @param body the JSON body; empty if there is none
 * @param bytes the body as it came; empty if there is none
 */
record Call(
    HttpServerRequest request,
    Caller caller,
    Map<String, Object> parameters,
    JsonObject body,
    Buffer bytes) {

  /**
   * Who calls; nobody for an operation that is open to all.
   *
   * @param session the person's session, or null
   * @param device the device, or null
   */
  record Caller(@Nullable Session session, @Nullable DeviceId device) {

    static final Caller NOBODY = new Caller(null, null);
  }

  /** The session of the person that calls; only for operations that need one. */
  Session session() {
    Session session = caller.session();
    if (session == null) {
      throw Problem.notSignedIn();
    }
    return session;
  }

  Person person() {
    return session().person();
  }

  Actor actor() {
    return new Actor(person().user(), person().name());
  }

  /** A parameter that must be there. */
  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw Problem.invalid(name, "is missing");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    Object value = parameters.get(name);
    return value == null ? null : value.toString();
  }

  /** A number that must be there or has a default. */
  double number(String name) {
    return parameters.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A whole number that must be there or has a default. */
  int whole(String name) {
    return parameters.get(name) instanceof Number number ? number.intValue() : 0;
  }

  /** Whether the caller would rather have a media type than JSON. */
  boolean prefers(String mediaType) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains(mediaType);
  }

  /** Where the request came from, without the port. */
  String address() {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }
}
