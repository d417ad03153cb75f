/**
 * What every device language is translated into: signals from buttons, phones and units, and the
 * way they are handed on. Knows nothing of incidents, people or HTTP.
 */
@NullMarked
package io.sharpeyes.device;

import org.jspecify.annotations.NullMarked;
