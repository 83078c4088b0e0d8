package io.ottla.actors.metadata;

import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * One registered broker.
 *
 * @param id its node id
 * @param epoch its broker epoch: the sequence number of its registration
 * @param incarnation drawn anew at every start of the process
 * @param host the advertised host
 * @param port the advertised port
 * @param rack where it stands, if told
 * @param control where other nodes reach its actor system
 * @param quorumDirectoryId the folder of its part of the metadata journal
 * @param logDirs the ids of its log directories
 * @param fenced whether it may not lead nor be listed
 * @param inControlledShutdown whether it is leaving: it leads what nobody else can, and gets nothing new
 */
public record BrokerImage(
        int id,
        long epoch,
        UUID incarnation,
        String host,
        int port,
        Optional<String> rack,
        NodeAddress control,
        UUID quorumDirectoryId,
        List<Uuid> logDirs,
        boolean fenced,
        boolean inControlledShutdown) {
    public BrokerImage {
        logDirs = List.copyOf(logDirs);
    }

    /** A process that has just registered: fenced, with the number of that event as its epoch. */
    static BrokerImage registered(long sequenceNr, MetadataEvent.BrokerRegistered event) {
        return new BrokerImage(
                event.id(),
                sequenceNr,
                event.incarnation(),
                event.host(),
                event.port(),
                event.rack(),
                event.control(),
                event.quorumDirectoryId(),
                event.logDirs(),
                true,
                false);
    }

    BrokerImage withFenced(boolean nowFenced) {
        return with(nowFenced, inControlledShutdown);
    }

    BrokerImage leaving() {
        return with(fenced, true);
    }

    private BrokerImage with(boolean nowFenced, boolean nowLeaving) {
        return new BrokerImage(
                id, epoch, incarnation, host, port, rack, control, quorumDirectoryId, logDirs, nowFenced, nowLeaving);
    }
}
