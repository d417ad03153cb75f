package io.sharpeyes.device.rtsp;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where the gateway may connect for a camera. Asked after the name is resolved, for the first
 * address and again for every redirect; the connection goes to the very address that was asked for,
 * so that neither a registry row nor a camera's answer turns the gateway against its own network.
 */
@FunctionalInterface
public interface CameraAllowList {

  /** Says whether a connection may be opened; called on an event loop, must not block. */
  boolean allows(InetAddress address, int port);

  /** Everything but this machine, link-local addresses (cloud metadata lives there) and groups. */
  static CameraAllowList exceptThisMachine() {
    return (address, port) ->
        !address.isAnyLocalAddress()
            && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress()
            && !address.isMulticastAddress();
  }

  /**
   * The networks named, and nothing else.
   *
   * @param networks for instance {@code 10.20.0.0/16}, {@code fd00::/8}
   * @throws IllegalArgumentException if one is not an address, a slash and a prefix length
   */
  static CameraAllowList networks(List<String> networks) {
    List<IpSubnetFilterRule> rules = networks.stream().map(CameraAllowList::rule).toList();
    return (address, port) -> {
      InetSocketAddress candidate = new InetSocketAddress(address, port);
      return rules.stream().anyMatch(rule -> rule.matches(candidate));
    };
  }

  private static IpSubnetFilterRule rule(String network) {
    int slash = network.indexOf('/');
    if (slash < 0 || !network.substring(slash + 1).matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "A camera network looks like 10.20.0.0/16, not like " + network);
    }
    int prefix = Integer.parseInt(network.substring(slash + 1));
    return new IpSubnetFilterRule(network.substring(0, slash), prefix, IpFilterRuleType.ACCEPT);
  }
}
