/** The field types of Kafka's message format, in which coordinators write their records. */
@NullMarked
package io.ottla.actors.coordinator.format;

import org.jspecify.annotations.NullMarked;
