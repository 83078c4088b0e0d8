/** The way to a schema registry: over HTTP, or one inside this JVM for tests. */
package io.ottla.serdes.registry;
