package io.sharpeyes.gateway.push;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens event streams: a WebSocket or an SSE response becomes a {@link DeskSession}. Whoever calls
 * has authenticated the reader and checked the Origin. On the event loop of the connection.
 */
public final class EventStreams {

  private final EventHub hub;

  /** Opens streams of this hub. */
  public EventStreams(EventHub hub) {
    this.hub = hub;
  }

  /** Whether one more stream of this reader may be opened. */
  public boolean admits(Reader reader) {
    return hub.admits(reader);
  }

  /**
   * Answers a WebSocket handshake.
   *
   * @param after the last event that the reader has, or null to begin with what comes
   */
  public Future<Void> openWebSocket(
      HttpServerRequest request, Reader reader, @Nullable Long after) {
    return request.toWebSocket().map(socket -> open(request, socket, reader, after));
  }

  @SuppressWarnings("NullAway") // A Void has no other value.
  private Void open(
      HttpServerRequest request, ServerWebSocket socket, Reader reader, @Nullable Long after) {
    WebSocketLink link = new WebSocketLink(request, socket, hub.settings().socketBytes());
    DeskSession session = session(link, reader, after);
    DeskMessages messages = new DeskMessages(hub, socket, session);
    socket
        .textMessageHandler(messages::onText)
        .binaryMessageHandler(
            bytes -> session.close(DeskLink.BAD_MESSAGE, "messages are text, see /asyncapi.yaml"))
        .drainHandler(v -> session.drained())
        .exceptionHandler(e -> fail(session, link))
        .closeHandler(v -> session.gone());
    begin(session, reader, after);
    return null;
  }

  /**
   * Answers a request for server-sent events.
   *
   * @param after the last event that the reader has, or null to begin with what comes
   */
  public void openSse(HttpServerRequest request, Reader reader, @Nullable Long after) {
    SseLink link = new SseLink(request, hub.settings().socketBytes());
    DeskSession session = session(link, reader, after);
    request
        .response()
        .drainHandler(v -> session.drained())
        .exceptionHandler(e -> fail(session, link))
        .closeHandler(v -> session.gone());
    begin(session, reader, after);
  }

  private static void fail(DeskSession session, DeskLink link) {
    session.gone();
    link.reset();
  }

  private DeskSession session(DeskLink link, Reader reader, @Nullable Long after) {
    PushLoop loop = hub.loop();
    long from;
    if (after == null) {
      from = hub.lastSequence();
    } else {
      from = isKept(after) ? after : loop.position();
    }
    return new DeskSession(loop, link, reader, from, hub.settings());
  }

  /** An id that will come only later was given by another log: as unknown as one that is gone. */
  private boolean isKept(long after) {
    return after >= hub.firstSequence() - 1 && after <= hub.lastSequence();
  }

  private void begin(DeskSession session, Reader reader, @Nullable Long after) {
    hub.loop().add(session);
    if (after == null || isKept(after)) {
      session.start();
    } else {
      session.startFromSnapshot(hub.snapshot(reader).messages());
    }
  }
}
