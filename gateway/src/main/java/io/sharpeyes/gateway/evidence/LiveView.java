package io.sharpeyes.gateway.evidence;

import io.sharpeyes.device.video.LiveOutlet;
import io.sharpeyes.device.video.LiveViewer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One look through one camera, from its audit row to the one that says how long it was. Ends once,
 * whoever ends it first: the one who looks, the grant, the camera. Any thread; pictures come on the
 * camera's event loop.
 */
public final class LiveView {

  /** What is told when it ends. */
  interface Listener {

    /** The first picture was handed on, so long after it was asked for. */
    void onFirstPicture(long nanos);

    /** It is over. */
    void onEnd(LiveView view, String reason);
  }

  private final Grant grant;
  private final LiveScreen screen;
  private final Listener listener;
  private final long begunNanos = System.nanoTime();
  private final Promise<Void> written = Promise.promise();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean shown = new AtomicBoolean();
  private final AtomicReference<@Nullable LiveViewer> viewer = new AtomicReference<>();

  LiveView(Grant grant, LiveScreen screen, Listener listener) {
    this.grant = grant;
    this.screen = screen;
    this.listener = listener;
  }

  Grant grant() {
    return grant;
  }

  /** Where the camera's pictures go: to the screen, as long as the view goes on. */
  LiveOutlet outlet() {
    return new LiveOutlet() {
      @Override
      public boolean isFull() {
        return screen.isFull();
      }

      @Override
      public void onInit(String mimeType, byte[] segment) {
        if (!over.get()) {
          screen.onInit(mimeType, segment);
        }
      }

      @Override
      public void onPicture(boolean key, byte[] bytes) {
        if (!over.get()) {
          screen.onPicture(key, bytes);
          if (shown.compareAndSet(false, true)) {
            listener.onFirstPicture(System.nanoTime() - begunNanos);
          }
        }
      }

      @Override
      public void onEnd(String reason) {
        end(LiveScreen.CAMERA_GONE, reason);
      }
    };
  }

  /** The camera has let it in. */
  void joined(LiveViewer joined) {
    viewer.set(joined);
    if (over.get()) {
      joined.close();
    }
  }

  /** Ends it, and tells the screen why. */
  void end(int code, String reason) {
    if (finish(reason)) {
      screen.end(code, reason);
    }
  }

  /** The one who looked has gone. */
  public void gone() {
    finish("left");
  }

  private boolean finish(String reason) {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    LiveViewer joined = viewer.get();
    if (joined != null) {
      joined.close();
    }
    listener.onEnd(this, reason);
    return true;
  }

  /** How long it has lasted, in nanoseconds. */
  long lasted() {
    return System.nanoTime() - begunNanos;
  }

  /** The row that says that it is over is on its way. */
  void written(Future<Void> row) {
    row.onComplete(written);
  }

  /** When the audit knows that it is over, or can't be told. */
  Future<Void> written() {
    return written.future();
  }

  long pictures() {
    LiveViewer joined = viewer.get();
    return joined == null ? 0 : joined.pictures();
  }

  long dropped() {
    LiveViewer joined = viewer.get();
    return joined == null ? 0 : joined.dropped();
  }
}
