package io.sharpeyes.gateway.journal;

/**
 * The journal's files are damaged, or not what they ought to be. The message says which file, what
 * is wrong with it and what to do; the gateway must not start on it, and least of all empty.
 */
public final class DamagedJournal extends RuntimeException {

  private static final long serialVersionUID = 1;

  DamagedJournal(String message) {
    super(message);
  }

  DamagedJournal(String message, Throwable cause) {
    super(message, cause);
  }
}
