package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyProduceTest {
    @ParameterizedTest
    @ValueSource(shorts = {0, 1, 2})
    void refusesEveryPartitionInTheLayoutOfTheVersion(short version) {
        ApiMessage refusal = LegacyProduce.refuse(new ByteBufferAccessor(request((short) 1)), version);

        ByteBuffer response = MessageUtil.toByteBufferAccessor(refusal, version).buffer();

        assertThat(response.getInt()).isEqualTo(1);
        byte[] name = new byte[response.getShort()];
        response.get(name);
        assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("töpic");
        assertThat(response.getInt()).isEqualTo(2);
        for (int partition = 0; partition < 2; partition++) {
            assertThat(response.getInt()).isEqualTo(partition);
            assertThat(response.getShort()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(response.getLong()).isEqualTo(-1L);
            if (version >= 2) {
                assertThat(response.getLong()).isEqualTo(-1L);
            }
        }
        assertThat(response.remaining()).isEqualTo(version >= 1 ? Integer.BYTES : 0);
    }

    @Test
    void cannotRefuseWhoWaitsForNoResponse() {
        assertThatThrownBy(() -> LegacyProduce.refuse(new ByteBufferAccessor(request((short) 0)), (short) 1))
                .isInstanceOf(InvalidRequestException.class);
    }

    private static ByteBuffer request(short acks) {
        byte[] name = "töpic".getBytes(StandardCharsets.UTF_8);
        ByteBuffer request =
                ByteBuffer.allocate(200).putShort(acks).putInt(1000).putInt(1);
        request.putShort((short) name.length).put(name).putInt(2);
        request.putInt(0).putInt(5).put(new byte[5]);
        request.putInt(1).putInt(-1);
        return request.flip();
    }
}
