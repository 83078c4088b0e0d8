/** One handler for each Kafka API, and what they have in common. */
@NullMarked
package io.ottla.protocol.api;

import org.jspecify.annotations.NullMarked;
