package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignalSink;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who is connected. Used from all event loops; as large as there are connections. */
final class DeviceLinks {

  private final Map<DeviceId, DeviceLink> links = new ConcurrentHashMap<>();
  private final DeviceSignalSink sink;
  private final InstantSource clock;

  DeviceLinks(DeviceSignalSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Waits for the right to open a session of a device; {@link #release} gives it back. */
  Future<DeviceLink> claim(DeviceId device) {
    while (true) {
      DeviceLink link = links.computeIfAbsent(device, DeviceLink::new);
      Future<Void> turn = link.claim();
      if (turn != null) {
        return turn.map(link);
      }
      links.remove(device, link);
    }
  }

  void release(DeviceId device, DeviceLink link) {
    if (link.release(sink, clock)) {
      links.remove(device, link);
    }
  }

  void attach(DeviceLink link, MqttButtonSession session, String remoteAddress) {
    link.attach(session, remoteAddress, sink, clock);
  }

  void detach(DeviceLink link, MqttButtonSession session, LinkEnd end) {
    if (link.detach(session, end, sink, clock)) {
      links.remove(session.key().device(), link);
    }
  }

  /** The live connections of a device, in the order in which they came. */
  List<MqttButtonSession> live(DeviceId device) {
    DeviceLink link = links.get(device);
    return link == null ? List.of() : link.live();
  }

  void forEachLive(Consumer<MqttButtonSession> action) {
    links.values().forEach(link -> link.live().forEach(action));
  }
}
