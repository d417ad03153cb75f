package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.AlarmSignal;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.DeviceSignal;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says what devices left to be said, at once or after the delay of MQTT 5.0 §3.1.3.2.2, unless the
 * session comes back first. As large as there are sessions with such a will whose connection broke.
 */
final class DelayedWills {

  private record Waiting(long timer, Will will) {}

  private final Map<SessionKey, Waiting> waiting = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final DeviceSignalSink sink;
  private final InstantSource clock;
  private final NativeJsonPayload language;
  private final MqttCounters counters;
  private final int maxWaiting;

  DelayedWills(
      Vertx vertx,
      DeviceSignalSink sink,
      InstantSource clock,
      NativeJsonPayload language,
      MqttCounters counters,
      int maxWaiting) {
    this.vertx = vertx;
    this.sink = sink;
    this.clock = clock;
    this.language = language;
    this.counters = counters;
    this.maxWaiting = maxWaiting;
  }

  /** The connection of a session broke. */
  void leave(SessionKey key, Will will) {
    if (will.delayS() == 0 || waiting.size() >= maxWaiting) {
      say(key.device(), will);
      return;
    }
    long timer = vertx.setTimer(will.delayS() * 1_000, fired -> expire(key, fired));
    waiting.put(key, new Waiting(timer, will));
  }

  /** A session has a connection again: if it is the same session, its will is void. */
  void returned(SessionKey key, boolean sameSession) {
    Waiting one = waiting.remove(key);
    if (one != null) {
      vertx.cancelTimer(one.timer());
      if (!sameSession) {
        say(key.device(), one.will());
      }
    }
  }

  private void expire(SessionKey key, long timer) {
    Waiting one = waiting.get(key);
    if (one != null && one.timer() == timer && waiting.remove(key, one)) {
      say(key.device(), one.will());
    }
  }

  private void say(DeviceId device, Will will) {
    if (will.offline()) {
      return;
    }
    DeviceSignal signal =
        language.read(device, will.channel(), will.payload(), false, clock.instant()).orElse(null);
    if (signal instanceof AlarmSignal alarm) {
      counters.alarmReceived();
      sink.onAlarm(alarm).onFailure(unstored -> counters.reject(MqttCounters.Reject.UNSTORED));
    } else if (signal != null) {
      sink.onReport((DeviceReport) signal);
    }
  }
}
