/**
 * The durable log, its one writer, and the tables derived from it; beside it the file of MQTT
 * sessions. Knows incidents, but no desks and no devices.
 */
@NullMarked
package io.sharpeyes.gateway.journal;

import org.jspecify.annotations.NullMarked;
