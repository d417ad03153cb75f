package io.sharpeyes.benchmarks;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A desk that reads its event stream and remembers which presses it saw, how often. */
final class Desk implements WebSocket.Listener {

  private static final Pattern PRESS = Pattern.compile("\"press\":\"(x\\d+)\"");

  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private final AtomicInteger offline = new AtomicInteger();
  private final Consumer<String> onPress;
  private final StringBuilder frame = new StringBuilder();
  private volatile boolean open = true;

  private Desk(Consumer<String> onPress) {
    this.onPress = onPress;
  }

  /**
   * Opens one.
   *
   * @param onPress told the id of each press when its frame is here
   */
  static Desk open(GatewayProcess gateway, Consumer<String> onPress) {
    Desk desk = new Desk(onPress);
    gateway
        .client()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + gateway.token())
        .buildAsync(
            URI.create(gateway.http().toString().replaceFirst("^http", "ws") + "/api/v1/events"),
            desk)
        .join();
    return desk;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    frame.append(part);
    if (last) {
      take(frame);
      frame.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    open = false;
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    open = false;
  }

  private void take(CharSequence event) {
    String text = event.toString();
    if (text.contains("\"device.offline\"")) {
      offline.incrementAndGet();
    } else if (text.contains("\"alarm.raised\"")) {
      Matcher press = PRESS.matcher(text);
      if (press.find() && seen.merge(press.group(1), 1, Integer::sum) == 1) {
        onPress.accept(press.group(1));
      }
    }
  }

  boolean isOpen() {
    return open;
  }

  boolean saw(String press) {
    return seen.containsKey(press);
  }

  /** Presses that were seen more than once. */
  long doubled() {
    return seen.values().stream().filter(times -> times > 1).count();
  }

  /** How often a device was said to be offline. */
  int offline() {
    return offline.get();
  }
}
