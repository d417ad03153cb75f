/**
 * The settings as one typed tree, read from YAML, environment and command line. Knows the settings
 * records of the other packages, and nothing of what they do.
 */
@NullMarked
package io.sharpeyes.gateway.settings;

import org.jspecify.annotations.NullMarked;
