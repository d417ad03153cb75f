package io.sharpeyes.device;

import java.time.Instant;

/**
 * A device has just become able to hear feedback (it subscribed, or came back to a session that
 * had): it must be told the current stage of each of its open incidents. Feedback is not a queue.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway saw it
 */
public record FeedbackAwaited(DeviceId device, Instant receivedAt) implements DeviceReport {

  @Override
  public void readBy(Reader reader) {
    reader.onFeedbackAwaited(this);
  }
}
