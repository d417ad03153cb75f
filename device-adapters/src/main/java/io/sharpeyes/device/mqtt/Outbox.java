package io.sharpeyes.device.mqtt;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway has to tell one session: at most so many messages unacknowledged, and a short
 * line of those that wait. Feedback is no queue: of one incident and press only the newest stage
 * waits. Owned by the session's event loop.
 */
final class Outbox {

  private static final int MAX_WAITING = 32;
  private static final int MAX_PACKET_ID = 65_535;

  /**
   * One message.
   *
   * @param topic where it goes
   * @param payload what it says
   * @param line messages of the same line replace each other while they wait; null for a command
   * @param promise told when the device has it; null for a feedback
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(
      String topic, byte[] payload, @Nullable String line, @Nullable Promise<Void> promise) {

    boolean isCommand() {
      return line == null;
    }

    /** The device has it. */
    void taken() {
      if (promise != null) {
        promise.tryComplete();
      }
    }

    /** The device will not have it. */
    void refuse(String why) {
      if (promise != null) {
        promise.tryFail(why);
      }
    }
  }

  private final Map<Integer, Message> unanswered = new LinkedHashMap<>(4);
  private final Deque<Message> waiting = new ArrayDeque<>(4);
  private int lastPacketId;

  /** Puts a message in the line; false if that cost another one its place. */
  boolean add(Message message) {
    if (message.line() != null) {
      waiting.removeIf(other -> message.line().equals(other.line()));
    }
    boolean fits = waiting.size() < MAX_WAITING;
    if (!fits) {
      drop(waiting.removeFirst());
    }
    waiting.addLast(message);
    return fits;
  }

  /** The next message to be acknowledged, remembered under a new packet identifier; 0 if none. */
  int sendNext(int maxUnanswered) {
    if (unanswered.size() >= maxUnanswered || waiting.isEmpty()) {
      return 0;
    }
    do {
      lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
    } while (unanswered.containsKey(lastPacketId));
    unanswered.put(lastPacketId, waiting.removeFirst());
    return lastPacketId;
  }

  /** What was sent under a packet identifier; null if that is unknown. */
  @Nullable Message sent(int packetId) {
    return unanswered.get(packetId);
  }

  /** The device acknowledged a message; false if the packet identifier is unknown. */
  boolean answered(int packetId, boolean accepted) {
    Message message = unanswered.remove(packetId);
    if (message == null) {
      return false;
    }
    if (accepted) {
      message.taken();
    } else {
      message.refuse("the device refused the command");
    }
    return true;
  }

  /** The packet identifiers to be sent again, in order, when the session gets a new connection. */
  Iterable<Integer> unansweredIds() {
    return unanswered.keySet();
  }

  /**
   * The connection is gone: commands are void, because a siren must not sound when the device comes
   * back an hour later; feedback that waits is void, because the device asks for the current stage.
   */
  void connectionLost() {
    waiting.forEach(Outbox::drop);
    waiting.clear();
    Iterator<Message> all = unanswered.values().iterator();
    while (all.hasNext()) {
      Message message = all.next();
      if (message.isCommand()) {
        drop(message);
        all.remove();
      }
    }
  }

  private static void drop(Message message) {
    message.refuse("the device's connection ended before it took the command");
  }
}
