/**
 * Serializers and deserializers for kafka-clients that keep their schemas in a schema registry: what they have in common, that
 * is the settings, the naming of subjects and the frame around a record's bytes.
 */
package io.ottla.serdes;
