/**
 * {@code /metrics} in Prometheus' formats. The node's parts count in plain fields of their own; everything here is read and
 * named at the moment of a scrape, so that a node which nobody scrapes pays nothing.
 */
@NullMarked
package io.ottla.http.metrics;

import org.jspecify.annotations.NullMarked;
