/**
 * MQTT 3.1.1 and 5.0 with buttons, loudspeakers and phones: as their server, and as a subscriber
 * behind an existing broker. Knows nothing of incidents, people or how an alarm is stored.
 */
@NullMarked
package io.sharpeyes.device.mqtt;

import org.jspecify.annotations.NullMarked;
