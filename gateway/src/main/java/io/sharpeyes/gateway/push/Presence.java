package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Person;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who has a stream up. The first stream of a dispatcher tells the journal that the desk is staffed,
 * the end of the last one that it isn't. Any thread.
 */
final class Presence {

  private final Journal journal;
  private final PushSettings settings;
  private final Map<String, Integer> streamsOf = new ConcurrentHashMap<>();
  private final Map<String, String> districtOfDesk = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();

  Presence(Journal journal, PushSettings settings) {
    this.journal = journal;
    this.settings = settings;
  }

  int streams() {
    return streams.get();
  }

  /** The districts of the desks that are online. */
  Collection<String> deskDistricts() {
    return districtOfDesk.values();
  }

  /** Whether one more stream may be opened. */
  boolean admits(Reader reader) {
    return streams.get() < settings.readers()
        && streamsOf.getOrDefault(reader.person().user(), 0) < settings.readersPerPerson();
  }

  void came(Reader reader) {
    streams.incrementAndGet();
    // Inside compute, so that coming and going are told in the order in which they happened.
    streamsOf.compute(
        reader.person().user(),
        (user, count) -> {
          if (count == null) {
            tell(reader.person(), true);
            return 1;
          }
          return count + 1;
        });
  }

  void left(Reader reader) {
    streams.decrementAndGet();
    streamsOf.computeIfPresent(
        reader.person().user(),
        (user, count) -> {
          if (count == 1) {
            tell(reader.person(), false);
            return null;
          }
          return count - 1;
        });
  }

  private void tell(Person person, boolean online) {
    if (person.role() == Person.Role.DISPATCHER) {
      if (online) {
        districtOfDesk.put(person.user(), person.district());
      } else {
        districtOfDesk.remove(person.user());
      }
      journal.presence(new Actor(person.user(), person.name()), person.district(), online);
    }
  }
}
