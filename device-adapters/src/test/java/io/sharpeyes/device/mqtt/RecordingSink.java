package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.AlarmSignal;
import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.Receipt;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what it is told, and stores alarms as a test says. */
final class RecordingSink implements DeviceSignalSink {

  final List<AlarmSignal> alarms = new CopyOnWriteArrayList<>();
  final List<DeviceReport> reports = new CopyOnWriteArrayList<>();
  private volatile Function<AlarmSignal, Future<Receipt>> storage = this::storeAtOnce;

  /** Has alarms answered by a test; they are recorded before. */
  void storeBy(Function<AlarmSignal, Future<Receipt>> other) {
    storage = other;
  }

  @Override
  public Future<Receipt> onAlarm(AlarmSignal signal) {
    alarms.add(signal);
    return storage.apply(signal);
  }

  @Override
  public void onReport(DeviceReport report) {
    reports.add(report);
  }

  List<ButtonPressed> presses() {
    return all(alarms, ButtonPressed.class);
  }

  <T> List<T> reports(Class<T> type) {
    return all(reports, type);
  }

  private Future<Receipt> storeAtOnce(AlarmSignal signal) {
    return Future.succeededFuture(new Receipt("incident-" + alarms.size(), null, false));
  }

  private static <T> List<T> all(List<?> everything, Class<T> type) {
    return everything.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
