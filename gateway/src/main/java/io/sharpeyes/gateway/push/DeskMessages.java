package io.sharpeyes.gateway.push;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What a desk says on its WebSocket: {@code {"type":"rendered","incident":…,"id":…}} and {@code
 * seen}. A desk that says too much is listened to more slowly; one that says what can't be
 * understood is closed. On the event loop of its connection.
 */
final class DeskMessages {

  private static final int A_SECOND = 200;

  private final EventHub hub;
  private final ServerWebSocket socket;
  private final DeskSession session;
  private int saidThisSecond;

  DeskMessages(EventHub hub, ServerWebSocket socket, DeskSession session) {
    this.hub = hub;
    this.socket = socket;
    this.session = session;
  }

  void onText(String text) {
    session.heard();
    slowDown();
    try {
      take(new JsonObject(text));
    } catch (DecodeException | ClassCastException e) {
      session.close(DeskLink.BAD_MESSAGE, "a message must be one JSON object, see /asyncapi.yaml");
    }
  }

  private void slowDown() {
    saidThisSecond++;
    if (saidThisSecond == A_SECOND) {
      socket.pause();
      hub.vertx()
          .setTimer(
              1_000,
              id -> {
                saidThisSecond = 0;
                socket.resume();
              });
    }
  }

  private void take(JsonObject message) {
    String type = message.getString("type", "");
    String incident = message.getString("incident", "");
    String event = message.getString("id", "");
    if (!type.equals("rendered") && !type.equals("seen")) {
      return;
    }
    if (!DeviceId.isValid(incident) || !DeviceId.isValid(event)) {
      session.close(DeskLink.BAD_MESSAGE, type + " needs incident and id, see /asyncapi.yaml");
    } else if (type.equals("rendered")) {
      hub.ledger().rendered(session.reader().person(), incident, event);
    } else {
      hub.ledger().seen(session.reader().person(), incident, event);
    }
  }
}
