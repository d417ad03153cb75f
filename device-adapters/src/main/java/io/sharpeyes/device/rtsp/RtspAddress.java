package io.sharpeyes.device.rtsp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a camera's stream is: an {@code rtsp://} or {@code rtsps://} URL (RFC 2326 §3.2, RFC 7826
 * §4.2) without user and password, which {@link #credentialsIn} takes out of it.
 *
 * <p>More is allowed in the path than RFC 3986 does, because cameras use it; nothing that could end
 * a request line.
 *
 * @param tls whether the scheme is rtsps
 * @param host name, IPv4 address, or IPv6 address without brackets, in lower case
 * @param port 1 to 65535
 * @param path path and query as they go into the request; empty or beginning with {@code /} or
 *     {@code ?}
 */
public record RtspAddress(boolean tls, String host, int port, String path) {

  private static final int MAX_LENGTH = 2048;
  private static final int RTSP_PORT = 554;
  private static final int RTSPS_PORT = 322;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9])?");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one of them is malformed
   */
  public RtspAddress {
    if (!(host.indexOf(':') >= 0 ? IPV6 : NAME).matcher(host).matches()) {
      throw new IllegalArgumentException("The camera URL's host is neither a name nor an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("The camera URL's port is not within 1 to 65535");
    }
    boolean startsWell = path.isEmpty() || path.startsWith("/") || path.startsWith("?");
    if (!startsWell || path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new IllegalArgumentException(
          "The camera URL's path holds a space or control character");
    }
  }

  /**
   * Parses a URL; user and password in it are left out.
   *
   * @throws IllegalArgumentException if it can't be used; the message repeats nothing of the URL
   */
  public static RtspAddress parse(String url) {
    if (url.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("The camera URL has over " + MAX_LENGTH + " characters");
    }
    String lower = url.toLowerCase(Locale.ROOT);
    boolean tls = lower.startsWith("rtsps://");
    if (!tls && !lower.startsWith("rtsp://")) {
      throw new IllegalArgumentException("The camera URL begins with neither rtsp:// nor rtsps://");
    }
    String rest = url.substring(url.indexOf("://") + 3);
    int end = endOfAuthority(rest);
    String authority = rest.substring(0, end);
    HostAndPort place = HostAndPort.parse(authority.substring(authority.lastIndexOf('@') + 1), tls);
    return new RtspAddress(
        tls, place.host, place.port, escaped(withoutFragment(rest.substring(end))));
  }

  /**
   * Takes user and password out of a URL.
   *
   * @return empty if the URL holds none, or isn't one that {@link #parse} takes
   * @throws IllegalArgumentException if they are too long or hold control characters
   */
  public static Optional<RtspCredentials> credentialsIn(String url) {
    int start = url.indexOf("://") + 3;
    if (start < 3) {
      return Optional.empty();
    }
    String rest = url.substring(start);
    String authority = rest.substring(0, endOfAuthority(rest));
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    String[] userAndPassword = authority.substring(0, at).split(":", 2);
    String password = userAndPassword.length == 2 ? userAndPassword[1] : "";
    return Optional.of(new RtspCredentials(unescaped(userAndPassword[0]), unescaped(password)));
  }

  private static int endOfAuthority(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String withoutFragment(String path) {
    int fragment = path.indexOf('#');
    return fragment < 0 ? path : path.substring(0, fragment);
  }

  /** Only what is not ASCII: a camera must get its own odd path back as it is written. */
  private static String escaped(String path) {
    StringBuilder escaped = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0) {
        escaped.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)));
        escaped.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      } else {
        escaped.append((char) b);
      }
    }
    return escaped.toString();
  }

  private static String unescaped(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A bare percent sign: people paste passwords as they are.
      return text;
    }
  }

  /** The URL as it goes into a request line: without user and password. */
  public String url() {
    StringBuilder url = new StringBuilder(tls ? "rtsps://" : "rtsp://");
    url.append(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
    if (port != defaultPort(tls)) {
      url.append(':').append(port);
    }
    return url.append(path.startsWith("?") ? "/" : "").append(path).toString();
  }

  @Override
  public String toString() {
    return url();
  }

  private static int defaultPort(boolean tls) {
    return tls ? RTSPS_PORT : RTSP_PORT;
  }

  private record HostAndPort(String host, int port) {

    static HostAndPort parse(String text, boolean tls) {
      boolean bracketed = text.startsWith("[");
      int endOfHost = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
      if (endOfHost < (bracketed ? 1 : 0)) {
        endOfHost = text.length();
      }
      String host = text.substring(0, endOfHost).toLowerCase(Locale.ROOT);
      String port = text.substring(endOfHost);
      boolean closed = bracketed && host.endsWith("]");
      return new HostAndPort(
          closed ? host.substring(1, host.length() - 1) : host,
          port.isEmpty() || port.equals(":") ? defaultPort(tls) : number(port));
    }

    private static int number(String colonAndPort) {
      boolean wellFormed = colonAndPort.matches(":[0-9]{1,5}");
      if (!wellFormed) {
        throw new IllegalArgumentException("The camera URL's port is not a number");
      }
      return Integer.parseInt(colonAndPort.substring(1));
    }
  }
}
