/** Tests of the HTTP interface against a real journal, over real sockets. */
@NullMarked
package io.sharpeyes.gateway.api;

import org.jspecify.annotations.NullMarked;
