/**
 * A table of endpoints: method, path template, handler and description in one place, so that what is routed, measured and
 * described in {@code /openapi.json} cannot drift apart.
 */
@NullMarked
package io.ottla.http.endpoint;

import org.jspecify.annotations.NullMarked;
