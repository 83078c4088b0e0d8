package io.ottla.http.rest.member.state;

/**
 * The name of a member, for all nodes.
 *
 * @param group its consumer group
 * @param name its name in the group
 */
public record MemberId(String group, String name) {}
