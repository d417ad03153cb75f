package io.sharpeyes.gateway.journal;

/** How much room the journal has. */
public enum DiskRoom {
  /** Enough, and a reserve. */
  ENOUGH,
  /** The disk was full and the reserve is given up: presses are still stored, until it is used. */
  RESERVE,
  /** None: presses are not stored and not acknowledged, only shown as unstored. */
  NONE
}
