package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps sessions as long as the test has the object; can be told to fail. */
final class VolatileSessionStore implements MqttSessionStore {

  final Map<SessionKey, StoredSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean broken;

  void breakDown() {
    broken = true;
  }

  @Override
  public Future<List<StoredSession>> load(DeviceId device) {
    return Future.succeededFuture(
        sessions.values().stream().filter(one -> one.key().device().equals(device)).toList());
  }

  @Override
  public Future<Void> save(StoredSession session) {
    if (broken) {
      return Future.failedFuture("disk full");
    }
    sessions.put(session.key(), session);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> remove(SessionKey key) {
    sessions.remove(key);
    return Future.succeededFuture();
  }
}
