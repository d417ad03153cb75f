package io.sharpeyes.gateway.api;

import io.micrometer.core.instrument.Counter;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.api.Call.Caller;
import io.sharpeyes.gateway.settings.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request: rate limit, who calls, may they, is the request as the contract says, the
 * operation, the answer. On the event loop of its connection; shared by all of them.
 */
final class Dispatch {

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final long CLOSE_AFTER_MS = 1_000;
  private static final String ZIP = "application/zip";

  private final HttpParts parts;
  private final Access access;
  private final HttpSettings settings;
  private final Connections connections;
  private final RateLimit byAddress = new RateLimit(1_000, 3_000, System::nanoTime);
  private final AtomicBoolean importing = new AtomicBoolean();
  private final RateLimit bySession = new RateLimit(200, 600, System::nanoTime);

  Dispatch(HttpParts parts, Access access, HttpSettings settings, Connections connections) {
    this.parts = parts;
    this.access = access;
    this.settings = settings;
    this.connections = connections;
  }

  /** What happens to every request first. */
  void prepare(Router router) {
    router
        .route()
        .handler(
            context -> {
              secure(context.response());
              String address = context.request().remoteAddress().hostAddress();
              if (!isPlain(context)) {
                refuse(context, unknown(context), null);
              } else if (byAddress.admits(String.valueOf(address))) {
                context.next();
              } else {
                refuse(context, Problem.tooMany("This address asks too often.", 1), null);
              }
            });
    router.errorHandler(404, context -> refuse(context, unknown(context), null));
    router.errorHandler(405, context -> refuse(context, wrongMethod(context), null));
    router.errorHandler(400, context -> refuse(context, unreadable(), null));
    router.errorHandler(500, context -> refuse(context, cause(context), null));
  }

  /**
   * Each page has one path. Another spelling of it, with dots, doubled or trailing slashes or
   * letters in percent form, is no page: a proxy in front that keeps /metrics inside must not be
   * got round.
   */
  private static boolean isPlain(RoutingContext context) {
    String path = context.request().path();
    return path != null
        && path.equals(context.normalizedPath())
        && (path.length() == 1 || !path.endsWith("/"));
  }

