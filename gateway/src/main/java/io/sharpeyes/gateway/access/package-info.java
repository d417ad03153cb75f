/**
 * Who may do and see what: stored credentials, sign-in, sessions, rights by role and district, the
 * audit chain, and the changes of the registry. Knows no HTTP and no sockets.
 */
@NullMarked
package io.sharpeyes.gateway.access;

import org.jspecify.annotations.NullMarked;
