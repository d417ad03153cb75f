package io.sharpeyes.device.simulator;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many {@link SimulatedButton}s that press at a given rate, whether or not the gateway keeps up (an
 * open loop: the next press never waits for the answer to the last one). Times are counted from
 * when a press was due, so that a slow gateway can't hide behind a slow generator. Methods may be
 * called on any thread.
 */
public final class ButtonFleet {

  private static final int BUTTONS_PER_SOURCE_ADDRESS = 20_000;
  private static final int MAX_TRACKED = 200_000;
  private static final long PACE_MILLIS = 1;

  /** What is told of each press and connection; called on event loops, and must not block. */
  public interface Recorder {

    /** The gateway acknowledged a press (PUBACK), so long after it was due. */
    default void acknowledged(long nanos) {}

    /** The device was told that the press is stored, so long after it was due. */
    default void stored(long nanos) {}

    /** A button's first connection took so long from its start to SUBACK. */
    default void connected(long nanos) {}
  }

  private final Vertx vertx;
  private final Recorder recorder;
  private final List<NetClient> clients = new ArrayList<>();
  private final List<SimulatedButton> buttons = new ArrayList<>();
  private final Map<String, Long> dueOfUnstored = new ConcurrentHashMap<>();
  private final AtomicInteger up = new AtomicInteger();
  private final LongAdder pressed = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final AtomicLong pacer = new AtomicLong(-1);

  /**
   * Makes a fleet; {@link #connect} lets it begin.
   *
   * @param host the gateway's address; on a loopback address several source addresses are used, as
   *     many as so many connections need
   * @param port the gateway's plain MQTT port
   * @param count how many buttons
   * @param names gives each button its identity, from 0 on
   * @param secret the password of all of them
   */
  public ButtonFleet(
      Vertx vertx,
      String host,
      int port,
      int count,
      IntFunction<DeviceId> names,
      String secret,
      Recorder recorder) {
    this.vertx = vertx;
    this.recorder = recorder;
    SocketAddress gateway = SocketAddress.inetSocketAddress(port, host);
    boolean loopback = host.startsWith("127.");
    for (int i = 0; i < count; i++) {
      int source = i / BUTTONS_PER_SOURCE_ADDRESS;
      if (clients.size() == source && (loopback || clients.isEmpty())) {
        clients.add(client(loopback && count > BUTTONS_PER_SOURCE_ADDRESS, source));
      }
      NetClient client = clients.get(Math.min(source, clients.size() - 1));
      buttons.add(new SimulatedButton(vertx, client, gateway, names.apply(i), secret, new Ear()));
    }
  }

  /**
   * Connects all buttons.
   *
   * @param inFlight how many at once; as many as there are buttons makes a storm
   * @return succeeds when every button is subscribed
   */
  public Future<Void> connect(int inFlight) {
    AtomicInteger next = new AtomicInteger();
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < Math.min(inFlight, buttons.size()); i++) {
      Promise<Void> lane = Promise.promise();
      lanes.add(lane.future());
      connectNext(next, lane);
    }
    return Future.all(lanes).mapEmpty();
  }

  /** The buttons, in the order of their names. */
  public List<SimulatedButton> buttons() {
    return List.copyOf(buttons);
  }

  /** Begins to press, each time another button by chance; ends what was begun before. */
  public void press(double perSecond) {
    stopPressing();
    long start = System.nanoTime();
    double nanosBetween = TimeUnit.SECONDS.toNanos(1) / perSecond;
    AtomicLong done = new AtomicLong();
    pacer.set(vertx.setPeriodic(PACE_MILLIS, tick -> pressAllDue(start, nanosBetween, done)));
  }

  /** Presses no more; what was pressed is still sent until it is acknowledged. */
  public void stopPressing() {
    long timer = pacer.getAndSet(-1);
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
  }

  /** Says good-bye with all buttons. */
  public Future<Void> close() {
    stopPressing();
    return Future.join(buttons.stream().map(SimulatedButton::close).toList())
        .transform(done -> Future.join(clients.stream().map(NetClient::close).toList()))
        .mapEmpty();
  }

  /** Buttons that are connected now. */
  public int connected() {
    return up.get();
  }

  /** Presses so far. */
  public long pressed() {
    return pressed.sum();
  }

  /** Presses that the gateway acknowledged. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Presses of which the device was told that they are stored. */
  public long stored() {
    return stored.sum();
  }

  private void connectNext(AtomicInteger next, Promise<Void> lane) {
    int index = next.getAndIncrement();
    if (index >= buttons.size()) {
      lane.tryComplete();
      return;
    }
    long start = System.nanoTime();
    buttons
        .get(index)
        .connect()
        .onComplete(
            subscribed -> {
              recorder.connected(System.nanoTime() - start);
              connectNext(next, lane);
            },
            lane::tryFail);
  }

  private void pressAllDue(long start, double nanosBetween, AtomicLong done) {
    long due;
    while ((due = start + (long) (done.get() * nanosBetween)) <= System.nanoTime()) {
      done.incrementAndGet();
      press(buttons.get(ThreadLocalRandom.current().nextInt(buttons.size())), due);
    }
  }

  private void press(SimulatedButton button, long due) {
    pressed.increment();
    button
        .press(id -> track(button, id, due))
        .onSuccess(
            id -> {
              acknowledged.increment();
              recorder.acknowledged(System.nanoTime() - due);
            });
  }

  private void track(SimulatedButton button, String press, long due) {
    if (dueOfUnstored.size() < MAX_TRACKED) {
      dueOfUnstored.put(button.device() + " " + press, due);
    }
  }

  private NetClient client(boolean fromOwnAddress, int source) {
    NetClientOptions options = new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(30_000);
    if (fromOwnAddress) {
      options.setLocalAddress("127.0.0." + (2 + source));
    }
    return vertx.createNetClient(options);
  }

  private final class Ear implements SimulatedButton.Listener {

    @Override
    public void onLink(SimulatedButton button, boolean isUp) {
      up.addAndGet(isUp ? 1 : -1);
    }

    @Override
    public void onFeedback(SimulatedButton button, @Nullable String press, String stage) {
      if (stage.equals("stored")) {
        Long due = dueOfUnstored.remove(button.device() + " " + press);
        if (due != null) {
          stored.increment();
          recorder.stored(System.nanoTime() - due);
        }
      }
    }
  }
}
