package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.access.Topic;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way out: encoded once for each {@link Sight}, by whoever needs it first, and
 * shared by all readers. Any thread.
 */
final class Frame {

  /** The sequence of an event that is not stored. */
  static final long NOT_STORED = -1;

  private final FrameEncoder encoder;
  private final String id;
  private final long sequence;
  private final String type;
  private final String subject;
  private final Instant at;
  private final String district;
  private final List<String> lineage;
  private final @Nullable String site;
  private final Set<String> units;
  private final byte[] data;
  private final boolean contactsAllowed;
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<Sight, byte[]> json = new HashMap<>();
  private @Nullable Topic topic;

  private Frame(
      FrameEncoder encoder,
      String id,
      long sequence,
      Event event,
      byte[] data,
      boolean contactsAllowed) {
    this.encoder = encoder;
    this.id = id;
    this.sequence = sequence;
    this.type = event.type();
    this.subject = event.subject();
    this.at = event.at();
    this.district = event.district();
    this.lineage = encoder.lineage(event.district());
    this.site = event.site();
    this.units = event.units();
    this.data = data;
    this.contactsAllowed = contactsAllowed;
  }

  /**
   * An event of the log.
   *
   * @param open whether the incident that it is about is still open: only then do contacts go along
   */
  static Frame stored(FrameEncoder encoder, StoredEvent event, boolean open) {
    Event plain =
        new Event(
            event.type(),
            event.subject(),
            event.at(),
            event.district(),
            event.site(),
            event.units(),
            event.json());
    return new Frame(
        encoder,
        Long.toString(event.sequence()),
        event.sequence(),
        plain,
        event.json(),
        open && event.type().equals("incident.opened"));
  }

  /** An event that is not stored: nobody can resume from its id. */
  static Frame passing(FrameEncoder encoder, Event event) {
    return new Frame(
        encoder,
        UUID.randomUUID().toString(),
        NOT_STORED,
        event,
        encoder.bytes(event.data()),
        false);
  }

  String id() {
    return id;
  }

  long sequence() {
    return sequence;
  }

  String type() {
    return type;
  }

  String subject() {
    return subject;
  }

  Instant at() {
    return at;
  }

  String district() {
    return district;
  }

  @Nullable String site() {
    return site;
  }

  /** What it says, as JSON; not to be changed. */
  byte[] data() {
    return data;
  }

  boolean contactsAllowed() {
    return contactsAllowed;
  }

  /** What rights depend on. */
  synchronized Topic topic() {
    Topic known = topic;
    if (known == null) {
      known = new Topic(type, subject, lineage, site, units, encoder.isQuiet(data));
      topic = known;
    }
    return known;
  }

  /** What readers with a sight get: one CloudEvents object, UTF-8; not to be changed. */
  synchronized byte[] json(Sight sight) {
    return json.computeIfAbsent(sight, s -> encoder.encode(this, s));
  }

  /** Notes that it was handed to one more socket. */
  void wasSent() {
    sent.incrementAndGet();
  }

  /** To how many sockets it was handed. */
  int sentTo() {
    return sent.get();
  }
}
