package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditExtract;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;

/**
 * What a package is made of.
 *
 * @param incident its id
 * @param incidentJson the incident as whoever asked may see it
 * @param timeline what happened to it, one CloudEvents object each, as whoever asked may see it
 * @param pieces its pictures
 * @param audit who did and looked at what in it, this export among them
 * @param madeAt when
 * @param madeBy by whom
 * @param keys whose newest version signs it
 */
public record PackageParts(
    String incident,
    Buffer incidentJson,
    List<Buffer> timeline,
    List<EvidencePiece> pieces,
    AuditExtract audit,
    Instant madeAt,
    Actor madeBy,
    Keys keys) {

  /** Copies the lists. */
  public PackageParts {
    timeline = List.copyOf(timeline);
    pieces = List.copyOf(pieces);
  }
}
