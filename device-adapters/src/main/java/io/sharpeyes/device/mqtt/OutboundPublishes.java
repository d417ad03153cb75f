package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is sent: feedback and commands, with as many unacknowledged as the device and
 * the gateway both allow. On the channel's event loop.
 */
final class OutboundPublishes {

  private static final int FIRST_ERROR = 0x80;
  private static final int PUBLISH_OVERHEAD = 32;

  private final MqttButtonSession session;
  private final ServerParts parts;
  private final int maxUnanswered;
  private final long maxPacketBytes;

  OutboundPublishes(MqttButtonSession session, ServerParts parts, ConnectRequest request) {
    this.session = session;
    this.parts = parts;
    this.maxUnanswered = Math.min(request.receiveMaximum(), parts.limits().maxUnansweredFeedback());
    this.maxPacketBytes = request.maxPacketBytes();
  }

  /**
   * Sends a message, or puts it in the line.
   *
   * @param state the session; null if the connection has none any more
   */
  void send(Outbox.Message message, @Nullable SessionState state) {
    int qos = state == null ? -1 : Subscribing.qos(state, message.isCommand());
    if (state == null || qos < 0) {
      message.refuse("the device does not listen to its command topic");
    } else if (isTooLarge(message)) {
      parts.counters().reject(Reject.FEEDBACK_DROPPED);
      message.refuse("the command is larger than the packets that the device takes");
    } else if (qos == 0) {
      write(message, 0, false, state);
      message.taken();
    } else {
      enqueue(message, state);
    }
  }

  /** PUBACK: there may be room for the next one. */
  void onAnswered(int packetId, int reason, SessionState state) {
    Outbox outbox = state.outbox();
    if (outbox != null) {
      outbox.answered(packetId, reason < FIRST_ERROR);
      sendWaiting(outbox, state);
    }
  }

  /** The session has a new connection: what the old one left unacknowledged [MQTT-4.4.0-1]. */
  void sendAgain(SessionState state) {
    Outbox outbox = state.outbox();
    if (outbox != null) {
      outbox
          .unansweredIds()
          .forEach(id -> write(Objects.requireNonNull(outbox.sent(id)), id, true, state));
    }
  }

  void connectionLost(SessionState state) {
    Outbox outbox = state.outbox();
    if (outbox != null) {
      outbox.connectionLost();
    }
  }

  private void enqueue(Outbox.Message message, SessionState state) {
    Outbox outbox = state.outbox();
    if (outbox == null) {
      outbox = new Outbox();
      state.outbox(outbox);
    }
    if (!outbox.add(message)) {
      parts.counters().reject(Reject.FEEDBACK_DROPPED);
    }
    sendWaiting(outbox, state);
  }

  private void sendWaiting(Outbox outbox, SessionState state) {
    int packetId;
    while ((packetId = outbox.sendNext(maxUnanswered)) != 0) {
      write(Objects.requireNonNull(outbox.sent(packetId)), packetId, false, state);
    }
  }

  private void write(Outbox.Message message, int packetId, boolean again, SessionState state) {
    parts.counters().published();
    session.write(
        Replies.publish(
            message,
            packetId,
            again,
            session.v5(),
            Subscribing.identifiers(state, message.isCommand())));
  }

  private boolean isTooLarge(Outbox.Message message) {
    return message.payload().length + message.topic().length() + PUBLISH_OVERHEAD > maxPacketBytes;
  }
}
