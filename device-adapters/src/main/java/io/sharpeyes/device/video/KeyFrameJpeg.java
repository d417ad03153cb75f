package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns key frames into JPEG on a small pool of its own threads, so that no event loop ever waits
 * for a decoder. What doesn't fit its queue is refused at once. Any thread.
 */
final class KeyFrameJpeg implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeyFrameJpeg.class);
  private static final int QUEUE = 64;

  private final ThreadPoolExecutor pool;

  /**
   * Starts the pool, and loads the decoder on it, which takes a second the first time.
   *
   * @param threads each decodes about 200 key frames per second
   */
  KeyFrameJpeg(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            KeyFrameJpeg::newThread);
    pool.execute(KeyFrameJpeg::loadDecoder);
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "key-frame-jpeg");
    thread.setDaemon(true);
    return thread;
  }

  private static void loadDecoder() {
    try {
      KeyFrameDecoder.load();
    } catch (LinkageError e) {
      log.atError()
          .setCause(e)
          .log("the picture decoder can't be loaded: no snapshots on this platform");
    }
  }

  /**
   * Makes a JPEG of a key frame.
   *
   * @return on the pool's thread; fails with {@link PictureException} if too many wait already, or
   *     the picture can't be decoded
   */
  Future<Snapshot> encode(AccessUnit key) {
    return submit(() -> KeyFrameDecoder.toJpeg(key));
  }

  /**
   * Takes only the figures of a key frame; no picture is made.
   *
   * @return as {@link #encode}
   */
  Future<PictureFigures> figures(AccessUnit key) {
    return submit(() -> KeyFrameDecoder.figuresOf(key));
  }

  private <T> Future<T> submit(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    try {
      pool.execute(() -> run(work, done));
    } catch (RejectedExecutionException e) {
      done.fail(
          new PictureException("Over " + QUEUE + " pictures wait for the decoder; ask again"));
    }
    return done.future();
  }

  private static <T> void run(Supplier<T> work, Promise<T> done) {
    try {
      done.complete(work.get());
    } catch (PictureException e) {
      done.fail(e);
    } catch (RuntimeException | LinkageError e) {
      log.atWarn().setCause(e).log("a key frame could not be decoded");
      done.fail(new PictureException("The decoder failed: " + e));
    }
  }

  /** Stops; what waits is still worked off by daemon threads. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
