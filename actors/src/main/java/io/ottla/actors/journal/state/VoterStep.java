package io.ottla.actors.journal.state;

import java.util.List;

/**
 * What a voter does about a request.
 *
 * @param writes for the disk, in this order, before the reply is sent
 * @param reply the reply
 */
public record VoterStep(List<DiskWrite> writes, VoterReply reply) {
    public VoterStep {
        writes = List.copyOf(writes);
    }

    static VoterStep only(VoterReply reply) {
        return new VoterStep(List.of(), reply);
    }
}
