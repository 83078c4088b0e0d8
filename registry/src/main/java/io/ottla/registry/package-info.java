/**
 * The schema registry: {@link io.ottla.registry.SchemaRegistry} answers from its own copy of a Kafka topic and writes to it under
 * a transactional fence. It stands on the public Kafka client alone and so runs against any Kafka cluster.
 */
@NullMarked
package io.ottla.registry;

import org.jspecify.annotations.NullMarked;
