/** What the Kafka port counts: requests by API, traffic by topic. */
@NullMarked
package io.ottla.protocol.metrics;

import org.jspecify.annotations.NullMarked;
