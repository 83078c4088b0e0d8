package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "abc,abc,0", "abc,'',3", "'',abc,3", "flaw,lawn,2"})
    void countsEdits(String one, String other, int distance) {
        assertThat(NearestName.distance(one, other)).isEqualTo(distance);
        assertThat(NearestName.distance(other, one)).isEqualTo(distance);
    }

    @Test
    void findsTheNearest() {
        assertThat(NearestName.among(List.of("log.dirs", "log.dir", "listeners"), "logs.dir"))
                .contains("log.dir");
        assertThat(NearestName.among(List.of(), "logs.dir")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "num.partitons,num.partitions",
        "log.retention.hour,log.retention.hours",
        "advertised.listener,advertised.listeners",
        "auto.create.topic.enable,auto.create.topics.enable",
        "nodeid,node.id",
    })
    void seesThroughCommonTypingErrors(String typed, String meant) {
        assertThat(NameCheck.findFault(typed))
                .hasValueSatisfying(fault -> assertThat(fault).contains(meant + "?"));
    }
}
