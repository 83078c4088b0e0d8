package io.ottla.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON data together with the schema it is to be registered under, for applications that have no class for it.
 *
 * @param schema the JSON Schema
 * @param data the data
 */
public record JsonRecord(JsonNode schema, JsonNode data) {}
