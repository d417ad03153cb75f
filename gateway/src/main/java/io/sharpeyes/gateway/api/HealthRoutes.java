package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.health.Fault;
import io.sharpeyes.gateway.health.FaultGroup;
import io.sharpeyes.gateway.health.HealthReport;
import io.sharpeyes.gateway.health.SiteProtection;
import io.sharpeyes.gateway.registry.Person;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong now, grouped by probable cause, and which sites are protected. */
final class HealthRoutes {

  private static final List<String> COLUMNS =
      List.of("row", "cause", "id", "name", "district", "since", "details");

  private final HttpParts parts;

  HealthRoutes(HttpParts parts) {
    this.parts = parts;
  }

  Future<Answer> report(Call call) {
    Districts districts = Districts.of(call, parts.registry().get());
    HealthReport report = ofOwnSite(call, parts.healthReport().apply(districts::reach));
    return Future.succeededFuture(
        call.prefers("text/csv")
            ? Csv.answer(COLUMNS, rows(report).stream())
            : Answer.json(report));
  }

  /** A site's people see their own site, and what is wrong with what it has. */
  private static HealthReport ofOwnSite(Call call, HealthReport report) {
    if (call.person().role() != Person.Role.SITE) {
      return report;
    }
    String own = call.person().site();
    List<FaultGroup> groups =
        report.groups().stream()
            .map(
                group ->
                    new FaultGroup(
                        group.cause(),
                        group.subject(),
                        group.since(),
                        group.of(),
                        group.faults().stream()
                            .filter(fault -> own != null && own.equals(fault.site()))
                            .toList()))
            .filter(group -> !group.faults().isEmpty())
            .toList();
    return new HealthReport(
        report.at(),
        groups,
        report.sites().stream().filter(site -> site.site().equals(own)).toList());
  }

  private static List<List<Object>> rows(HealthReport report) {
    List<List<Object>> rows = new ArrayList<>();
    for (FaultGroup group : report.groups()) {
      for (Fault fault : group.faults()) {
        rows.add(
            List.of(
                "fault",
                group.cause(),
                fault.subject(),
                fault.name(),
                fault.district(),
                fault.since(),
                fault.code()));
      }
    }
    for (SiteProtection site : report.sites()) {
      rows.add(
          List.of(
              "site",
              site.isProtected() ? "protected" : "not-protected",
              site.site(),
              site.name(),
              site.district(),
              "",
              words(site.because())));
    }
    return rows;
  }

  private static String words(List<Reason> because) {
    return because.stream()
        .map(
            reason -> reason.value() == null ? reason.code() : reason.code() + ":" + reason.value())
        .collect(Collectors.joining(" "));
  }
}
