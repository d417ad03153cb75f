package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.push.EventStreams;
import io.sharpeyes.gateway.push.Reader;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Opens event streams. */
final class EventRoutes {

  private final EventStreams streams;
  private final Sessions sessions;

  EventRoutes(HttpParts parts) {
    this.streams = new EventStreams(parts.hub());
    this.sessions = parts.signIn().sessions();
  }

  /**
   * Turns a request into a stream.
   *
   * @throws Problem if it can't be one
   */
  Future<Void> open(Call call) {
    Session session = call.session();
    Reader reader = new Reader(session.person(), session.id(), () -> stillIn(session));
    if (!streams.admits(reader)) {
      throw Problem.tooMany("There are as many streams as are allowed.", 5);
    }
    HttpServerRequest request = call.request();
    if (isWebSocket(request)) {
      return streams.openWebSocket(request, reader, after(call));
    }
    if (!call.prefers("text/event-stream")) {
      throw new Problem(
              426,
              "upgrade-required",
              "This is a stream",
              "",
              "Open it as a WebSocket, or send Accept: text/event-stream.")
          .header("Upgrade", "websocket");
    }
    streams.openSse(request, reader, after(call));
    return Future.succeededFuture();
  }

  /** Counts as use of the session; a person whose rights have changed has to come in anew. */
  private boolean stillIn(Session session) {
    return sessions.renew(session).filter(now -> now.person().equals(session.person())).isPresent();
  }

  private static boolean isWebSocket(HttpServerRequest request) {
    String upgrade = request.getHeader("Upgrade");
    return "websocket".equalsIgnoreCase(upgrade);
  }

  /** A browser that comes back by itself sends a newer id than the address that it began with. */
  private static @Nullable Long after(Call call) {
    String last = call.textOrNull("Last-Event-ID");
    if (last != null && last.matches("[0-9]{1,18}")) {
      return Long.valueOf(last);
    }
    String after = call.textOrNull("after");
    return after == null ? null : Long.valueOf(after);
  }
}
