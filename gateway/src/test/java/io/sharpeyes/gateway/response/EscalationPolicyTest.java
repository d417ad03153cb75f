package io.sharpeyes.gateway.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.response.EscalationPolicy.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EscalationPolicyTest {

  private static final List<String> LINEAGE = List.of("village", "town", "county", "province");
  private static final Duration S20 = Duration.ofSeconds(20);
  private static final Duration S40 = Duration.ofSeconds(40);
  private static final Duration S60 = Duration.ofSeconds(60);

  private final EscalationPolicy policy = EscalationPolicy.DEFAULT;

  private Step next(Step step, Set<String> staffed) {
    return policy.next(LINEAGE, step.rung(), step.districts(), staffed::contains);
  }

  @Test
  void ringingStartsAtTheNearestDistrictUpwardThatHasADeskOnline() {
    assertThat(policy.first(LINEAGE, Set.of("county", "town")::contains))
        .isEqualTo(new Step(0, List.of("town"), false, S20));
  }

  @Test
  void after20SecondsAllDesksOfTheDistrictAndAfter60TheNextOneUp() {
    Set<String> staffed = Set.of("town", "county", "province");
    Step first = policy.first(LINEAGE, staffed::contains);

    Step second = next(first, staffed);
    assertThat(second).isEqualTo(new Step(1, List.of("village", "town"), false, S40));
    Step third = next(second, staffed);
    assertThat(third).isEqualTo(new Step(2, List.of("village", "town", "county"), false, S60));
    Step fourth = next(third, staffed);
    assertThat(fourth).isEqualTo(new Step(3, LINEAGE, false, S60));
  }

  @Test
  void theLastRungReachesAPerson() {
    Set<String> staffed = Set.of("province");
    Step top = next(policy.first(LINEAGE, staffed::contains), staffed);

    assertThat(next(top, staffed)).isEqualTo(new Step(2, LINEAGE, true, null));
  }

  @Test
  void anUnstaffedRungCountsNoTime() {
    Set<String> staffed = Set.of("village", "province");
    Step second = next(policy.first(LINEAGE, staffed::contains), staffed);

    // Town and county are passed over.
    assertThat(next(second, staffed)).isEqualTo(new Step(4, LINEAGE, false, S60));
  }

  @Test
  void nobodyOnlineAtAllRingsEverywhereAndTheWebhookAtOnce() {
    assertThat(policy.first(LINEAGE, d -> false)).isEqualTo(new Step(5, LINEAGE, true, null));
  }

  @Test
  void whoeverWasOnlineFirstMayHaveGoneSince() {
    Step first = policy.first(LINEAGE, Set.of("village")::contains);

    assertThat(next(first, Set.of())).isEqualTo(new Step(5, LINEAGE, true, null));
    assertThat(next(first, Set.of("county")))
        .isEqualTo(new Step(3, List.of("village", "town", "county"), false, S60));
  }

  @Test
  void aForwardedDistrictIsNotRungTwice() {
    Step first = policy.first(LINEAGE, Set.of("village")::contains);
    Step afterForward = policy.next(LINEAGE, first.rung(), List.of("village", "county"), d -> true);

    assertThat(afterForward.districts()).containsExactly("village", "town", "county");
    assertThat(next(afterForward, Set.of("province")).districts())
        .containsExactlyElementsOf(LINEAGE);
  }

  @Test
  void whatIsGivenBackGoesOnWhereItStood() {
    assertThat(policy.again(0, List.of("town"), d -> true)).isEqualTo(S20);
    assertThat(policy.again(2, List.of("town"), d -> true)).isEqualTo(S60);
    assertThat(policy.again(2, List.of("town"), d -> false)).isZero();
  }

  @Test
  void timesMustMakeSense() {
    assertThatThrownBy(() -> new EscalationPolicy(S60, S20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nextDistrictAfter");
    assertThatThrownBy(() -> new EscalationPolicy(Duration.ZERO, S20))
        .hasMessageContaining("allDesksAfter");
  }

  @Property
  void itOnlyWidensAndAlwaysEndsWithAPerson(@ForAll Set<Integer> online, @ForAll int changes) {
    Set<String> staffed = new HashSet<>();
    online.forEach(i -> staffed.add(LINEAGE.get(Math.floorMod(i, LINEAGE.size()))));
    Step step = policy.first(LINEAGE, staffed::contains);
    int steps = 0;
    while (!step.webhook()) {
      if ((changes >> steps & 1) == 1) {
        staffed.remove(LINEAGE.get(steps % LINEAGE.size()));
      }
      Step next = next(step, staffed);
      assertThat(next.districts()).containsAll(step.districts());
      assertThat(next.rung()).isGreaterThan(step.rung());
      assertThat(next.webhook()).isEqualTo(next.lasts() == null);
      step = next;
      steps++;
    }
    assertThat(steps).isLessThanOrEqualTo(LINEAGE.size() + 1);
    assertThat(step.districts()).containsAll(LINEAGE);
  }
}
