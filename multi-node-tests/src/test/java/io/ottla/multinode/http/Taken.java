package io.ottla.multinode.http;

/** A record that a client has got by HTTP. */
record Taken(int partition, long offset, String value) {}
