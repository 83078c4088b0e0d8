package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.List;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class AclHandlersTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @Test
    void tellsThatThereIsNoAuthorizer() {
        DescribeAclsResponseData answer = describe();

        assertThat(answer.errorCode()).isEqualTo(Errors.SECURITY_DISABLED.code());
        assertThat(answer.errorMessage()).isEqualTo("No Authorizer is configured.");
        assertThat(create().results())
                .extracting(CreateAclsResponseData.AclCreationResult::errorCode)
                .containsExactly(Errors.SECURITY_DISABLED.code(), Errors.SECURITY_DISABLED.code());
        assertThat(delete().filterResults())
                .extracting(DeleteAclsResponseData.DeleteAclsFilterResult::errorCode)
                .containsExactly(Errors.SECURITY_DISABLED.code());
    }

    @Test
    void refusesCallersWhoMayNotDescribeTheCluster() {
        node.denying(Operation.DESCRIBE, Resource.CLUSTER);

        assertThat(describe().errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    @Test
    void refusesCallersWhoMayNotAlterTheCluster() {
        node.denying(Operation.ALTER, Resource.CLUSTER);

        assertThat(create().results().get(0).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(delete().filterResults().get(0).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    private DescribeAclsResponseData describe() {
        return node.ask(new DescribeAclsHandler(node.broker()), 3, new DescribeAclsRequestData());
    }

    private CreateAclsResponseData create() {
        CreateAclsRequestData request = new CreateAclsRequestData();
        request.setCreations(List.of(new CreateAclsRequestData.AclCreation(), new CreateAclsRequestData.AclCreation()));
        return node.ask(new CreateAclsHandler(node.broker()), 3, request);
    }

    private DeleteAclsResponseData delete() {
        DeleteAclsRequestData request = new DeleteAclsRequestData();
        request.setFilters(List.of(new DeleteAclsRequestData.DeleteAclsFilter()));
        return node.ask(new DeleteAclsHandler(node.broker()), 3, request);
    }
}
