package io.sharpeyes.gateway;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;

/** Says which port it was that could not be had. */
final class Ports {

  private Ports() {}

  /**
   * The same future, failing with a sentence that names the port.
   *
   * @param setting how the port was given: {@code http.port 8080}
   */
  static <T> Future<T> named(Future<T> listening, String setting) {
    return listening.recover(
        failure ->
            Future.failedFuture(
                failure instanceof BindException
                    ? new IOException(
                        setting
                            + " can't be had ("
                            + failure.getMessage()
                            + "): another program"
                            + " has it; choose another port, or 0 for any that is free",
                        failure)
                    : failure));
  }
}
