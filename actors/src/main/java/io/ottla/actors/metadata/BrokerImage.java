package io.ottla.actors.metadata;

import java.util.Optional;
import java.util.UUID;

/**
 * One registered broker.
 *
 * @param id its node id
 * @param epoch its broker epoch: the sequence number of its registration
 * @param incarnation drawn anew at every start of the process
 * @param host the advertised host
 * @param port the advertised port
 * @param rack where it stands, if told
 * @param fenced whether it may lead and be listed
 */
public record BrokerImage(
        int id, long epoch, UUID incarnation, String host, int port, Optional<String> rack, boolean fenced) {}
