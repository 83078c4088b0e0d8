/** Reads a node's broker for the metrics page. */
package io.ottla.server.stats;
