package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may take evidence out of the house: of an open incident, the dispatcher who may look through
 * its cameras now; of a closed one, whoever asked for a review that a second person confirmed.
 */
final class ExportRule implements ExportRight {

  private final Grants grants;
  private final Supplier<Registry> registry;

  ExportRule(Grants grants, Supplier<Registry> registry) {
    this.grants = grants;
    this.registry = registry;
  }

  @Override
  public Future<Void> check(Session who, Incident incident) {
    PictureRefused refusal = incident.isOpen() ? open(who, incident) : closed(who, incident);
    return refusal == null
        ? Future.succeededFuture()
        : grants.refused(refusal, who, "export", incident.id(), "", null);
  }

  private @Nullable PictureRefused open(Session who, Incident incident) {
    Verdict verdict = GrantRules.watching(who.person(), incident, registry.get());
    return verdict == Verdict.GRANTED ? null : Refusals.of(verdict, incident);
  }

  private @Nullable PictureRefused closed(Session who, Incident incident) {
    Verdict verdict = GrantRules.reviewing(who.person(), incident, registry.get());
    if (verdict != Verdict.GRANTED) {
      return Refusals.of(verdict, incident);
    }
    boolean confirmed =
        grants.reviews().of(incident.id()).stream()
            .anyMatch(
                review ->
                    review.confirmedBy() != null && review.by().user().equals(who.person().user()));
    return confirmed
        ? null
        : new PictureRefused(
            PictureRefused.Reason.NO_GRANT,
            PictureRefused.NO_REVIEW,
            "Incident "
                + incident.id()
                + " is closed: ask for a review of it, and have a second person confirm it.");
  }
}
