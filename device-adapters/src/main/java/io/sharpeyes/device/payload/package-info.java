/**
 * Device languages: one class per language, pure functions of topic and bytes. Knows nothing of
 * connections, sessions, brokers or the clock.
 */
@NullMarked
package io.sharpeyes.device.payload;

import org.jspecify.annotations.NullMarked;
