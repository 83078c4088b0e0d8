/**
 * The node's one HTTP server. It knows how to listen, to route, to refuse and to stop; what it serves comes from
 * {@link io.ottla.http.RouteSource}s. It reaches brokers through the Kafka client API alone and never through their classes.
 */
@NullMarked
package io.ottla.http;

import org.jspecify.annotations.NullMarked;
