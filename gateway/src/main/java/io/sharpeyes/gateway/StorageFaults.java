package io.sharpeyes.gateway;

import io.sharpeyes.gateway.evidence.EvidenceStore;
import io.sharpeyes.gateway.health.Fault;
import io.sharpeyes.gateway.health.FaultGroup;
import io.sharpeyes.gateway.journal.DiskRoom;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is wrong with the gateway's own disk, for the health report. Any thread. */
final class StorageFaults {

  private final Journal journal;
  private final EvidenceStore evidence;

  StorageFaults(Journal journal, EvidenceStore evidence) {
    this.journal = journal;
    this.evidence = evidence;
  }

  /** One group if there is no room, else none; for everybody, whatever district. */
  List<FaultGroup> groups(Registry registry, Predicate<String> mayKnow, Instant now) {
    Instant full = evidence.fullSince();
    DiskRoom room = journal.diskRoom();
    if (full == null && room == DiskRoom.ENOUGH) {
      return List.of();
    }
    Instant since = full == null ? now : full;
    String district =
        registry.districts().stream().map(District::code).filter(mayKnow).findFirst().orElse("");
    List<Fault> faults = new ArrayList<>();
    faults.add(fault("no-room-for-pictures", since, district));
    if (room == DiskRoom.RESERVE) {
      faults.add(fault("alarms-on-reserve", since, district));
    } else if (room == DiskRoom.NONE) {
      faults.add(fault("no-room-for-alarms", since, district));
    }
    return List.of(new FaultGroup("disk", "gateway", since, faults.size(), faults));
  }

  private static Fault fault(String code, Instant since, String district) {
    return new Fault("gateway", "disk", "Disk", code, since, district, null, null, null, null);
  }
}
