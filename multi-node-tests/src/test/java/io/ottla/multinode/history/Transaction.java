package io.ottla.multinode.history;

/**
 * One transaction of a test.
 *
 * @param writer whose it is
 * @param number the writer's count, from 0
 */
public record Transaction(String writer, long number) {}
