package io.sharpeyes.device.rtsp;

import io.netty.util.concurrent.ScheduledFuture;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects and asks DESCRIBE, wherever the camera's redirects lead, up to a bound. */
final class RtspDescriber {

  private static final int MAX_REDIRECTS = 3;

  private final RtspConnector connector;

  RtspDescriber(RtspConnector connector) {
    this.connector = connector;
  }

  /**
   * What a camera answered, with the connection still open.
   *
   * @param date the {@code Date} header as written, or null
   */
  record Described(
      RtspDialog dialog, Sdp sdp, CameraDescription description, @Nullable String date) {}

  /**
   * One step of the way.
   *
   * @param place where to connect
   * @param wanted what to ask for there; another place only behind a proxy (305)
   * @param basicAllowed whether the password may be shown there
   * @param redirects how many led here
   */
  private record Step(RtspAddress place, RtspAddress wanted, boolean basicAllowed, int redirects) {}

  /** What must be undone when the time is up. */
  private static final class Attempt {
    final Promise<Described> result;
    @Nullable RtspConnection connection;

    Attempt(ContextInternal context) {
      result = context.promise();
    }

    void end(RtspException cause) {
      if (result.tryFail(cause) && connection != null) {
        connection.close();
      }
    }
  }

  /**
   * Asks.
   *
   * @param context the event loop of the connection; called there
   * @param limit for all of it: name, connection, password, redirects
   * @return succeeds on that event loop with a connection that the caller closes; fails with {@link
   *     RtspException} only, with the connection closed
   */
  Future<Described> describe(
      ContextInternal context,
      RtspAddress address,
      @Nullable RtspCredentials credentials,
      Duration limit) {
    Attempt attempt = new Attempt(context);
    ScheduledFuture<?> timer =
        context
            .nettyEventLoop()
            .schedule(
                () -> context.dispatch(() -> attempt.end(outOfTime(limit))),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    describe(context, attempt, new Step(address, address, true, 0), credentials)
        .onComplete(
            described -> {
              timer.cancel(false);
              if (described.failed()) {
                attempt.end(RtspConnector.failure(described.cause(), "No description"));
              } else if (!attempt.result.tryComplete(described.result())) {
                described.result().dialog().connection().close();
              }
            });
    return attempt.result.future();
  }

  private static RtspException outOfTime(Duration limit) {
    return new RtspException(
        Cause.UNREACHABLE, "No description within " + limit.toMillis() + " ms");
  }

  private Future<Described> describe(
      ContextInternal context, Attempt attempt, Step step, @Nullable RtspCredentials credentials) {
    return connector
        .connect(context, step.place)
        .compose(
            connection -> {
              attempt.connection = connection;
              if (attempt.result.future().isComplete()) {
                connection.close();
              }
              RtspAuthenticator authenticator =
                  new RtspAuthenticator(credentials, step.basicAllowed);
              RtspDialog dialog = new RtspDialog(connection, authenticator);
              return ask(dialog, step)
                  .compose(answer -> understand(attempt, dialog, step, answer, credentials))
                  .onFailure(failure -> connection.close());
            });
  }

  private static Future<RtspMessage> ask(RtspDialog dialog, Step step) {
    RtspHeaders headers = new RtspHeaders().add("Accept", "application/sdp");
    return dialog.ask("DESCRIBE", step.wanted.url(), headers);
  }

  private Future<Described> understand(
      Attempt attempt,
      RtspDialog dialog,
      Step step,
      RtspMessage answer,
      @Nullable RtspCredentials credentials) {
    int status = answer.status();
    if (status < 300) {
      return Future.succeededFuture(read(dialog, step, answer));
    }
    if (status >= 400 || answer.headers().first("Location") == null) {
      return Future.failedFuture(RtspException.ofStatus("DESCRIBE", status, answer.reason()));
    }
    dialog.connection().close();
    return describe(dialog.connection().context(), attempt, redirected(step, answer), credentials);
  }

  private static Described read(RtspDialog dialog, Step step, RtspMessage answer) {
    Sdp sdp = SdpParser.parse(answer.body(), base(answer.headers(), step.wanted));
    CameraDescription description = sdp.describe(printable(answer.headers().first("Server")));
    return new Described(dialog, sdp, description, answer.headers().first("Date"));
  }

  private static @Nullable String printable(@Nullable String server) {
    return server == null ? null : SdpParser.printable(server);
  }

  /** RFC 2326 §C.1.1. What is no usable URL counts as missing. */
  private static RtspAddress base(RtspHeaders headers, RtspAddress asked) {
    for (String name : new String[] {"Content-Base", "Content-Location"}) {
      String url = headers.first(name);
      if (url != null && !url.isBlank()) {
        try {
          return SdpParser.resolve(url.strip(), asked);
        } catch (RtspException e) {
          // The next, or the URL asked for, does as well.
        }
      }
    }
    return asked;
  }

  private static Step redirected(Step step, RtspMessage answer) {
    if (step.redirects >= MAX_REDIRECTS) {
      throw new RtspException(
          Cause.PROTOCOL_ERROR, "Redirected more than " + MAX_REDIRECTS + " times");
    }
    RtspAddress target = location(answer);
    if (step.place.tls() && !target.tls()) {
      throw new RtspException(
          Cause.PROTOCOL_ERROR, "Redirected from rtsps to rtsp, which shows everything");
    }
    boolean sameHost = target.host().equals(step.place.host());
    return new Step(
        target,
        answer.status() == 305 ? step.wanted : target,
        step.basicAllowed && sameHost,
        step.redirects + 1);
  }

  private static RtspAddress location(RtspMessage answer) {
    try {
      return RtspAddress.parse(String.valueOf(answer.headers().first("Location")));
    } catch (IllegalArgumentException e) {
      throw new RtspException(
          Cause.PROTOCOL_ERROR, "Redirected to a place that can't be used: " + e.getMessage());
    }
  }
}
