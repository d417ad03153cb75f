package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;

/** One reader's connection: a WebSocket or an SSE response. Called on its event loop only. */
interface DeskLink {

  /** The desk's stream ended because its sign-in did. */
  int SIGNED_OUT = 4401;

  /** The reader sent something that can't be understood. */
  int BAD_MESSAGE = 4400;

  /** The reader was too slow for its bounded outbox, or fell silent. */
  int TOO_SLOW = 4408;

  /** The gateway stops. */
  int GOING_AWAY = 1001;

  /** Hands an event to the socket. */
  void send(Frame frame, Sight sight);

  /**
   * Hands a message to the socket that is no event.
   *
   * @param json one JSON object
   */
  void control(String json);

  /** Whether the socket has as much to write as it may hold. */
  boolean isFull();

  /**
   * Asks the peer for a sign of life.
   *
   * @param alive called when it came
   */
  void ping(Runnable alive);

  /** Says why, and ends the stream in order. */
  void close(int code, String reason);

  /**
   * Cuts the connection at once, whatever is still to be written (TCP RST).
   *
   * @return false if it was over already
   */
  boolean reset();
}
