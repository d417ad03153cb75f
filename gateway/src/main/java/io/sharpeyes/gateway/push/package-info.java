/**
 * The stream of events to desks and other readers: hub, sessions with bounded outboxes, resume,
 * delivery ledger, webhooks. Knows the journal and who may see what; no devices, no commands.
 */
@NullMarked
package io.sharpeyes.gateway.push;

import org.jspecify.annotations.NullMarked;
