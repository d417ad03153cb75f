package io.sharpeyes.benchmarks;

import java.util.Locale;

/** What is done to the gateway while presses go on. */
enum OverloadCase {
  /** All devices lose their connection and come back at once, a tenth of them over TLS. */
  RECONNECT,
  /** Devices that send more reports than anybody can use. */
  TELEMETRY,
  /** Desks that open the event stream and never read it. */
  SLOW_DESK,
  /** Whatever makes the gateway write log lines, as fast as it goes. */
  LOG_FLOOD,
  /** No room on the disk for a while; needs root, for a small tmpfs. */
  FULL_DISK,
  /** The whole process stands still for two seconds. */
  PAUSE;

  static OverloadCase of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
