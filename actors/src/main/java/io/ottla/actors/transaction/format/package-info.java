/** The records of the transaction topic, byte for byte as Kafka 4.4 writes them. */
@NullMarked
package io.ottla.actors.transaction.format;

import org.jspecify.annotations.NullMarked;
