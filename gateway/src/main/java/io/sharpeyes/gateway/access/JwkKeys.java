package io.sharpeyes.gateway.access;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the OpenID provider (a JWK set, RFC 7517), from a file or an address of the
 * settings; read anew from time to time, and soon after a token names a key that isn't there. Until
 * it was read once, no token is taken; a set that can't be read leaves the one before. Any thread;
 * never blocks.
 */
final class JwkKeys implements JWKSource<SecurityContext>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JwkKeys.class);
  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_KEYS = 64;
  private static final int LEAST_RSA_BITS = 2_048;
  private static final long TIMEOUT_MS = 5_000;
  private static final Duration NOT_SOONER_THAN = Duration.ofSeconds(30);
  private static final long LOOK_MS = 1_000;

  private final Vertx vertx;
  private final OidcOptions options;
  private final InstantSource clock;
  private final Runnable onChange;
  private final @Nullable HttpClient client;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final LongAdder failures = new LongAdder();
  private final long timer;
  private volatile JWKSet keys = new JWKSet();
  private volatile Instant readAt = Instant.EPOCH;
  private volatile boolean wanted = true;

  /**
   * Begins to read.
   *
   * @param onChange told when the keys are others
   */
  JwkKeys(Vertx vertx, OidcOptions options, InstantSource clock, Runnable onChange) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    this.onChange = onChange;
    this.client = options.jwksUrl() == null ? null : client(vertx, options);
    look();
    this.timer = vertx.setPeriodic(LOOK_MS, id -> look());
  }

  private static HttpClient client(Vertx vertx, OidcOptions options) {
    HttpClientOptions http =
        new HttpClientOptions()
            .setConnectTimeout((int) TIMEOUT_MS)
            .setKeepAlive(false)
            .setSsl("https".equals(URI.create(String.valueOf(options.jwksUrl())).getScheme()))
            .setVerifyHost(true);
    Path trust = options.trust();
    if (trust != null) {
      http.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
    }
    return vertx.createHttpClient(http);
  }

  /** The keys that fit; none yet, perhaps, and then they are read anew. */
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    List<JWK> found = selector.select(keys);
    if (found.isEmpty()) {
      wanted = true;
    }
    return found;
  }

  /** How often the set could not be read. */
  long failures() {
    return failures.sum();
  }

  /** How many keys there are. */
  int size() {
    return keys.size();
  }

  private void look() {
    Duration age = Duration.between(readAt, clock.instant());
    boolean due =
        age.compareTo(options.refreshEvery()) >= 0
            || (wanted && age.compareTo(NOT_SOONER_THAN) >= 0);
    if (due && reading.compareAndSet(false, true)) {
      readAt = clock.instant();
      wanted = false;
      read()
          .map(JwkKeys::parse)
          .onSuccess(this::swap)
          .onFailure(this::failed)
          .onComplete(done -> reading.set(false));
    }
  }

  private void swap(JWKSet next) {
    if (!next.equals(keys)) {
      keys = next;
      onChange.run();
      log.atInfo().addKeyValue("keys", next.size()).log("keys of the OpenID provider read");
    }
  }

  private void failed(Throwable failure) {
    failures.increment();
    log.atError()
        .addKeyValue("source", source())
        .addKeyValue("cause", failure.getMessage())
        .addKeyValue("keys", keys.size())
        .log("keys of the OpenID provider can't be read; those from before stay");
  }

  private String source() {
    return options.jwksUrl() == null ? String.valueOf(options.jwksFile()) : options.jwksUrl();
  }

  private Future<String> read() {
    Path file = options.jwksFile();
    if (file != null) {
      return vertx.executeBlocking(() -> readFile(file), false);
    }
    HttpClient http = client;
    if (http == null) {
      return Future.failedFuture("neither access.oidc.jwksFile nor jwksUrl is set");
    }
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(String.valueOf(options.jwksUrl()))
            .setFollowRedirects(false)
            .setTimeout(TIMEOUT_MS)
            .putHeader("Accept", "application/json");
    return http.request(request).compose(HttpClientRequest::send).compose(JwkKeys::body);
  }

  private static String readFile(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it is over " + MOST_BYTES + " bytes long");
    }
    return Files.readString(file);
  }

  private static Future<String> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture("it answered " + response.statusCode());
    }
    Promise<String> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    response
        .handler(
            part -> {
              read.appendBuffer(part);
              if (read.length() > MOST_BYTES && whole.tryFail("it is too long")) {
                response.request().reset();
              }
            })
        .exceptionHandler(whole::tryFail)
        .endHandler(end -> whole.tryComplete(read.toString(StandardCharsets.UTF_8)));
    return whole.future();
  }

  /** Public keys of good length only: a secret key in the set would let HMACs be taken. */
  private static JWKSet parse(String text) {
    try {
      List<JWK> good =
          JWKSet.parse(text).toPublicJWKSet().getKeys().stream()
              .filter(AsymmetricJWK.class::isInstance)
              .filter(key -> !(key instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS)
              .limit(MOST_KEYS)
              .toList();
      if (good.isEmpty()) {
        throw new IllegalArgumentException("it holds no key that can be used");
      }
      return new JWKSet(good);
    } catch (ParseException e) {
      throw new IllegalArgumentException("it is no JWK set");
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    HttpClient http = client;
    if (http != null) {
      http.close()
          .onFailure(failure -> log.atDebug().setCause(failure).log("client not closed in order"));
    }
  }
}