  private void secure(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", CONTENT_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)");
    if (access.isTls()) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }

  /** Mounts an operation that has an answer. */
  void answer(Router router, OperationContract contract, Operation operation) {
    router
        .route(contract.method(), contract.route())
        .handler(
            context -> {
              Caller caller = admit(context, contract);
              if (caller != null) {
                alone(
                        contract,
                        () ->
                            body(context, contract)
                                .compose(
                                    body ->
                                        operation.handle(call(context, contract, caller, body))))
                    .onSuccess(answer -> send(context, answer))
                    .onFailure(failure -> refuse(context, failure, caller.session()));
              }
            });
  }

  /**
   * Mounts an operation that answers by itself, piece by piece.
   *
   * @param opening fails, or throws {@link Problem}, if nothing was sent yet
   */
  void stream(Router router, OperationContract contract, Function<Call, Future<Void>> opening) {
    router
        .route(contract.method(), contract.route())
        .handler(
            context -> {
              Caller caller = admit(context, contract);
              if (caller != null) {
                try {
                  opening
                      .apply(call(context, contract, caller, Buffer.buffer()))
                      .onFailure(failure -> refuse(context, failure, caller.session()));
                } catch (Problem problem) {
                  refuse(context, problem, caller.session());
                }
              }
            });
  }

  /** What happens to all else: the console's files, or nothing. */
  void otherwise(Router router, ConsoleFiles files) {
    router.route("/api/*").handler(context -> refuse(context, unknown(context), null));
    router
        .route(HttpMethod.GET, "/*")
        .handler(
            context ->
                files
                    .get(context.request().path())
                    .onSuccess(file -> send(context, file))
                    .onFailure(failure -> refuse(context, failure, null)));
  }

  private @Nullable Caller admit(RoutingContext context, OperationContract contract) {
    try {
      Caller caller = access.admit(context.request(), contract);
      Session session = caller.session();
      if (session != null) {
        connections.signedIn(context.request().connection(), session.id());
        if (!bySession.admits(session.id())) {
          throw Problem.tooMany("This session asks too often.", 1);
        }
      }
      checkMediaType(context.request(), contract);
      return caller;
    } catch (Problem problem) {
      refuse(context, problem, null);
      return null;
    }
  }

  private static void checkMediaType(HttpServerRequest request, OperationContract contract) {
    String type = request.getHeader("Content-Type");
    if (type == null || contract.bodyTypes().isEmpty()) {
      return;
    }
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!contract.bodyTypes().contains(plain)) {
      throw new Problem(
          415,
          "media-type",
          "The body has a media type that isn't taken here",
          "It is " + plain + ".",
          "Send " + String.join(" or ", contract.bodyTypes()) + ".");
    }
  }

  /** One import at a time: several large ones at once would take the memory that alarms need. */
  private Future<Answer> alone(OperationContract contract, Supplier<Future<Answer>> work) {
    if (!contract.bodyTypes().contains(ZIP)) {
      return work.get();
    }
    if (!importing.compareAndSet(false, true)) {
      return Future.failedFuture(Problem.unavailable("Another import is running."));
    }
    return work.get().onComplete(done -> importing.set(false));
  }

  private Future<Buffer> body(RoutingContext context, OperationContract contract) {
    return contract.bodyTypes().isEmpty()
        ? Future.succeededFuture(Buffer.buffer())
        : BodyReader.read(
            parts.vertx(),
            context.request(),
            contract.bodyTypes().contains(ZIP)
                ? settings.maxImportBytes()
                : settings.maxBodyBytes());
  }

  private static Call call(
      RoutingContext context, OperationContract contract, Caller caller, Buffer body) {
    Map<String, Object> parameters =
        contract.parameters(
            context.pathParams(), context.queryParams(), context.request().headers());
    JsonObject json = contract.json(body);
    return new Call(context.request(), caller, parameters, json, body);
  }

  private static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.body().length() == 0) {
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  private static void send(RoutingContext context, ConsoleFiles.File file) {
    HttpServerResponse response = context.response();
    response.putHeader("ETag", file.etag()).putHeader("Cache-Control", "no-cache");
    if (file.etag().equals(context.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", file.mediaType()).end(file.bytes());
    }
  }

  private void refuse(RoutingContext context, Throwable failure, @Nullable Session session) {
    IncidentView view =
        session == null ? null : new IncidentView(session.person(), parts.registry().get());
    Problem problem = Problems.of(failure, view);
    count(problem);
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(problem.status()).putHeader("Content-Type", "application/problem+json");
    problem.headers().forEach(response::putHeader);
    Future<Void> sent = response.end(ApiJson.write(problem.body(context.request().path())));
    if (problem.headers().containsKey("Connection")) {
      sent.onComplete(done -> closeSoon(context.request().connection()));
    }
  }

  /** A body without an end goes on after the answer; the answer must get through before the cut. */
  private void closeSoon(HttpConnection connection) {
    parts.vertx().setTimer(CLOSE_AFTER_MS, id -> connection.close());
  }

  private void count(Problem problem) {
    Counter.builder("sharpeyes.rejected")
        .description("Requests, messages and connections that were refused")
        .tag("reason", "http-" + problem.code())
        .register(parts.meters())
        .increment();
  }

  private static Problem unknown(RoutingContext context) {
    return Problem.notFound("page", context.request().path());
  }

  private static Problem wrongMethod(RoutingContext context) {
    return new Problem(
        405,
        "wrong-method",
        "This can't be done here",
        context.request().method() + " is not among the methods of this path.",
        "See /openapi.yaml.");
  }

  private static Problem unreadable() {
    return Problem.invalid("request", "can't be read");
  }

  private static Throwable cause(RoutingContext context) {
    Throwable failure = context.failure();
    return failure == null ? Problem.fault() : failure;
  }
}
