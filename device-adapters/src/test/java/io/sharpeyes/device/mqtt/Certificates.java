package io.sharpeyes.device.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates made by the JDK's own keytool: an authority, and what it signs. */
final class Certificates {

  private static final String PASSWORD = "changeit";
  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Test CA",
        "-ext",
        "bc:c",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost");
    pem("ca.pem", "CERTIFICATE", "ca", false);
    pem("ca.key", "PRIVATE KEY", "ca", true);
  }

  Path authority() {
    return folder.resolve("ca.pem");
  }

  Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  Path key(String name) {
    return folder.resolve(name + ".key");
  }

  Path store() {
    return folder.resolve("all.p12");
  }

  char[] password() {
    return PASSWORD.toCharArray();
  }

  /** A key and a certificate of the authority for a name. */
  Certificates sign(String name) {
    keytool("-genkeypair", "-alias", name, "-dname", "CN=" + name);
    keytool("-certreq", "-alias", name, "-file", name + ".csr");
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        name + ".csr",
        "-outfile",
        name + ".crt",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost");
    keytool("-importcert", "-alias", name, "-file", name + ".crt");
    pem(name + ".pem", "CERTIFICATE", name, false);
    pem(name + ".key", "PRIVATE KEY", name, true);
    return this;
  }

  /** Writes the authority's list of revoked certificates with one on it. */
  void revoke(Path list, String name) {
    keytool("-gencrl", "-alias", "ca", "-id", serial(name), "-rfc", "-file", list.toString());
  }

  private String serial(String name) {
    try (InputStream in = Files.newInputStream(certificate(name))) {
      return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
          .getSerialNumber()
          .toString();
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore", "all.p12", "-storetype", "PKCS12", "-storepass", PASSWORD, "-noprompt"));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + command);
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void pem(String file, String kind, String alias, boolean isKey) {
    try (InputStream in = Files.newInputStream(store())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password());
      Key key = isKey ? keys.getKey(alias, password()) : null;
      byte[] der = key == null ? keys.getCertificate(alias).getEncoded() : key.getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      Files.writeString(
          folder.resolve(file),
          "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
