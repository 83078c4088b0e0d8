package io.ottla.http.rest.v2;

import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.member.MemberService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All endpoints of version 2. */
public final class V2Endpoints {
    private V2Endpoints() {}

    /**
     * The endpoints.
     *
     * @param schemas the formats that need a schema, if a registry is at hand
     */
    public static List<Endpoint> of(
            KafkaClients kafka, RecordSender sender, MemberService members, Optional<SchemaFormats> schemas) {
        return Stream.of(
                        new V2Topics(kafka).endpoints(),
                        new V2Produce(sender, schemas).endpoints(),
                        new V2Consumers(members, new V2Records(schemas)).endpoints())
                .flatMap(List::stream)
                .map(endpoint -> endpoint.refusingAs(V2Types::refusal))
                .toList();
    }
}
