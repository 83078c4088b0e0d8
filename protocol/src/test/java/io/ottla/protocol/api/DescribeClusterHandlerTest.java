package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class DescribeClusterHandlerTest {
    private final TestBroker node = TestBroker.start();

    @Test
    void namesTheLiveBrokers() {
        DescribeClusterResponseData answer = ask(0, new DescribeClusterRequestData());

        assertThat(answer.clusterId()).isEqualTo("cluster-id");
        assertThat(answer.controllerId()).isEqualTo(1);
        assertThat(answer.brokers()).extracting(DescribeClusterBroker::brokerId).containsExactly(1, 2);
        assertThat(answer.brokers().find(1).rack()).isEqualTo("a");
        assertThat(answer.clusterAuthorizedOperations()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void namesFencedBrokersWhenAsked() {
        DescribeClusterResponseData answer = ask(2, new DescribeClusterRequestData().setIncludeFencedBrokers(true));

        assertThat(answer.brokers()).extracting(DescribeClusterBroker::isFenced).containsExactly(false, false, true);
    }

    @Test
    void tellsWhatTheCallerMayDo() {
        DescribeClusterRequestData request =
                new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true);

        assertThat(ask(1, request).clusterAuthorizedOperations())
                .matches(bits -> (bits & 1 << AclOperation.ALTER_CONFIGS.code()) != 0);
        node.denying(Operation.DESCRIBE, Resource.CLUSTER);
        assertThat(ask(1, request).clusterAuthorizedOperations()).isZero();
    }

    @Test
    void refusesToBeAController() {
        assertThat(ask(1, new DescribeClusterRequestData().setEndpointType((byte) 2))
                        .errorCode())
                .isEqualTo(Errors.MISMATCHED_ENDPOINT_TYPE.code());
        assertThat(ask(1, new DescribeClusterRequestData().setEndpointType((byte) 9))
                        .errorCode())
                .isEqualTo(Errors.UNSUPPORTED_ENDPOINT_TYPE.code());
    }

    private DescribeClusterResponseData ask(int version, DescribeClusterRequestData request) {
        return node.ask(new DescribeClusterHandler(node.broker()), version, request);
    }
}
