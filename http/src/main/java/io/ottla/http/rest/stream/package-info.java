/** Reading topics as endless answers. A few consumers serve any number of streams, at the pace of each. */
@NullMarked
package io.ottla.http.rest.stream;

import org.jspecify.annotations.NullMarked;
