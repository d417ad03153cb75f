package io.sharpeyes.device.rtsp;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the gateway may connect for a camera. Asked after the name is resolved, for the first
 * address and again for every redirect; the connection goes to the very address that was asked for,
 * so that neither a registry row nor a camera's answer turns the gateway against its own network.
 */
@FunctionalInterface
public interface CameraAllowList {

  /**
   * This network (RFC 791), reserved, the metadata services of clouds that aren't link-local, and
   * IPv6 addresses that stand for IPv4 ones (RFC 4291 §2.5.5.1, RFC 6052, RFC 3056).
   */
  List<String> NEVER =
      List.of(
          "0.0.0.0/8",
          "240.0.0.0/4",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "fd00:ec2::254/128",
          "::/96",
          "64:ff9b::/96",
          "2002::/16");

  /** Says whether a connection may be opened; called on an event loop, must not block. */
  boolean allows(InetAddress address, int port);

  /**
   * Everything but this machine under any of its addresses, link-local ones and groups, and where
   * clouds keep the secrets of their machines. The addresses are those that the machine has when
   * this is called.
   */
  static CameraAllowList exceptThisMachine() {
    Set<InetAddress> own = ownAddresses();
    List<IpSubnetFilterRule> never = NEVER.stream().map(CameraAllowList::rule).toList();
    return (address, port) -> {
      InetSocketAddress candidate = new InetSocketAddress(address, port);
      return !address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && !address.isLinkLocalAddress()
          && !address.isMulticastAddress()
          && !own.contains(address)
          && never.stream().noneMatch(rule -> rule.matches(candidate));
    };
  }

  /** An IPv6 address with a scope isn't equal to the same one without. */
  private static Set<InetAddress> ownAddresses() {
    try {
      Set<InetAddress> own = new HashSet<>();
      for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : Collections.list(one.getInetAddresses())) {
          own.add(InetAddress.getByAddress(address.getAddress()));
        }
      }
      return own;
    } catch (SocketException | UnknownHostException e) {
      throw new IllegalStateException("this machine's own addresses can't be listed", e);
    }
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
