package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an OpenID provider, good and hostile, with real keys, on the whole running gateway. */
@Timeout(180)
class BearerTokenIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private TownsGateway start(OpenIdProvider provider) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("access.oidc.issuer", OpenIdProvider.ISSUER);
    settings.put("access.oidc.jwksUrl", provider.keysUrl());
    settings.put("access.oidc.clients", "[county-portal]");
    settings.put("access.oidc.algorithms", "[RS256, ES256]");
    return new TownsGateway(folder, "192.0.2.1:554", settings);
  }

  private static int me(TownsGateway gateway, String token) throws Exception {
    return gateway.ask("GET", "/api/v1/me", null, TownsGateway.bearer(token)).statusCode();
  }

  private static void untilTaken(TownsGateway gateway, String token) throws InterruptedException {
    TownsGateway.until(
        "the token is taken",
        () -> {
          try {
            return me(gateway, token) == 200;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aGoodTokenIsThePersonOfTheRegistryAndNothingMore() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String head = provider.token("head-east", claims -> claims.claim("roles", List.of("admin")));
      untilTaken(gateway, head);
      Map<String, String> bearer = TownsGateway.bearer(head);
      assertThat(gateway.ask("GET", "/api/v1/incidents", null, bearer).statusCode()).isEqualTo(200);
      assertThat(gateway.ask("GET", "/api/v1/registry", null, bearer).statusCode()).isEqualTo(403);
      JWTClaimsSet claims = OpenIdProvider.claims("admin-east").build();
      String curve = OpenIdProvider.sign(JWSAlgorithm.ES256, "ec-1", provider.ecSigner(), claims);
      assertThat(me(gateway, curve)).isEqualTo(200);
      assertThat(me(gateway, provider.token("somebody-else"))).isEqualTo(401);
      gateway.ask("POST", "/api/v1/logout", null, bearer);
      assertThat(me(gateway, head)).as("signed out").isEqualTo(401);
    }
  }

  @Test
  void aGrantStandsAsLongAsItsTokenAndNoLonger() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String token = provider.token("dispatcher-east");
      untilTaken(gateway, token);
      Map<String, String> bearer = TownsGateway.bearer(token);
      String incident =
          TownsGateway.json(
                  gateway.ask("POST", "/api/v1/alarms", "{\"device\":\"button-east-1\"}", bearer))
              .path("incident")
              .asText();
      gateway.ask("POST", "/api/v1/incidents/" + incident + "/claim", null, bearer);
      String camera = "/api/v1/incidents/" + incident + "/cameras/camera-east-1/";
      HttpResponse<String> granted = gateway.ask("POST", camera + "grant", null, bearer);
      assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
      String grant = TownsGateway.json(granted).path("grant").asText();
      gateway.ask("POST", "/api/v1/logout", null, bearer);
      String other = provider.token("dispatcher-east", claims -> claims.jwtID("another"));
      assertThat(
              gateway
                  .ask("GET", camera + "snapshot?grant=" + grant, null, TownsGateway.bearer(other))
                  .statusCode())
          .as("a grant of a token that signed out")
          .isEqualTo(403);
    }
  }

  @Test
  void signingOutEverywhereEndsTokensThatNobodyHasShownYetToo() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String shown = provider.token("head-east");
      String kept = provider.token("head-east", claims -> claims.jwtID("kept").issueTime(inS(-60)));
      String another = provider.token("head-west");
      untilTaken(gateway, shown);
      untilTaken(gateway, another);

      gateway.ask("POST", "/api/v1/me/logout-everywhere", null, TownsGateway.bearer(shown));

      assertThat(me(gateway, shown)).isEqualTo(401);
      assertThat(me(gateway, kept)).isEqualTo(401);
      assertThat(me(gateway, another)).isEqualTo(200);
      String later = provider.token("head-east", claims -> claims.jwtID("later").issueTime(inS(1)));
      assertThat(me(gateway, later)).as("a new sign-in at the provider").isEqualTo(200);
    }
  }

  @Test
  void hostileTokensAreNobody() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      untilTaken(gateway, provider.token("head"));
      for (Map.Entry<String, String> token : hostile(provider).entrySet()) {
        assertThat(me(gateway, token.getValue())).as(token.getKey()).isEqualTo(401);
      }
      assertThat(me(gateway, provider.token("head"))).as("and a good one goes on").isEqualTo(200);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Date inS(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static Map<String, String> hostile(OpenIdProvider provider) throws Exception {
    Map<String, String> tokens = new LinkedHashMap<>();
    JWTClaimsSet claims = OpenIdProvider.claims("admin").build();
    String good = provider.token("head");
    String[] parts = good.split("\\.", -1);
    String payload = encoded(claims.toString());
    tokens.put("another issuer", provider.token("admin", c -> c.issuer("https://evil.example")));
    tokens.put(
        "the issuer with a slash",
        provider.token("admin", c -> c.issuer(OpenIdProvider.ISSUER + "/")));
    tokens.put("no issuer", provider.token("admin", c -> c.issuer(null)));
    tokens.put("another audience", provider.token("admin", c -> c.audience("other")));
    tokens.put("no audience", provider.token("admin", c -> c.audience((String) null)));
    tokens.put("another client", provider.token("admin", c -> c.claim("azp", "evil-app")));
    tokens.put("no client", provider.token("admin", c -> c.claim("azp", null)));
    tokens.put("a client that is no text", provider.token("admin", c -> c.claim("azp", 7)));
    tokens.put("expired", provider.token("admin", c -> c.expirationTime(inS(-1))));
    tokens.put("without an end", provider.token("admin", c -> c.expirationTime(null)));
    tokens.put("not yet", provider.token("admin", c -> c.notBeforeTime(inS(300))));
    tokens.put("made tomorrow", provider.token("admin", c -> c.issueTime(inS(86_400))));
    tokens.put(
        "made long ago, good for ever",
        provider.token("admin", c -> c.issueTime(inS(-90_000)).expirationTime(inS(900_000_000))));
    tokens.put("no time of issue", provider.token("admin", c -> c.issueTime(null)));
    tokens.put("nobody", provider.token("admin", c -> c.subject(null)));
    tokens.put("no signature", encoded("{\"alg\":\"none\"}") + "." + payload + ".");
    tokens.put("no signature, other case", encoded("{\"alg\":\"nOnE\"}") + "." + payload + ".");
    tokens.put(
        "none with a signature", encoded("{\"alg\":\"none\"}") + "." + payload + "." + parts[2]);
    tokens.put("another's signature", parts[0] + "." + payload + "." + parts[2]);
    tokens.put("a cut signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 20));
    tokens.put("an empty signature", parts[0] + "." + parts[1] + ".");
    byte[] publicKey = provider.rsa.toRSAPublicKey().getEncoded();
    tokens.put(
        "the public key as a shared secret",
        OpenIdProvider.sign(JWSAlgorithm.HS256, "rsa-1", new MACSigner(publicKey), claims));
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(publicKey)
            + "\n-----END PUBLIC KEY-----\n";
    tokens.put(
        "the same as PEM",
        OpenIdProvider.sign(
            JWSAlgorithm.HS256,
            "rsa-1",
            new MACSigner(pem.getBytes(StandardCharsets.UTF_8)),
            claims));
    RSASSASigner rsa = new RSASSASigner(provider.rsa);
    tokens.put(
        "an algorithm that isn't in the settings",
        OpenIdProvider.sign(JWSAlgorithm.RS512, "rsa-1", rsa, claims));
    RSAKey own = OpenIdProvider.newRsa("rsa-1");
    tokens.put(
        "another key under the same name",
        OpenIdProvider.sign(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(own), claims));
    for (String kid : List.of("../../../../dev/null", "/etc/passwd", "' OR 1=1", "", "\u0000")) {
      tokens.put(
          "a key named " + kid,
          OpenIdProvider.sign(JWSAlgorithm.RS256, kid, new RSASSASigner(own), claims));
    }
    tokens.put("its own key in the header", withHeader(own, claims, b -> b.jwk(own.toPublicJWK())));
    tokens.put(
        "the address of its own keys",
        withHeader(own, claims, b -> b.jwkURL(URI.create("http://evil.example/keys"))));
    tokens.put(
        "an extension that must be understood",
        withHeader(
            provider.rsa,
            claims,
            b -> b.criticalParams(java.util.Set.of("x")).customParam("x", true)));
    tokens.put(
        "another type",
        withHeader(provider.rsa, claims, b -> b.type(new JOSEObjectType("logout+jwt"))));
    tokens.put("huge", provider.token("admin", c -> c.claim("x", "y".repeat(9_000))));
    tokens.put("deep", encoded("[".repeat(3_000)) + "." + payload + "." + parts[2]);
    tokens.put("a dot", ".");
    tokens.put("dots", "......");
    tokens.put("an encrypted one", "a.b.c.d.e");
    tokens.put("no Base64", parts[0] + ".%%%." + parts[2]);
    tokens.put("no JSON", encoded("x") + "." + payload + "." + parts[2]);
    tokens.put(
        "twice the same claim",
        parts[0] + "." + encoded("{\"sub\":\"head\",\"sub\":\"admin\"}") + "." + parts[2]);
    return tokens;
  }

  private static String withHeader(
      RSAKey key, JWTClaimsSet claims, java.util.function.Consumer<JWSHeader.Builder> change)
      throws Exception {
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").type(JOSEObjectType.JWT);
    change.accept(header);
    SignedJWT token = new SignedJWT(header.build(), claims);
    token.sign(new RSASSASigner(key, java.util.Set.of()));
    return token.serialize();
  }

  @Test
  void keysAreRotatedAndAWithdrawnKeyEndsWhatItOpened() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String old = provider.token("head");
      untilTaken(gateway, old);
      RSAKey next = OpenIdProvider.newRsa("rsa-2");
      String fresh =
          OpenIdProvider.sign(
              JWSAlgorithm.RS256,
              "rsa-2",
              new RSASSASigner(next),
              OpenIdProvider.claims("head").build());
      assertThat(me(gateway, fresh)).isEqualTo(401);
      try (Desk desk = Desk.open(gateway, TownsGateway.bearer(old))) {
        provider.publish(next);
        gateway.later(Duration.ofSeconds(31));
        untilTaken(gateway, fresh);
        assertThat(me(gateway, old)).as("its key was withdrawn").isEqualTo(401);
        assertThat(desk.closed()).isEqualTo(4401);
      }
      int asked = provider.asked.get();
      List<Integer> flood = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        flood.add(me(gateway, old));
      }
      assertThat(flood).containsOnly(401);
      assertThat(provider.asked.get() - asked)
          .as("tokens with unknown keys make no flood at the provider")
          .isLessThanOrEqualTo(2);
    }
  }

  @Test
  void keysThatCannotBeReadLeaveThoseFromBefore() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String token = provider.token("head");
      untilTaken(gateway, token);
      for (String bad :
          List.of(
              "",
              "{",
              "{\"keys\":[]}",
              "x".repeat(300_000),
              "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"rsa-1\",\"k\":\"AAAA\"}]}")) {
        int asked = provider.asked.get();
        provider.publish(bad);
        gateway.later(Duration.ofSeconds(31));
        me(gateway, withUnknownKey());
        TownsGateway.until("the keys were read", () -> provider.asked.get() > asked);
        assertThat(me(gateway, token)).isEqualTo(200);
      }
    }
  }

  private static String withUnknownKey() throws Exception {
    return OpenIdProvider.sign(
        JWSAlgorithm.RS256,
        "unknown",
        new RSASSASigner(OpenIdProvider.newRsa("unknown")),
        OpenIdProvider.claims("head").build());
  }

  @Test
  void aSharedSecretAmongTheKeysIsNoKey() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider()) {
      byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
      provider.publish(
          new OctetSequenceKey.Builder(secret).keyID("shared").build(), provider.rsa.toPublicJWK());
      try (TownsGateway gateway = start(provider)) {
        untilTaken(gateway, provider.token("head"));
        String forged =
            OpenIdProvider.sign(
                JWSAlgorithm.HS256,
                "shared",
                new MACSigner(secret),
                OpenIdProvider.claims("admin").build());
        assertThat(me(gateway, forged)).isEqualTo(401);
      }
    }
  }

  @Test
  void aStreamEndsWhenItsTokenDoes() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        TownsGateway gateway = start(provider)) {
      String token = provider.token("dispatcher");
      untilTaken(gateway, token);
      try (Desk desk = Desk.open(gateway, TownsGateway.bearer(token))) {
        gateway.later(Duration.ofSeconds(601));
        assertThat(desk.closed()).isEqualTo(4401);
      }
    }
  }

  @Test
  void keysComeFromAFileTooAndTheGatewayStartsWithoutThem() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider()) {
      Path file = folder.resolve("keys.json");
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("access.oidc.issuer", OpenIdProvider.ISSUER);
      settings.put("access.oidc.jwksFile", file.toString());
      try (TownsGateway gateway = new TownsGateway(folder, "192.0.2.1:554", settings)) {
        String token = provider.token("head");
        assertThat(me(gateway, token)).isEqualTo(401);
        assertThat(gateway.as("dispatcher")).as("local accounts work meanwhile").isNotEmpty();
        Files.writeString(file, "{\"keys\":[" + provider.rsa.toPublicJWK().toJSONString() + "]}");
        gateway.later(Duration.ofSeconds(31));
        untilTaken(gateway, token);
      }
    }
  }
}
