/** What crosses from one node to another as an actor message, and in which form. Record data never does: it goes over Kafka's protocol. */
package io.ottla.actors.remote;
