package io.sharpeyes.device;

import java.time.Instant;

/**
 * A device published where nobody listens: a topic misspelt in its settings, for instance. What it
 * said is lost, a press too; people must be told before it is needed.
 *
 * @param device the device, as authenticated
 * @param receivedAt when the gateway received it
 * @param topic where it published, cut to {@link #MOST_TOPIC} characters
 */
public record TopicMistaken(DeviceId device, Instant receivedAt, String topic)
    implements DeviceReport {

  /** Longer topics are cut. */
  public static final int MOST_TOPIC = 128;

  /** Cuts the topic. */
  public TopicMistaken {
    topic = topic.length() <= MOST_TOPIC ? topic : topic.substring(0, MOST_TOPIC);
  }

  @Override
  public void readBy(Reader reader) {
    reader.onTopicMistaken(this);
  }
}
