/**
 * The REST proxy: Kafka for everything that speaks HTTP. It stands on Kafka's public client API alone, so that it serves any
 * Kafka cluster; nothing is connected before the first request needs it.
 */
@NullMarked
package io.ottla.http.rest;

import org.jspecify.annotations.NullMarked;
