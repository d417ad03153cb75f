package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Says who a connecting device is. */
public interface DeviceAuthenticator {

  /**
   * Checks what a device came with. Called on an event loop and must not block it; the answer may
   * come on any thread and as late as the connect timeout allows.
   *
   * @return the device, or empty if it is unknown or its secret is wrong; a failed future means
   *     that it could not be checked, and the device is told to come again
   */
  Future<Optional<DeviceId>> authenticate(Credentials credentials);

  /**
   * What a device came with. Its {@code toString} tells no secret.
   *
   * @param userName the MQTT user name, or null
   * @param password the MQTT password, or null
   * @param certificate the client's TLS certificate, verified against {@code mqtt.tls.clientCa}, or
   *     null
   * @param remoteAddress the IP address it came from
   */
  record Credentials(
      @Nullable String userName,
      @Nullable Buffer password,
      @Nullable X509Certificate certificate,
      String remoteAddress) {

    /** The common name of the certificate's subject (RFC 5280 §4.1.2.6); null without one. */
    public @Nullable String certificateSubject() {
      if (certificate == null) {
        return null;
      }
      try {
        LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
        return subject.getRdns().stream()
            .filter(part -> part.getType().equalsIgnoreCase("CN"))
            .map(Rdn::getValue)
            .map(Object::toString)
            .reduce((first, last) -> last)
            .orElse(null);
      } catch (InvalidNameException unreadable) {
        return null;
      }
    }

    @Override
    public String toString() {
      return "Credentials[userName=" + userName + ", remoteAddress=" + remoteAddress + "]";
    }
  }
}
