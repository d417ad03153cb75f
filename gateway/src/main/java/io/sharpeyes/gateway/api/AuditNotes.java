package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.incident.Actor;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in the audit about what must go on even if the audit can't be written: a dispatcher signs
 * in, an incident is closed. That a row is missing stands in the log then.
 */
final class AuditNotes {

  private static final Logger log = LoggerFactory.getLogger(AuditNotes.class);

  private AuditNotes() {}

  static void write(AuditLog audit, Actor who, String action, String subject, Map<String, ?> more) {
    audit
        .append(who, action, subject, more)
        .onFailure(
            failure ->
                log.atError()
                    .addKeyValue("action", action)
                    .addKeyValue("subject", subject)
                    .addKeyValue("cause", failure.getMessage())
                    .log("an audit row could not be written"));
  }
}
