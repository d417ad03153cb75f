package io.sharpeyes.gateway.api;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Where alarms raised over HTTP go: the same way as those of buttons. */
@FunctionalInterface
public interface AlarmIntake {

  /**
   * Takes an alarm.
   *
   * @param by the person who raised it, or null for a device
   * @return what it became; succeeds when it is on disk
   */
  Future<PressResult> raise(ButtonPressed signal, @Nullable Actor by);
}
