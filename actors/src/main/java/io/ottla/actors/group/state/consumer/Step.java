package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A member that has been let in and is to be led on.
 *
 * @param formerId the id of the static member whose place it takes
 * @param before where it stood; empty for one that has just come
 * @param owned what it says that it has
 * @param maySee which topics its owner may know of; absent for one whose coming is no occasion to match patterns again
 */
public record Step(
        String memberId,
        Optional<String> formerId,
        Subscription subscription,
        Optional<CurrentAssignment> before,
        Optional<PartitionSet> owned,
        Optional<Predicate<String>> maySee) {}
