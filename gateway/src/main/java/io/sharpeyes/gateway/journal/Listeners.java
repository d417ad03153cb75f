package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Press;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear from the journal. One that fails is logged and doesn't disturb the others. */
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<Consumer<List<StoredEvent>>> committed = new CopyOnWriteArrayList<>();
  private final List<Consumer<Press>> unstored = new CopyOnWriteArrayList<>();
  private final List<Consumer<DiskRoom>> room = new CopyOnWriteArrayList<>();

  void onCommitted(Consumer<List<StoredEvent>> listener) {
    committed.add(listener);
  }

  void onUnstored(Consumer<Press> listener) {
    unstored.add(listener);
  }

  void onDiskRoom(Consumer<DiskRoom> listener) {
    room.add(listener);
  }

  void tellCommitted(List<StoredEvent> events) {
    tell(committed, events);
  }

  void tellUnstored(Press press) {
    tell(unstored, press);
  }

  void tellDiskRoom(DiskRoom now) {
    tell(room, now);
  }

  private static <T> void tell(List<Consumer<T>> listeners, T what) {
    for (Consumer<T> listener : listeners) {
      try {
        listener.accept(what);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener of the journal failed");
      }
    }
  }
}
