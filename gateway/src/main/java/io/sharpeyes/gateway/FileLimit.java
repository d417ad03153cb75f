package io.sharpeyes.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sharpeyes.device.mqtt.MqttServerOptions;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and sockets this process may have open at once. Once they are used up no desk gets
 * in and no file is opened, so connections may not have them all: a tenth, and 400 at least, stay
 * for disk and cameras, and devices leave as much again, or 100 at least, to desks. Of a limit that
 * is smaller than that makes sense for, half is for connections and a third for devices.
 *
 * @param most the system's limit; a negative number stands for none
 */
record FileLimit(long most) {

  private static final Logger log = LoggerFactory.getLogger(FileLimit.class);
  private static final long LEAST_RESERVE = 500;
  private static final long LEAST_FOR_DISK_AND_CAMERAS = 400;

  /** Those of this process; no limit where the system doesn't tell. */
  static FileLimit ofProcess() {
    return new FileLimit(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : -1);
  }

  /** The connections that devices and desks may have together. */
  long connections() {
    return most < 0
        ? Long.MAX_VALUE
        : Math.max(most / 2, most - Math.max(LEAST_FOR_DISK_AND_CAMERAS, most / 10));
  }

  /** The connections that devices may have, with a warning if it is fewer than the settings say. */
  MqttServerOptions.Limits bounded(MqttServerOptions.Limits wanted) {
    long room = Math.max(most / 3, most - Math.max(LEAST_RESERVE, most / 5));
    if (most < 0 || wanted.maxConnections() <= room) {
      return wanted;
    }
    log.atWarn()
        .addKeyValue("openFiles", most)
        .addKeyValue("admitted", room)
        .addKeyValue("maxConnections", wanted.maxConnections())
        .log(
            "fewer MQTT connections are admitted than mqtt.maxConnections says, because the process"
                + " may not open enough files: raise its limit (LimitNOFILE, ulimit -n) to "
                + needed(wanted.maxConnections())
                + ", or lower mqtt.maxConnections");
    return wanted.withMaxConnections((int) room);
  }

  private static long needed(long connections) {
    return connections + Math.max(LEAST_RESERVE, (connections + 3) / 4);
  }
}
