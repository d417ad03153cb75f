package io.sharpeyes.device.simulator;

import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses among the transports that a viewer offers (RFC 2326 §12.39). */
final class TransportHeader {

  private static final Pattern CHANNELS = Pattern.compile("interleaved=(\\d{1,3})");
  private static final Pattern PORTS = Pattern.compile("client_port=(\\d{1,5})");
  private static final int MAX_CHANNEL = 254;
  private static final int MAX_PORT = 65534;

  private TransportHeader() {}

  /** The first that can be used, or null. UDP goes to this machine only: it can't be abused. */
  static @Nullable RtpTransport choose(
      String header, NetSocket socket, StreamPath target, DatagramSocket rtp, DatagramSocket rtcp) {
    for (String offer : header.split(",", 8)) {
      if (offer.contains("RTP/AVP/TCP")) {
        int channel = number(CHANNELS, offer, 2 * (target.track() - 1));
        if (channel <= MAX_CHANNEL) {
          return new RtpTransport.Interleaved(socket, channel);
        }
      } else if (offer.contains("RTP/AVP") && !offer.contains("multicast")) {
        int port = number(PORTS, offer, 0);
        String viewer = socket.remoteAddress().hostAddress();
        if (port > 0 && port <= MAX_PORT && viewer.startsWith("127.")) {
          return new RtpTransport.Datagrams(rtp, rtcp, viewer, port);
        }
      }
    }
    return null;
  }

  private static int number(Pattern pattern, String offer, int otherwise) {
    Matcher matcher = pattern.matcher(offer);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }
}
