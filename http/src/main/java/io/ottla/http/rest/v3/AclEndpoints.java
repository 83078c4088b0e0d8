package io.ottla.http.rest.v3;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Location;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Access control lists. A cluster without an authorizer refuses them, and is said to do so. */
final class AclEndpoints {
    private static final String ACLS = "/v3/clusters/{cluster_id}/acls";
    private static final String[] QUERY = {
        "resource_type", "resource_name", "pattern_type", "principal", "host", "operation", "permission"
    };
    private static final int NO_AUTHORIZER = 40002;

    private final ClusterAccess cluster;

    AclEndpoints(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ACLS, "The ACLs that a filter lets through", cluster.reading(this::search))
                        .asking(QUERY)
                        .answering("KafkaAclList"),
                Endpoint.post(ACLS, "Create an ACL", cluster.writing(this::create))
                        .taking("CreateAclRequest")
                        .with(201),
                Endpoint.post(ACLS + ":batch", "Create ACLs", cluster.writing(this::createAll))
                        .taking("CreateAclBatchRequest")
                        .with(201),
                Endpoint.delete(ACLS, "Delete the ACLs that a filter lets through", cluster.reading(this::delete))
                        .asking(QUERY)
                        .answering("KafkaAclList"));
    }

    private CompletionStage<ObjectNode> search(Call call, Links links) {
        return authorized(cluster.ask(
                        admin -> admin.describeAcls(AclForm.filter(call)).values()))
                .thenApply(acls -> Resources.list(
                        "KafkaAcl",
                        AclForm.url(links, AclForm.filter(call)),
                        acls.stream().map(acl -> AclForm.resource(links, acl)).toList()));
    }

    private CompletionStage<HttpResponse> create(Call call, Links links, JsonNode body) {
        AclBinding acl = AclForm.binding(body);
        return authorized(cluster.ask(admin -> admin.createAcls(List.of(acl)).all()))
                .thenApply(created -> Json.empty(201).addHeader(Location.create(AclForm.url(links, acl.toFilter()))));
    }

    private CompletionStage<HttpResponse> createAll(Call call, Links links, JsonNode body) {
        List<AclBinding> acls = new ArrayList<>();
        Fields.requiredList(body, "data").forEach(acl -> acls.add(AclForm.binding(acl)));
        return authorized(cluster.ask(admin -> admin.createAcls(acls).all())).thenApply(created -> Json.empty(201));
    }

    private CompletionStage<ObjectNode> delete(Call call, Links links) {
        for (String required : List.of("resource_type", "pattern_type", "operation")) {
            if (call.query(required).isEmpty()) {
                throw Refusal.of(400, "The query parameter " + required + " is missing");
            }
        }
        return authorized(cluster.ask(
                        admin -> admin.deleteAcls(List.of(AclForm.filter(call))).all()))
                .thenApply(acls -> {
                    ObjectNode answer = Json.object();
                    answer.putArray("data")
                            .addAll(acls.stream()
                                    .map(acl -> AclForm.resource(links, acl))
                                    .toList());
                    return answer;
                });
    }

    private static <T> CompletionStage<T> authorized(CompletionStage<T> answer) {
        return answer.exceptionally(failure -> {
            Throwable cause = KafkaFailures.cause(failure);
            if (cause instanceof SecurityDisabledException || cause instanceof UnsupportedVersionException) {
                throw Refusal.coded(NO_AUTHORIZER, "No Authorizer is configured on the broker");
            }
            throw new CompletionException(cause);
        });
    }
}
