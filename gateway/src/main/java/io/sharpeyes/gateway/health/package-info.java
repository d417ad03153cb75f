/**
 * How devices and cameras are: what failed, since when and probably why, and whether each site is
 * protected. Knows nothing of desks' screens or HTTP.
 */
@NullMarked
package io.sharpeyes.gateway.health;

import org.jspecify.annotations.NullMarked;
