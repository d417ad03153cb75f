package io.sharpeyes.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a process up until it is told to end: on SIGTERM or SIGINT everything is stopped in order
 * and the process exits 0; if the disk fails it exits 1 at once, because nothing that it would say
 * afterwards could be kept.
 */
final class Running {

  private static final Logger log = LoggerFactory.getLogger(Running.class);
  private static final long STOP_WITHIN_S = 9;

  /**
   * Files, names and the signatures of TLS handshakes; few, because each takes its share of the
   * processors from the event loops when a whole county connects.
   */
  private static final int BLOCKING_THREADS = 4;

  private Running() {}

  /** The Vert.x of a gateway. */
  static Vertx vertx() {
    // Netty's own is a second: so long a flood of what is handed to an event loop (new connections,
    // for one) may keep it from looking at the sockets on which alarms come.
    String longest = "io.netty.eventLoop.maxTaskProcessingQuantumMs";
    System.setProperty(longest, System.getProperty(longest, "100"));
    return Vertx.builder()
        .with(new VertxOptions().setInternalBlockingPoolSize(BLOCKING_THREADS))
        .withTransport(BoundedAccepts.transport(FileLimit.ofProcess().connections()))
        .build();
  }

  /** Ends the process because the disk failed. May be called on any thread; does not return. */
  static void onFatal(Throwable failure) {
    log.atError()
        .addKeyValue("cause", Failure.told(failure))
        .log("the disk failed: nothing can be stored, so the gateway ends; look at the disk");
    System.err.println("The disk failed: " + Failure.told(failure) + ". The gateway ends.");
    Runtime.getRuntime().halt(1);
  }

  /**
   * A thread ended by a fault that nobody expected. If the machine can't go on (no memory left, for
   * one), the process ends at once: one that lives on without its writer takes presses from nobody,
   * and nobody would start it again.
   */
  static void onUncaught(Thread thread, Throwable fault) {
    if (fault instanceof VirtualMachineError) {
      Runtime.getRuntime().halt(1);
    }
    log.atError()
        .setCause(fault)
        .addKeyValue("thread", thread.getName())
        .log("a thread ended by a fault of the gateway");
  }

  /** Waits until the process is told to end, then stops what runs. Does not return. */
  static void untilStopped(Vertx vertx, Supplier<Future<Void>> stop) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAll(vertx, stop), "shutdown"));
    new CountDownLatch(1).await();
  }

  private static void stopAll(Vertx vertx, Supplier<Future<Void>> stop) {
    CountDownLatch stopped = new CountDownLatch(1);
    stop.get().compose(v -> vertx.close()).onComplete(result -> stopped.countDown());
    int code = 0;
    try {
      if (!stopped.await(STOP_WITHIN_S, TimeUnit.SECONDS)) {
        System.err.println("Not everything stopped within " + STOP_WITHIN_S + " s.");
        code = 1;
      }
    } catch (InterruptedException e) {
      code = 1;
    }
    Runtime.getRuntime().halt(code);
  }
}
