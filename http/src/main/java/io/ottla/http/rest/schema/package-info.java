/** Keys and values whose bytes mean nothing without a schema of the registry: Avro, JSON Schema, Protobuf. */
@NullMarked
package io.ottla.http.rest.schema;

import org.jspecify.annotations.NullMarked;
