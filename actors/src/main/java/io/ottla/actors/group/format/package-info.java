/**
 * The records of the offsets topic, byte for byte as Kafka 4.4 writes them, so that tools which read {@code __consumer_offsets} keep
 * working.
 */
@NullMarked
package io.ottla.actors.group.format;

import org.jspecify.annotations.NullMarked;
