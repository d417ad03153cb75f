package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.journal.StoredEvent;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reader's stream. Everything happens on the event loop of its connection.
 *
 * <p>A reader is either <em>behind</em> and reads pages of the log at its own pace, or
 * <em>live</em> and is handed each event as it is committed. It turns live when it has read all
 * that its loop has handed out, in the same turn of the loop; so nothing is lost or sent twice. A
 * live reader whose socket is full fills its {@link Outbox}; when that is full too, the reader is
 * closed and may resume.
 */
final class DeskSession {

  /** Turns of the heartbeat without a sign of life, or with a full socket, before it is closed. */
  private static final int PATIENCE = 4;

  private final PushLoop loop;
  private final DeskLink link;
  private final Reader reader;
  private final Sight sight;
  private final Outbox outbox;
  private long position;
  private String lastSent;
  private boolean live;
  private boolean reading;
  private boolean closed;
  private int silentBeats;
  private int fullBeats;
  private Iterator<StoredEvent> page = Collections.emptyIterator();
  private @Nullable OpenIncidents openThen;

  DeskSession(PushLoop loop, DeskLink link, Reader reader, long after, PushSettings settings) {
    this.loop = loop;
    this.link = link;
    this.reader = reader;
    this.sight = reader.sight();
    this.outbox = new Outbox(settings, sight);
    this.position = after;
    this.lastSent = Long.toString(after);
  }

  Reader reader() {
    return reader;
  }

  /** Begins: tells where it stands, then catches up. */
  void start() {
    heartbeat();
    catchUp();
  }

  /**
   * Begins anew, because what it asks for isn't kept any more: tells all that is open now.
   *
   * @param snapshot messages that together tell it
   */
  void startFromSnapshot(List<String> snapshot) {
    link.control("{\"type\":\"resync\",\"last\":\"" + position + "\"}");
    snapshot.forEach(link::control);
    start();
  }

  /** Hands it an event that has just been committed. */
  void live(Frame frame) {
    if (!live || frame.sequence() <= position) {
      return;
    }
    position = frame.sequence();
    offer(frame);
  }

  /** Hands it an event that is not stored; a reader that is behind doesn't get it. */
  void passing(Frame frame) {
    if (live) {
      offer(frame);
    }
  }

  private void offer(Frame frame) {
    if (!reader.sees(frame)) {
      return;
    }
    if (outbox.isEmpty() && !link.isFull()) {
      send(frame);
    } else if (!outbox.offer(frame)) {
      tooSlow();
    }
  }

  private void send(Frame frame) {
    link.send(frame, sight);
    frame.wasSent();
    if (frame.sequence() != Frame.NOT_STORED) {
      lastSent = frame.id();
    }
  }

  /** Goes on writing after the socket has taken what it held. */
  void drained() {
    fullBeats = 0;
    while (!closed && !link.isFull()) {
      Frame next = outbox.poll();
      if (next == null) {
        break;
      }
      send(next);
    }
    if (!live) {
      catchUp();
    }
  }

  /** Reads on in the log, because its loop lost events. */
  void fallBehind() {
    live = false;
    catchUp();
  }

  private void catchUp() {
    while (!closed && !live && !reading) {
      if (!outbox.isEmpty()) {
        return;
      }
      while (page.hasNext()) {
        if (link.isFull()) {
          return;
        }
        replay(page.next());
      }
      if (position >= loop.position()) {
        live = true;
      } else {
        readOn();
      }
    }
  }

  private void replay(StoredEvent event) {
    position = event.sequence();
    OpenIncidents open = openThen;
    Frame frame = loop.frame(event, open != null && open.contains(event.subject()));
    if (reader.sees(frame)) {
      send(frame);
    }
  }

  private void readOn() {
    reading = true;
    loop.read(position)
        .onSuccess(this::turnPage)
        .onFailure(
            error -> {
              reading = false;
              close(DeskLink.GOING_AWAY, "the log can't be read now; come back");
            });
  }

  private void turnPage(List<StoredEvent> events) {
    reading = false;
    openThen = loop.open();
    page = events.iterator();
    if (events.isEmpty()) {
      // What it hasn't read is deleted by now, or it asks for what will come.
      position = Math.max(position, loop.position());
    }
    catchUp();
  }

  /** Tells the newest id that was sent to this reader, and looks whether it is alive. */
  void beat() {
    if (closed) {
      return;
    }
    if (!reader.stillIn().getAsBoolean()) {
      close(DeskLink.SIGNED_OUT, "the sign-in has ended; sign in again");
      return;
    }
    fullBeats = link.isFull() ? fullBeats + 1 : 0;
    silentBeats++;
    if (fullBeats >= PATIENCE || silentBeats > PATIENCE) {
      tooSlow();
    } else {
      heartbeat();
      link.ping(this::heard);
    }
  }

  private void heartbeat() {
    link.control("{\"type\":\"heartbeat\",\"last\":\"" + lastSent + "\"}");
  }

  /** Notes that the peer gave a sign of life. */
  void heard() {
    silentBeats = 0;
  }

  private void tooSlow() {
    loop.countTooSlow();
    close(DeskLink.TOO_SLOW, "too slow; resume after " + lastSent);
  }

  /** Says why, ends the stream, and cuts it if the peer doesn't take even that. */
  void close(int code, String reason) {
    if (closed) {
      return;
    }
    gone();
    link.close(code, reason);
    loop.resetLater(link);
  }

  /** Notes that the connection is no more. */
  void gone() {
    closed = true;
    live = false;
    outbox.clear();
    page = Collections.emptyIterator();
    loop.remove(this);
  }
}
