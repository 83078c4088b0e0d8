package io.ottla.actors.group.state;

import java.util.Optional;

/**
 * Somebody who shall leave a group.
 *
 * @param memberId empty to name a static member by its instance alone
 * @param reason why, for the log (KIP-800)
 */
public record LeavingMember(String memberId, Optional<String> instanceId, String reason) {}
