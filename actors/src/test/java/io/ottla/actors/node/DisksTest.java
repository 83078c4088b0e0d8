package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {
    private static final Uuid ORDERS = new Uuid(7, 7);

    @TempDir
    Path a;

    @TempDir
    Path b;

    private LogDirectory first;
    private LogDirectory second;
    private Disks disks;

    @BeforeEach
    void open() {
        first = LogDirectory.open(Disk.real(), a, LogDirectoryOptions.DEFAULT);
        second = LogDirectory.open(Disk.real(), b, LogDirectoryOptions.DEFAULT);
        disks = new Disks(List.of(first, second), 1);
    }

    @AfterEach
    void close() {
        disks.close();
    }

    @Test
    void newReplicasGoWhereTheFewestAre() {
        assertThat(place(0)).isSameAs(first);
        assertThat(place(1)).isSameAs(second);
        disks.forget(replica(0));

        assertThat(place(2)).isSameAs(first);
        assertThat(place(1)).isSameAs(second);
    }

    @Test
    void newReplicasGoToNoFailedDirectoryThoughItHasTheFewest() {
        place(0);
        place(1);

        disks.failed(first);

        for (int partition = 2; partition < 6; partition++) {
            assertThat(place(partition)).isSameAs(second);
        }
        assertThat(place(0)).as("the one that is there already").isSameAs(first);
    }

    @Test
    void aReplicaHasAPlaceThoughEveryDirectoryHasFailed() {
        place(0);
        place(1);
        disks.failed(first);
        disks.failed(second);

        assertThat(place(2)).isSameAs(first);
    }

    private LogDirectory place(int partition) {
        return disks.place(replica(partition)).home().directory();
    }

    private static TopicIdPartition replica(int partition) {
        return new TopicIdPartition(ORDERS, partition, "orders");
    }
}
