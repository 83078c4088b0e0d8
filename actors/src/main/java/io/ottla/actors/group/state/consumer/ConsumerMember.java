package io.ottla.actors.group.state.consumer;

/** A member of a consumer group: what it wants and what it has. */
public record ConsumerMember(String id, Subscription subscription, CurrentAssignment current) {
    /** Whether it speaks the classic protocol. */
    public boolean isClassic() {
        return subscription.classic().isPresent();
    }

    ConsumerMember with(CurrentAssignment changed) {
        return new ConsumerMember(id, subscription, changed);
    }
}
