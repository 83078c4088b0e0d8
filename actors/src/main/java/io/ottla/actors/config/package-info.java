/**
 * The settings of broker, topics, groups and client metrics: Kafka's names, types, defaults and meanings. The tables
 * beside this package hold every setting and what it does here; the classes check, read, describe and change values.
 * Everything is pure and immutable but the readers of files.
 */
@NullMarked
package io.ottla.actors.config;

import org.jspecify.annotations.NullMarked;
