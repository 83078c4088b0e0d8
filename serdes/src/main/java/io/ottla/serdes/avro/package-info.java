/** Records in Avro. */
package io.ottla.serdes.avro;
