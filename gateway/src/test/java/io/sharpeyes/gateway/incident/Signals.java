package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes presses for tests: {@code Signals.of("b0-0", at).press("7").silent().done()}. */
final class Signals {

  private final String device;
  private final Instant receivedAt;
  private @Nullable String press;
  private int code = ButtonPressed.PANIC;
  private @Nullable Instant pressedAt;
  private boolean silent;
  private boolean retained;
  private @Nullable String unreadable;

  private Signals(String device, Instant receivedAt) {
    this.device = device;
    this.receivedAt = receivedAt;
  }

  static Signals of(String device, Instant receivedAt) {
    return new Signals(device, receivedAt);
  }

  Signals press(@Nullable String id) {
    press = id;
    return this;
  }

  Signals code(int contactId) {
    code = contactId;
    return this;
  }

  Signals pressedAt(@Nullable Instant at) {
    pressedAt = at;
    return this;
  }

  Signals silent() {
    silent = true;
    return this;
  }

  Signals retained() {
    retained = true;
    return this;
  }

  Signals unreadable(String why) {
    unreadable = why;
    return this;
  }

  Press done() {
    return County.press(
        new ButtonPressed(
            new DeviceId(device),
            receivedAt,
            press,
            code,
            false,
            pressedAt,
            silent,
            null,
            null,
            retained,
            unreadable,
            unreadable == null ? null : "???"));
  }
}
