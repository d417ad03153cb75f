package io.sharpeyes.gateway.journal;

/** Waiting for the journal's own threads. */
final class Threads {

  private Threads() {}

  /** Waits for a thread that has been told to end; an interrupt is kept for the caller. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
