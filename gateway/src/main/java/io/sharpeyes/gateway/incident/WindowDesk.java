package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Books windows (报备) for drills and tests, and ends them with a report. */
final class WindowDesk {

  private static final int MAX_DEVICES = 64;
  private static final int MAX_NOTE = 1_000;
  private static final Duration FARTHEST_AHEAD = Duration.ofDays(90);

  private final Ledger ledger;

  WindowDesk(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Books a window.
   *
   * @throws Rejected if it is too long, over already, names unknown devices, or one of them is
   *     booked for that time already
   */
  BookedWindow book(WindowRequest request, Actor by) {
    checkTimes(request);
    Texts.optional("note", request.note(), MAX_NOTE);
    if (request.status() != Status.EXERCISE && request.status() != Status.TEST) {
      throw Rejected.invalid("A window is for an exercise or a test");
    }
    if (ledger.windows().bookedCount() >= WindowFiles.BOOKED_MOST) {
      throw new Rejected(
          Rejected.Reason.LIMIT, "Too many windows are booked: cancel some first", null);
    }
    List<Device> devices = devices(request);
    BookedWindow window = window(request, by, devices);
    checkFree(window);
    return say("window.booked", window, by);
  }

  private void checkTimes(WindowRequest request) {
    Duration length = Duration.between(request.from(), request.to());
    Duration longest = ledger.correlation().longestWindow();
    if (length.isNegative() || length.isZero() || length.compareTo(longest) > 0) {
      throw Rejected.invalid(
          "The window must end after it begins, at most " + longest.toMinutes() + " min later");
    }
    Instant now = ledger.now();
    if (!request.to().isAfter(now) || request.from().isAfter(now.plus(FARTHEST_AHEAD))) {
      throw Rejected.invalid(
          "The window must not be over already, nor begin more than "
              + FARTHEST_AHEAD.toDays()
              + " days from now");
    }
  }

  private List<Device> devices(WindowRequest request) {
    List<String> ids = request.devices();
    if (ids.isEmpty() || ids.size() > MAX_DEVICES || new HashSet<>(ids).size() != ids.size()) {
      throw Rejected.invalid("A window names 1 to " + MAX_DEVICES + " devices, each once");
    }
    List<Device> devices = new ArrayList<>();
    for (String id : ids) {
      devices.add(
          (DeviceId.isValid(id)
                  ? ledger.registry().device(new DeviceId(id))
                  : Optional.<Device>empty())
              .orElseThrow(() -> Rejected.invalid("There is no device " + id)));
    }
    return devices;
  }

  private BookedWindow window(WindowRequest request, Actor by, List<Device> devices) {
    List<String> sites = devices.stream().map(Device::site).distinct().toList();
    String district = district(sites.get(0));
    for (String site : sites) {
      district = AreaFiles.common(district, district(site), ledger.registry());
    }
    return new BookedWindow(
        ledger.windows().ids().next(ledger.now()),
        request.status(),
        request.devices(),
        Instant.ofEpochMilli(request.from().toEpochMilli()),
        Instant.ofEpochMilli(request.to().toEpochMilli()),
        by,
        ledger.now(),
        request.note(),
        BookedWindow.State.BOOKED,
        null,
        district,
        sites.size() == 1 ? sites.get(0) : null,
        List.of());
  }

  private String district(String site) {
    return ledger.registry().site(site).orElseThrow().district();
  }

  private void checkFree(BookedWindow window) {
    for (String device : window.devices()) {
      for (BookedWindow other : ledger.windows().of(device)) {
        if (other.from().isBefore(window.to()) && window.from().isBefore(other.to())) {
          throw Rejected.taken(
              "Device %s is booked in %s, from %s to %s"
                  .formatted(device, other.id(), other.from(), other.to()),
              other);
        }
      }
    }
  }

  /**
   * Calls a window off, or ends it early if somebody has pressed in it.
   *
   * @throws Rejected if there is no such window, or it is over
   */
  BookedWindow cancel(String id, Actor by) {
    BookedWindow window = ledger.windows().booked(id);
    if (window == null) {
      throw new Rejected(
          Rejected.Reason.NOT_FOUND, "There is no window " + id + " that is not over", null);
    }
    return window.presses().isEmpty()
        ? over(window, BookedWindow.State.CANCELLED, by)
        : end(window, by);
  }

  /** Its time is over. */
  void end(String id) {
    BookedWindow window = ledger.windows().booked(id);
    if (window != null) {
      end(window, Actor.GATEWAY);
    }
  }

  private BookedWindow end(BookedWindow window, Actor by) {
    return over(window, BookedWindow.State.ENDED, by);
  }

  private BookedWindow over(BookedWindow window, BookedWindow.State how, Actor by) {
    return say("window." + how.wireName(), window.over(how, ledger.now()), by);
  }

  private BookedWindow say(String type, BookedWindow window, Actor by) {
    ledger.say(
        type,
        window.id(),
        window.district(),
        window.site(),
        new EventData.WindowChanged(window, by));
    return window;
  }
}
