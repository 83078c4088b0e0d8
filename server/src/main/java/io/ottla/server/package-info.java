/** Assembles the node: its options, its logging, its start and its end. */
package io.ottla.server;
