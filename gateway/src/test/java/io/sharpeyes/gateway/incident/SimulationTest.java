package io.sharpeyes.gateway.incident;

import org.junit.jupiter.api.Test;

/**
 * Lives of case books by chance, each from a seed. More of them, from another seed on:
 *
 * <pre>{@code
 * mvn -pl gateway -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dsimulation.seeds=100000 -Dsimulation.from=1000000
 * }</pre>
 *
 * A failure names its seed; {@code -Dsimulation.seeds=1 -Dsimulation.from=SEED} shows it again.
 */
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_500);
  private static final long FROM = Long.getLong("simulation.from", 1);
  private static final int STEPS = 120;
  private static final int TOLD_LINES = 60;

  @Test
  void theInvariantsHoldWhateverHappens() {
    for (long seed = FROM; seed < FROM + SEEDS; seed++) {
      Simulation simulation = new Simulation(seed);
      try {
        simulation.run(STEPS);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ": " + e.getMessage() + "\n" + simulation.story(TOLD_LINES), e);
      }
    }
  }
}
