package io.sharpeyes.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An OpenID provider as far as a resource server sees one: keys at an address, and tokens. */
final class OpenIdProvider implements AutoCloseable {

  static final String ISSUER = "https://id.example.org/realms/county";

  final RSAKey rsa;
  final ECKey ec;
  final AtomicInteger asked = new AtomicInteger();
  private volatile String published = "";
  private final HttpServer server;

  OpenIdProvider() throws JOSEException, IOException {
    rsa = newRsa("rsa-1");
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    publish(rsa, ec);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  static RSAKey newRsa(String id) throws JOSEException {
    return new RSAKeyGenerator(2_048).keyID(id).generate();
  }

  /** Publishes these keys, and no others. */
  void publish(JWK... keys) {
    published = new JWKSet(List.of(keys)).toString(true);
  }

  void publish(String text) {
    published = text;
  }

  String keysUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  /** Claims that are as they should be. */
  static JWTClaimsSet.Builder claims(String user) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("sharp-eyes")
        .subject(user)
        .claim("azp", "county-portal")
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  String token(String user) throws JOSEException {
    return token(user, claims -> {});
  }

  String token(String user, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
    JWTClaimsSet.Builder claims = claims(user);
    change.accept(claims);
    return sign(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa), claims.build());
  }

  static String sign(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID(key).type(JOSEObjectType.JWT).build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  JWSSigner ecSigner() throws JOSEException {
    return new ECDSASigner(ec);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
