/** Avro schemas, on Avro's own library. Pure. */
@NullMarked
package io.ottla.registry.avro;

import org.jspecify.annotations.NullMarked;
