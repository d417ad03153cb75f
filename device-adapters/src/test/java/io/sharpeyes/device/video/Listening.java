package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what cameras say. */
final class Listening implements StreamListener {

  final LinkedBlockingQueue<CameraHealth> health = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<SceneEvent> scenes = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<CameraDescription> descriptions = new LinkedBlockingQueue<>();

  @Override
  public void onScene(String camera, SceneEvent event) {
    scenes.add(event);
  }

  @Override
  public void onHealth(String camera, CameraHealth now) {
    health.add(now);
  }

  @Override
  public void onDescription(String camera, CameraDescription description) {
    descriptions.add(description);
  }

  CameraHealth awaitHealth(CameraHealth.Cause cause) throws InterruptedException {
    return await(health, told -> told.cause() == cause);
  }

  static <T> T await(BlockingQueue<T> queue, Predicate<T> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    T next = queue.poll(30, TimeUnit.SECONDS);
    while (next != null && !wanted.test(next)) {
      next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    assertThat(next).as("within 30 s").isNotNull();
    return Objects.requireNonNull(next);
  }
}
