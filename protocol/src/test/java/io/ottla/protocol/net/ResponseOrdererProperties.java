package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseOrdererProperties {
    private final ResponseOrderer orderer = new ResponseOrderer();
    private int correlationIds;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesAnswersInTheOrderOfTheRequests(long seed) {
        Random random = new Random(seed);
        List<Exchange> unanswered = new ArrayList<>();
        List<Integer> sent = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(3)) {
                case 0 -> unanswered.add(open());
                case 1 -> answerOne(unanswered, random);
                default -> poll(sent);
            }
        }
        while (!unanswered.isEmpty()) {
            answerOne(unanswered, random);
        }
        for (int left = correlationIds; left > 0; left--) {
            poll(sent);
        }

        assertThat(sent).hasSize(correlationIds).isSorted();
    }

    @Test
    void holdsALaterAnswerBackUntilTheEarlierOneIsThere() {
        Exchange first = open();
        Exchange second = open();

        second.complete(new MetadataResponseData());
        assertThat(orderer.pollAnswered()).isNull();

        first.complete(new MetadataResponseData());
        assertThat(orderer.pollAnswered()).isSameAs(first);
        assertThat(orderer.pollAnswered()).isSameAs(second);
    }

    @Test
    void refusesASecondAnswer() {
        Exchange exchange = open();
        exchange.complete(new MetadataResponseData());

        assertThatThrownBy(() -> exchange.complete(new MetadataResponseData()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered twice");
    }

    private Exchange open() {
        Exchange exchange = new Exchange(
                new Exchange.Request(ApiKeys.METADATA, (short) 1, correlationIds++, 0, 0, true), answered -> {});
        orderer.add(exchange);
        return exchange;
    }

    private static void answerOne(List<Exchange> unanswered, Random random) {
        if (!unanswered.isEmpty()) {
            unanswered.remove(random.nextInt(unanswered.size())).complete(new MetadataResponseData());
        }
    }

    private void poll(List<Integer> sent) {
        Exchange next = orderer.pollAnswered();
        if (next != null) {
            sent.add(next.request().correlationId());
        }
    }
}
