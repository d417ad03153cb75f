package io.sharpeyes.gateway;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How a failure is told to whoever typed a command. */
final class Failure {

  private Failure() {}

  /** The message of the outermost cause that has one of its own; a bare exception by its name. */
  static String told(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoSuchFileException missing) {
        return missing.getFile() + " doesn't exist.";
      }
      if (cause instanceof AccessDeniedException denied) {
        return denied.getFile() + " may not be read or written by this user.";
      }
      boolean wrapper = cause instanceof CompletionException || cause instanceof ExecutionException;
      if (cause.getMessage() != null && !wrapper) {
        return cause.getMessage();
      }
    }
    return failure.toString();
  }
}
