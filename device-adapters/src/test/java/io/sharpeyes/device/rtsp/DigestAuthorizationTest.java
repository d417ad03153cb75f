package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestAuthorizationTest {

  private static final RtspCredentials MUFASA = new RtspCredentials("Mufasa", "Circle of Life");

  private static String answer(
      RtspCredentials credentials, String challenge, String uri, String clientNonce) {
    RtspChallenge parsed = RtspChallenge.parse(List.of(challenge)).get(0);
    return Optional.ofNullable(DigestAuthorization.of(credentials, parsed))
        .orElseThrow()
        .header("GET", uri, clientNonce);
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  })
  void answersAsInRfc7616Section391(String algorithm, String response) {
    String challenge =
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
            + algorithm
            + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    assertThat(
            answer(
                MUFASA,
                challenge,
                "/dir/index.html",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
        .contains("response=\"" + response + "\"")
        .contains("qop=auth, nc=00000001")
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  /** RFC 2617 §3.5, and the same without qop as in RFC 2069 with its erratum. */
  @ParameterizedTest
  @CsvSource({
    "'qop=\"auth,auth-int\", ', 6629fae49393a05397450978507c4ef1",
    "'', 670fd8c2df070c60b045671b8b24ff02",
  })
  void answersWithAndWithoutQop(String qop, String response) {
    String challenge =
        "Digest realm=\"testrealm@host.com\", "
            + qop
            + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";

    assertThat(
            answer(
                new RtspCredentials("Mufasa", "Circle Of Life"),
                challenge,
                "/dir/index.html",
                "0a4f113b"))
        .contains("response=\"" + response + "\"");
  }

  @Test
  void countsTheUsesOfANonceAndTakesTheNext() {
    RtspAuthenticator authenticator = new RtspAuthenticator(MUFASA, true);
    authenticator.onUnauthorized(List.of("Digest realm=\"r\", nonce=\"n1\", qop=auth"), false);

    assertThat(authenticator.header("OPTIONS", "*")).contains("nc=00000001", "nonce=\"n1\"");
    assertThat(authenticator.header("OPTIONS", "*")).contains("nc=00000002");
    authenticator.onAccepted(
        new RtspHeaders().add("Authentication-Info", "rspauth=\"\", nextnonce=\"n2\""));
    assertThat(authenticator.header("OPTIONS", "*")).contains("nc=00000001", "nonce=\"n2\"");
  }

  @Test
  void prefersDigestToBasicAndSkipsWhatItDoesNotKnow() {
    RtspAuthenticator authenticator = new RtspAuthenticator(MUFASA, true);

    assertThat(
            authenticator.onUnauthorized(
                List.of(
                    "Basic realm=\"r\", Digest algorithm=SHA-3, realm=\"r\", nonce=\"n0\"",
                    "Digest realm=\"r\", nonce=\"n1\", algorithm=SHA-256"),
                false))
        .isTrue();
    assertThat(authenticator.header("OPTIONS", "*")).startsWith("Digest").contains("n1");
  }

  @Test
  void saysBasicOnlyWhereItMay() {
    RtspAuthenticator allowed = new RtspAuthenticator(MUFASA, true);
    RtspAuthenticator forbidden = new RtspAuthenticator(MUFASA, false);

    assertThat(allowed.onUnauthorized(List.of("Basic realm=\"r\""), false)).isTrue();
    assertThat(allowed.header("OPTIONS", "*")).isEqualTo("Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl");
    assertThat(forbidden.onUnauthorized(List.of("Basic realm=\"r\""), false)).isFalse();
    assertThat(forbidden.header("OPTIONS", "*")).isNull();
  }

  @Test
  void givesUpWhenRefusedUnlessTheNonceWasOld() {
    List<String> challenge = List.of("Digest realm=\"r\", nonce=\"n\"");
    List<String> stale = List.of("Digest realm=\"r\", nonce=\"n2\", stale=TRUE");
    RtspAuthenticator authenticator = new RtspAuthenticator(MUFASA, true);

    assertThat(authenticator.onUnauthorized(challenge, false)).isTrue();
    assertThat(authenticator.onUnauthorized(challenge, true)).isFalse();
    assertThat(authenticator.onUnauthorized(stale, true)).isTrue();
    authenticator.onAccepted(new RtspHeaders());
    assertThat(authenticator.onUnauthorized(challenge, true)).isTrue();
    assertThat(authenticator.onUnauthorized(challenge, true)).isFalse();
  }

  @Test
  void hashesTheUserWhereAsked() {
    String header =
        answer(
            MUFASA,
            "Digest realm=\"r\", nonce=\"n\", qop=auth, algorithm=SHA-512-256, userhash=true",
            "/",
            "c");

    assertThat(header).doesNotContain("Mufasa").contains("userhash=true");
  }

  @Test
  void quotesWhatNeedsQuoting() {
    assertThat(
            answer(
                new RtspCredentials("a\"b\\c", "x"), "Digest realm=\"r\", nonce=\"n\"", "/", "c"))
        .contains("username=\"a\\\"b\\\\c\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest realm=\"r\"",
        "Digest nonce=\"n\", algorithm=ROT13",
        "Digest nonce=\"n\", qop=\"later\"",
        "Negotiate",
      })
  void refusesWhatCannotBeAnswered(String challenge) {
    assertThat(DigestAuthorization.of(MUFASA, RtspChallenge.parse(List.of(challenge)).get(0)))
        .isNull();
  }

  @Property(tries = 10_000)
  void anyChallengeIsTakenOrLeft(@ForAll String text) {
    RtspAuthenticator authenticator = new RtspAuthenticator(MUFASA, true);
    boolean again =
        authenticator.onUnauthorized(List.of(text, "Digest nonce=\"n\", " + text), false);

    String header = authenticator.header("OPTIONS", "*");
    assertThat(header != null).isEqualTo(again);
  }
}
