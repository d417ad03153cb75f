package io.sharpeyes.device.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

/**
 * Devices' certificates that their authority has taken back (CRLs, RFC 5280 §5). Only lists that
 * the authority signed count. A list whose next update is overdue counts on, and is told of: to
 * refuse every button because a list is late would cost more. Immutable; any thread.
 */
final class RevokedCertificates {

  /** No certificate is revoked. */
  static final RevokedCertificates NONE = new RevokedCertificates(List.of());

  private static final long MOST_BYTES = 64L << 20;

  private final List<X509CRL> lists;

  private RevokedCertificates(List<X509CRL> lists) {
    this.lists = List.copyOf(lists);
  }

  /**
   * Reads a file with one or more lists, PEM or DER. Blocks.
   *
   * @param authority PEM file of the authority
   * @throws IOException whose message says what is wrong and what to do
   */
  static RevokedCertificates read(Path file, Path authority) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("The list of revoked certificates " + file + " is over 64 MiB long.");
    }
    List<X509CRL> lists = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Collection<? extends Certificate> authorities =
          factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(authority)));
      for (CRL crl : factory.generateCRLs(new ByteArrayInputStream(Files.readAllBytes(file)))) {
        if (crl instanceof X509CRL list && isSignedByOne(list, authorities)) {
          lists.add(list);
        } else {
          throw new IOException(
              "A list of revoked certificates in "
                  + file
                  + " is not signed by an authority in "
                  + authority
                  + ". Have the authority make it anew.");
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("The list of revoked certificates " + file + " can't be read.", e);
    }
    if (lists.isEmpty()) {
      throw new IOException(
          "The file " + file + " holds no list of revoked certificates. Make one, even if empty.");
    }
    return new RevokedCertificates(lists);
  }

  private static boolean isSignedByOne(
      X509CRL list, Collection<? extends Certificate> authorities) {
    for (Certificate authority : authorities) {
      try {
        list.verify(authority.getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        // Another one, perhaps.
      }
    }
    return false;
  }

  boolean isRevoked(X509Certificate certificate) {
    for (X509CRL list : lists) {
      if (list.isRevoked(certificate)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them should have been replaced by now. */
  boolean isOverdue(Instant now) {
    for (X509CRL list : lists) {
      Date next = list.getNextUpdate();
      if (next != null && next.toInstant().isBefore(now)) {
        return true;
      }
    }
    return false;
  }
}
