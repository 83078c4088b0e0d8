package io.ottla.actors.journal;

import java.util.UUID;

/**
 * A writer's right to append: what a takeover yields. A session whose append failed is closed for good, because its outcome
 * is unknown until the next takeover (safety rule C1).
 *
 * @param epoch the writer's epoch, higher than every one before
 * @param writerId drawn for this takeover
 */
public record JournalSession(long epoch, UUID writerId) {}
