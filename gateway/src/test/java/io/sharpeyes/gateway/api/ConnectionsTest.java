package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private final Connections connections = new Connections(40);

  private EmbeddedChannel came() {
    EmbeddedChannel channel = new EmbeddedChannel();
    connections.came(channel);
    return channel;
  }

  @Test
  void strangersPushOutTheirOwnAndNoDesk() {
    EmbeddedChannel desk = came();
    connections.signedIn(desk, "desk");
    EmbeddedChannel first = came();
    List<EmbeddedChannel> flood = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flood.add(came());
    }
    assertThat(desk.isOpen()).isTrue();
    assertThat(first.isOpen()).isFalse();
    assertThat(flood.stream().filter(EmbeddedChannel::isOpen)).hasSize(39);
    assertThat(connections.count()).isEqualTo(40);
    EmbeddedChannel late = came();
    assertThat(late.isOpen()).as("a desk that comes now").isTrue();
  }

  @Test
  void oneSignInFillsNoHouse() {
    List<EmbeddedChannel> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(came());
      connections.signedIn(all.get(i), "one");
    }
    EmbeddedChannel other = came();
    assertThat(other.isOpen()).isTrue();
    assertThat(all.get(Connections.MOST_OF_A_SESSION).isOpen()).isFalse();
    all.get(0).close().syncUninterruptibly();
    connections.signedIn(other, "one");
    for (int i = 0; i < 60; i++) {
      came();
    }
    assertThat(other.isOpen()).as("one of the session has gone").isTrue();
  }

  @Test
  void whatClosedIsCountedNoMore() {
    EmbeddedChannel stranger = came();
    EmbeddedChannel desk = came();
    connections.signedIn(desk, "desk");
    stranger.close().syncUninterruptibly();
    desk.close().syncUninterruptibly();
    assertThat(connections.count()).isZero();
  }
}
