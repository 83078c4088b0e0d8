/** Records in JSON with JSON Schema. */
package io.ottla.serdes.json;
