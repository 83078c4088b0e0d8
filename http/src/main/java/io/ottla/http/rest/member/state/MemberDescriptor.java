package io.ottla.http.rest.member.state;

/**
 * All that must survive the node which speaks for a member. How far it has read is not in here: the offsets that its group
 * has committed tell it.
 *
 * @param id whose it is
 * @param owner the URL of the node that speaks for it
 * @param epoch rises with each change of the owner
 * @param settings what it was created with
 * @param interest what it wants to read
 */
public record MemberDescriptor(MemberId id, String owner, long epoch, MemberSettings settings, Interest interest) {

    /** The same, wanting to read something else. */
    public MemberDescriptor wanting(Interest other) {
        return new MemberDescriptor(id, owner, epoch, settings, other);
    }

    /** The same in the hands of another node. */
    public MemberDescriptor takenOverBy(String newOwner) {
        return new MemberDescriptor(id, newOwner, epoch + 1, settings, interest);
    }
}
