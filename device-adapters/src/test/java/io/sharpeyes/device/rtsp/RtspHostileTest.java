package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.rtsp.ScriptedCamera.Visitor;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that are broken, hostile or odd before a stream runs. */
class RtspHostileTest {

  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "geheim");
  private static final CameraAllowList LOOPBACK = CameraAllowList.networks(List.of("127.0.0.0/8"));
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(LOOPBACK)
          .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(10));

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    Outcome.of(vertx.close());
  }

  private static RtspException failure(ScriptedCamera camera) throws Exception {
    return failure(camera, OPTIONS);
  }

  private static RtspException failure(ScriptedCamera camera, RtspOptions options)
      throws Exception {
    return Outcome.failureOf(
        new RtspClient(vertx, options).describe(camera.address("/cam"), PASSWORD));
  }

  private static void expect(Cause cause, ScriptedCamera.Script script) throws Exception {
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspException failure = failure(camera);

      assertThat(failure.healthCause()).as(failure.detail()).isEqualTo(cause);
      assertThat(failure.detail()).doesNotContain(PASSWORD.password());
      assertThat(camera.connections()).isEqualTo(1);
    }
  }

  @Test
  void refusesAGiganticBody() throws Exception {
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          String request = visitor.request();
          visitor.answer(request, "200 OK", "Content-Length: 2000000000\r\n", "");
          visitor.waitForTheEnd();
        });
  }

  @Test
  void refusesEndlessHeadersAfterFewBytes() throws Exception {
    AtomicLong sent = new AtomicLong();
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          visitor.request();
          visitor.write("RTSP/1.0 200 OK\r\n");
          while (true) {
            visitor.write("X-Header: " + "x".repeat(1_000) + "\r\n");
            sent.addAndGet(1_012);
          }
        });
    assertThat(sent.get()).isLessThan(32 * 1024 * 1024);
  }

  @Test
  void refusesALineWithoutEnd() throws Exception {
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          visitor.request();
          while (true) {
            visitor.write("RTSP".repeat(250));
          }
        });
  }

  @Test
  void givesUpOnACameraThatAcceptsAndSaysNothing() throws Exception {
    expect(Cause.UNREACHABLE, Visitor::waitForTheEnd);
  }

  @Test
  void givesUpOnACameraThatDripsWithoutEverComingToAnEnd() throws Exception {
    expect(
        Cause.UNREACHABLE,
        visitor -> {
          visitor.request();
          visitor.write("RTSP/1.0 200 OK\r\n");
          for (int i = 0; i < 10_000; i++) {
            visitor.write(i % 20 == 19 ? " \r\n" : i % 20 == 0 ? "A:" : "x");
            LockSupport.parkNanos(20_000_000);
          }
        });
  }

  @Test
  void understandsACameraThatSendsByteByByte() throws Exception {
    ScriptedCamera.Script drip =
        visitor -> {
          String request = visitor.request();
          String answer = Visitor.response(request, "200 OK", "", ScriptedCamera.SDP);
          for (int i = 0; i < answer.length(); i++) {
            visitor.write(answer.substring(i, i + 1));
          }
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(drip)) {
      CameraDescription described =
          Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address("/cam"), null));

      assertThat(described.sessionName()).isEqualTo("scripted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 50\r\n\r\nv=0"})
  void tellsThatTheCameraLeft(String before) throws Exception {
    expect(
        Cause.UNREACHABLE,
        visitor -> {
          visitor.request();
          visitor.write(before);
        });
  }

  @Test
  void refusesAFloodOfAnswersToNothing() throws Exception {
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          visitor.request();
          for (int i = 0; i < 100; i++) {
            visitor.write("RTSP/1.0 200 OK\r\nCSeq: " + (1000 + i) + "\r\n\r\n");
          }
          visitor.waitForTheEnd();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "RTSP/1.0\r\n\r\n", "RTSP/1.0 abc\r\n\r\n"})
  void refusesWhatIsNoAnswer(String text) throws Exception {
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          visitor.request();
          visitor.write(text);
          visitor.waitForTheEnd();
        });
  }

  @Test
  void takesAnAnswerWithoutSequenceNumberAndOfAnotherVersion() throws Exception {
    ScriptedCamera.Script forgetful =
        visitor -> {
          visitor.request();
          visitor.write(
              "RTSP/1.0 100 Continue\r\n\r\nRTSP/2.0 200 OK\r\nContent-length: "
                  + ScriptedCamera.SDP.length()
                  + "\r\n\r\n"
                  + ScriptedCamera.SDP);
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(forgetful)) {
      Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address("/cam"), null));
    }
  }

  @Test
  void takesPacketsAroundAnAnswerButNotInside() throws Exception {
    ScriptedCamera.Script around =
        visitor -> {
          String request = visitor.request();
          visitor.write("$\0\0\3abc$\1\0\0");
          visitor.answer(request, "200 OK", "", ScriptedCamera.SDP);
          visitor.write("$\0\0\3abc");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(around)) {
      Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address("/cam"), null));
    }
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          visitor.request();
          visitor.write("RTSP/1.0 200 OK\r\nCSeq: 1\r\n$\0\0\3a\n$\r\nContent-Length: 0\r\n\r\n");
          visitor.waitForTheEnd();
        });
  }

  @Test
  void answersItsQuestionsAndEndsWhenItOnlyAsks() throws Exception {
    AtomicReference<String> answers = new AtomicReference<>("");
    ScriptedCamera.Script asking =
        visitor -> {
          String describe = visitor.request();
          visitor.write(
              "OPTIONS * RTSP/1.0\r\nCSeq: 70\r\n\r\nANNOUNCE * RTSP/1.0\r\nCSeq: 71\r\n\r\n");
          answers.set(visitor.request() + visitor.request());
          visitor.answer(describe, "200 OK", "", ScriptedCamera.SDP);
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(asking)) {
      Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address("/cam"), null));
    }
    assertThat(answers.get())
        .contains("RTSP/1.0 200 OK\r\nCSeq: 70\r\nPublic: OPTIONS, GET_PARAMETER\r\n")
        .contains("RTSP/1.0 501 Not Implemented\r\nCSeq: 71\r\n");
    expect(
        Cause.PROTOCOL_ERROR,
        visitor -> {
          String question = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".repeat(1_000);
          for (int i = 0; i < 10_000; i++) {
            visitor.write(question);
          }
        });
  }

  @Test
  void asksThreeTimesAtMostHoweverOldTheNonce() throws Exception {
    ScriptedCamera.Script never =
        visitor -> {
          for (int i = 0; ; i++) {
            String challenge =
                "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + i + "\", stale=true\r\n";
            visitor.answer(visitor.request(), "401 Unauthorized", challenge, "");
          }
        };
    try (ScriptedCamera camera = new ScriptedCamera(never)) {
      assertThat(failure(camera).healthCause()).isEqualTo(Cause.UNAUTHORIZED);
      assertThat(camera.requests()).hasSize(3);
    }
  }

  @Test
  void showsNoPasswordWhereDigestIsOffered() throws Exception {
    ScriptedCamera.Script both =
        visitor -> {
          String challenge =
              "WWW-Authenticate: Basic realm=\"r\", Digest realm=\"r\", nonce=\"n\"\r\n";
          visitor.answer(visitor.request(), "401 Unauthorized", challenge, "");
          visitor.answer(visitor.request(), "200 OK", "", ScriptedCamera.SDP);
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(both)) {
      Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address("/cam"), PASSWORD));
      assertThat(camera.requests()).last().asString().contains("Authorization: Digest");
    }
  }

  @Test
  void followsRedirectsButNotForEver() throws Exception {
    AtomicReference<RtspAddress> self = new AtomicReference<>();
    ScriptedCamera.Script loop =
        visitor ->
            visitor.answer(visitor.request(), "302 Found", "Location: " + self.get() + "\r\n", "");
    try (ScriptedCamera camera = new ScriptedCamera(loop)) {
      self.set(camera.address("/again"));

      RtspException failure = failure(camera);
      assertThat(failure.healthCause()).isEqualTo(Cause.PROTOCOL_ERROR);
      assertThat(failure.detail()).contains("Redirected");
      assertThat(camera.connections()).isEqualTo(4);
    }
  }

  @Test
  void followsARedirectAndKeepsThePasswordFromAnotherHost() throws Exception {
    ScriptedCamera.Script basic =
        visitor -> {
          visitor.answer(
              visitor.request(), "401 Unauthorized", "WWW-Authenticate: Basic realm=\"r\"\r\n", "");
          visitor.answer(visitor.request(), "200 OK", "", ScriptedCamera.SDP);
        };
    InetAddress otherHost = InetAddress.getByName("127.0.0.2");
    try (ScriptedCamera same = new ScriptedCamera(basic);
        ScriptedCamera other = new ScriptedCamera(new ServerSocket(0, 9, otherHost), basic);
        ScriptedCamera toSame = new ScriptedCamera(redirectTo(same.address("/x").url()));
        ScriptedCamera toOther =
            new ScriptedCamera(
                redirectTo(other.address("/x").url().replace("127.0.0.1", "127.0.0.2")))) {
      Outcome.of(new RtspClient(vertx, OPTIONS).describe(toSame.address("/cam"), PASSWORD));
      assertThat(same.requests()).last().asString().contains("Authorization: Basic");

      assertThat(failure(toOther).healthCause()).isEqualTo(Cause.UNAUTHORIZED);
      assertThat(other.requests()).hasSize(1).noneMatch(it -> it.contains("Authorization"));
    }
  }

  @Test
  void endsInTimeHoweverLongEachStepTakes() throws Exception {
    AtomicReference<RtspAddress> self = new AtomicReference<>();
    ScriptedCamera.Script tough =
        visitor -> {
          String request = visitor.request();
          LockSupport.parkNanos(800_000_000);
          visitor.answer(request, "302 Found", "Location: " + self.get() + "\r\n", "");
        };
    RtspOptions hasty =
        OPTIONS.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(10));
    try (ScriptedCamera camera = new ScriptedCamera(tough)) {
      self.set(camera.address("/again"));

      RtspException failure = failure(camera, hasty);
      assertThat(failure.healthCause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(failure.detail()).contains("2200 ms");
    }
  }

  private static ScriptedCamera.Script redirectTo(String location) {
    return visitor ->
        visitor.answer(
            visitor.request(), "301 Moved Permanently", "Location: " + location + "\r\n", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "rtsp://169.254.169.254/latest",
        "rtsp://10.0.0.1/",
        "rtsp://[::1]/",
        "rtsp://127.0.0.1:0/",
        "nonsense",
        "",
      })
  void goesNowhereElse(String location) throws Exception {
    expect(Cause.PROTOCOL_ERROR, redirectTo(location));
  }

  @Test
  void doesNotConnectWhereTheSettingsForbid() throws Exception {
    try (ScriptedCamera forbidden = new ScriptedCamera(Visitor::waitForTheEnd)) {
      RtspOptions elsewhere = RtspOptions.defaults(CameraAllowList.networks(List.of("10.0.0.0/8")));

      assertThat(failure(forbidden, elsewhere).detail()).contains("127.0.0.1");
      assertThat(forbidden.connections()).isZero();
    }
  }

  @Test
  void aControlUrlOfAnotherHostIsOnlyAName() throws Exception {
    try (ScriptedCamera forbidden = new ScriptedCamera(Visitor::waitForTheEnd)) {
      String url = forbidden.address("/inner").url();
      ScriptedCamera.Script sly =
          visitor -> {
            String headers = "Content-Base: " + url + "\r\n";
            String sdp = ScriptedCamera.SDP.replace("trackID=1", url + "/1");
            visitor.answer(visitor.request(), "200 OK", headers, sdp);
            visitor.answer(visitor.request(), "461 Unsupported Transport", "", "");
            visitor.waitForTheEnd();
          };
      try (ScriptedCamera camera = new ScriptedCamera(sly)) {
        RtspException failure =
            Outcome.failureOf(
                new RtspClient(vertx, OPTIONS)
                    .open(camera.address("/cam"), null, Set.of(TrackKind.VIDEO), new Deaf()));

        assertThat(failure.detail()).contains("461");
        assertThat(camera.requests()).last().asString().startsWith("SETUP " + url + "/1 ");
        assertThat(forbidden.connections()).isZero();
      }
    }
  }

  @Test
  void tellsTheCausesApart() throws Exception {
    expectStatus("403 Forbidden", Cause.UNAUTHORIZED);
    expectStatus("404 Not Found", Cause.NOT_FOUND);
    expectStatus("453 Not Enough Bandwidth", Cause.BUSY);
    expectStatus("503 Service Unavailable", Cause.BUSY);
    expectStatus("500 Oops", Cause.PROTOCOL_ERROR);
    expectStatus("304 Not Modified", Cause.PROTOCOL_ERROR);
  }

  private static void expectStatus(String status, Cause cause) throws Exception {
    expect(
        cause,
        visitor -> {
          visitor.answer(visitor.request(), status, "", "");
          visitor.waitForTheEnd();
        });
  }

  @Test
  void tellsThatNothingListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RtspAddress nobody = RtspAddress.parse("rtsp://127.0.0.1:" + port + "/");

    assertThat(
            Outcome.failureOf(new RtspClient(vertx, OPTIONS).describe(nobody, null)).healthCause())
        .isEqualTo(Cause.REFUSED);
  }

  @Test
  void tellsThatTheNameIsUnknown() throws Exception {
    RtspAddress nowhere = RtspAddress.parse("rtsp://camera.invalid/");

    assertThat(
            Outcome.failureOf(new RtspClient(vertx, OPTIONS).describe(nowhere, null)).healthCause())
        .isEqualTo(Cause.UNREACHABLE);
  }

  private static final class Deaf implements RtspMediaHandler {
    @Override
    public void onRtp(SdpTrack track, ByteBuf packet) {}

    @Override
    public void onEnd(RtspException cause) {
      throw new AssertionError("Told of the end of what never began", cause);
    }
  }
}
