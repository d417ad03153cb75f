/** The commands, the list of what starts and stops, and the way of one press. */
@NullMarked
package io.sharpeyes.gateway;

import org.jspecify.annotations.NullMarked;
