package io.sharpeyes.gateway.journal;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows how much room there is, gives the reserve up when there is none, and makes it again. */
final class DiskGuard {

  private static final Logger log = LoggerFactory.getLogger(DiskGuard.class);

  private static final long ROOM_TO_START = 16 << 20;

  private final DiskReserve reserve;
  private final Listeners listeners;
  private volatile DiskRoom room = DiskRoom.ENOUGH;

  DiskGuard(DiskReserve reserve, Listeners listeners) {
    this.reserve = reserve;
    this.listeners = listeners;
  }

  DiskRoom room() {
    return room;
  }

  /**
   * Before a start: opening the files takes some room, and a full disk must not keep it from it.
   */
  void makeRoomToStart() throws IOException {
    if (reserve.hasLessRoomThan(ROOM_TO_START) && reserve.giveUp()) {
      become(DiskRoom.RESERVE);
    }
  }

  /**
   * The disk is full.
   *
   * @return true if the reserve was given up just now, so that there is room again
   */
  boolean full() {
    boolean given;
    try {
      given = reserve.giveUp();
    } catch (IOException e) {
      log.atError().setCause(e).log("the disk is full, and its reserve could not be given up");
      given = false;
    }
    become(given ? DiskRoom.RESERVE : DiskRoom.NONE);
    return given;
  }

  /** Something was stored. */
  void stored() {
    if (room == DiskRoom.NONE) {
      become(DiskRoom.RESERVE);
    }
  }

  /** Makes the reserve if there is room for it. Blocks while it is written. */
  void mend() {
    try {
      if (reserve.make()) {
        become(DiskRoom.ENOUGH);
      } else if (room == DiskRoom.ENOUGH) {
        become(DiskRoom.RESERVE);
      }
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the reserve for a full disk could not be made");
    }
  }

  private synchronized void become(DiskRoom now) {
    if (room == now) {
      return;
    }
    room = now;
    switch (now) {
      case ENOUGH -> log.info("the disk has room again and the reserve is made");
      case RESERVE -> log.warn("the disk is full and the reserve is given up: make room");
      case NONE -> log.error("the disk is full and presses are not stored: make room now");
    }
    listeners.tellDiskRoom(now);
  }
}
