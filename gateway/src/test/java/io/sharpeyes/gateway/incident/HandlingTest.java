package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.Bench.WANG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Handling.Claimed;
import io.sharpeyes.gateway.incident.Handling.Closed;
import io.sharpeyes.gateway.incident.Handling.Dispatched;
import io.sharpeyes.gateway.incident.Handling.New;
import io.sharpeyes.gateway.incident.Handling.OnScene;
import io.sharpeyes.gateway.incident.Handling.Owned;
import io.sharpeyes.gateway.incident.Handling.Owner;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The states and the ways between them; other ways don't compile. */
class HandlingTest {

  private static final Instant T0 = Bench.START;
  private static final Instant T1 = T0.plusSeconds(1);
  private static final Owner OWNER = new Owner(LI, T0, null);
  private static final List<Owned> OWNED =
      List.of(new Claimed(T0, OWNER), new Dispatched(T0, OWNER), new OnScene(T0, OWNER));
  private static final Handling.Closing CLOSING =
      new Handling.Closing(Disposition.FOUNDED, "", "", List.of(), "", null);

  @Test
  void theStraightWay() {
    Claimed claimed = new New(T0).claim(LI, T1);
    assertThat(claimed).isEqualTo(new Claimed(T1, new Owner(LI, T1, null)));
    Dispatched dispatched = claimed.dispatch(T1);
    OnScene there = dispatched.arrive(T1);
    Closed closed = there.close(T1, CLOSING);
    assertThat(closed.owner().actor()).isEqualTo(LI);
    assertThat(closed.reopen(WANG, T1)).isEqualTo(new Claimed(T1, new Owner(WANG, T1, null)));
  }

  @Test
  void itNeverGoesBackByItself() {
    OnScene there = new OnScene(T0, OWNER);
    assertThat(there.dispatch(T1)).isSameAs(there);
    assertThat(there.arrive(T1)).isSameAs(there);
    Dispatched dispatched = new Dispatched(T0, OWNER);
    assertThat(dispatched.dispatch(T1)).isSameAs(dispatched);
  }

  @Test
  void whoeverHasItMayGiveItBackLoseItFallSilentAndClose() {
    for (Owned owned : OWNED) {
      assertThat(owned.giveBack(T1)).isEqualTo(new New(T1));
      assertThat(owned.takeOver(WANG, T1).state()).isEqualTo(owned.state());
      assertThat(owned.takeOver(WANG, T1).since()).isEqualTo(owned.since());
      assertThat(owned.takeOver(WANG, T1).owner()).isEqualTo(new Owner(WANG, T1, null));
      assertThat(owned.stale(T1).owner().staleSince()).isEqualTo(T1);
      assertThat(owned.stale(T1).state()).isEqualTo(owned.state());
      assertThat(owned.stale(T1).resume()).isEqualTo(owned);
      assertThat(owned.close(T1, CLOSING)).isEqualTo(new Closed(T1, OWNER, CLOSING));
    }
  }

  @Test
  void whatIsNotSoIsRefusedInWords() {
    New fresh = new New(T0);
    Closed closed = new Closed(T0, OWNER, CLOSING);
    assertThat(fresh.unclaimed()).isSameAs(fresh);
    assertThat(closed.closed()).isSameAs(closed);
    assertThatThrownBy(fresh::owned).isInstanceOf(Rejected.class).hasMessageContaining("claim");
    assertThatThrownBy(fresh::closed).isInstanceOf(Rejected.class).hasMessageContaining("new");
    assertThatThrownBy(closed::owned).isInstanceOf(Rejected.class).hasMessageContaining("reopen");
    assertThatThrownBy(closed::unclaimed)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("reopen");
    for (Owned owned : OWNED) {
      assertThat(owned.owned()).isSameAs(owned);
      assertThatThrownBy(owned::unclaimed)
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("Li")
          .hasMessageContaining("take it over");
      assertThatThrownBy(owned::closed).isInstanceOf(Rejected.class);
    }
  }
}
