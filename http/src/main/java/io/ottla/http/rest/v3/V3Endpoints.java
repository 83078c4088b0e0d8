package io.ottla.http.rest.v3;

import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.stream.RecordStreams;
import io.ottla.http.rest.stream.StreamEndpoints;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All endpoints of version 3. */
public final class V3Endpoints {
    private V3Endpoints() {}

    /**
     * The endpoints.
     *
     * @param schemas the formats that need a schema, if a registry is at hand
     */
    public static List<Endpoint> of(
            KafkaClients kafka,
            RecordSender sender,
            RecordStreams streams,
            MemberService members,
            Optional<SchemaFormats> schemas) {
        ClusterAccess cluster = new ClusterAccess(kafka);
        TopicEndpoints topics = new TopicEndpoints(cluster);
        GroupAccess groups = new GroupAccess(cluster);
        return Stream.of(
                        new ClusterEndpoints(cluster).endpoints(),
                        topics.endpoints(),
                        new ConfigEndpoints(cluster).endpoints(),
                        new PartitionEndpoints(cluster, topics).endpoints(),
                        new ReassignmentEndpoints(cluster, topics).endpoints(),
                        new GroupEndpoints(cluster, groups).endpoints(),
                        new LagEndpoints(cluster, groups).endpoints(),
                        new AclEndpoints(cluster).endpoints(),
                        new ProduceEndpoints(cluster, sender, new DataParts(schemas), kafka.settings()).endpoints(),
                        new ReadEndpoints(cluster, new StreamEndpoints(streams, schemas)).endpoints(),
                        new GroupMembers(cluster, members, schemas).endpoints(),
                        new ShareGroupMembers(cluster, members, schemas).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
