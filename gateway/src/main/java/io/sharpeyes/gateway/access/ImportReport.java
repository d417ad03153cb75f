package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.RegistryDiff;
import io.sharpeyes.gateway.registry.RegistryProblem;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.registry.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an import did, or would do.
 *
 * @param outcome how it ended
 * @param problems the first 1,000 problems; empty but for {@link Outcome#PROBLEMS}
 * @param problemCount how many there are in all
 * @param tables what is different, by table
 * @param newSecrets how many devices, cameras and people get another secret
 * @param generated secrets made for devices that had none; shown this once
 * @param withoutPassword people who can't sign in because they have no password; the first 100
 */
public record ImportReport(
    Outcome outcome,
    List<RegistryProblem> problems,
    long problemCount,
    Map<String, RegistryDiff.TableDiff> tables,
    int newSecrets,
    Map<DeviceId, Secret> generated,
    List<String> withoutPassword) {

  private static final int MOST_NAMED = 100;

  /** How an import ends. */
  public enum Outcome {
    /** Something is wrong; nothing was changed. */
    PROBLEMS,
    /** Only a preview. */
    PREVIEW,
    /** Everything is so already. */
    UNCHANGED,
    /** The registry is another one now. */
    CHANGED
  }

  static ImportReport problems(RegistryReading reading) {
    return new ImportReport(
        Outcome.PROBLEMS,
        reading.problems(),
        reading.problemCount(),
        Map.of(),
        0,
        Map.of(),
        List.of());
  }

  static ImportReport of(Outcome outcome, RegistryPlan plan) {
    return new ImportReport(
        outcome,
        List.of(),
        0,
        plan.diff().tables(),
        plan.deviceSecrets() + plan.cameraPasswords() + plan.passwords(),
        Map.of(),
        List.of());
  }

  static ImportReport changed(RegistryPlan plan, CredentialSealing.Sealed stored) {
    List<String> withoutPassword =
        plan.registry().people().stream()
            .map(person -> person.user())
            .filter(user -> stored.store().passwordHash(user) == null)
            .limit(MOST_NAMED)
            .toList();
    return new ImportReport(
        Outcome.CHANGED,
        List.of(),
        0,
        plan.diff().tables(),
        plan.deviceSecrets() + plan.cameraPasswords() + plan.passwords(),
        stored.generated(),
        withoutPassword);
  }

  /**
   * The report as JSON values, the generated secrets in clear text: for the answer to whoever
   * imported, and for nothing else.
   */
  public Map<String, Object> answer() {
    Map<String, String> secrets = new LinkedHashMap<>();
    generated.forEach((device, secret) -> secrets.put(device.value(), secret.reveal()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
    answer.put("problems", problems);
    answer.put("problemCount", problemCount);
    answer.put("tables", tables);
    answer.put("newSecrets", newSecrets);
    answer.put("generatedSecrets", secrets);
    answer.put("withoutPassword", withoutPassword);
    return answer;
  }
}
