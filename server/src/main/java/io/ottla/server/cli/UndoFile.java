package io.ottla.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A group's offsets as they were before they were moved, in a file that {@code ottla group undo} puts back.
 *
 * @param group whose
 * @param offsets of each partition that was moved
 */
record UndoFile(String group, List<Was> offsets) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** What was committed for a partition; absent if nothing was. Programs such as Kafka Streams keep what they need in the metadata. */
    record Was(
            String topic,
            int partition,
            @Nullable Long committedOffset,
            @Nullable Integer leaderEpoch,
            @Nullable String metadata) {
        static Was of(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
            return committed == null
                    ? new Was(partition.topic(), partition.partition(), null, null, null)
                    : new Was(
                            partition.topic(),
                            partition.partition(),
                            committed.offset(),
                            committed.leaderEpoch().orElse(null),
                            committed.metadata());
        }

        TopicPartition topicPartition() {
            return new TopicPartition(topic, partition);
        }

        /** What to commit so that it is as it was; empty if nothing was. */
        Optional<OffsetAndMetadata> committed() {
            return Optional.ofNullable(committedOffset)
                    .map(offset -> new OffsetAndMetadata(
                            offset, Optional.ofNullable(leaderEpoch), metadata == null ? "" : metadata));
        }
    }

    /** A file in the working folder, named after the group as far as names of files go. */
    static Path named(String group, LocalDateTime now) {
        return Path.of("undo-" + group.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + TIME.format(now) + ".json");
    }

    /** Writes it to a file that is not there yet. */
    void write(Path file) {
        try {
            Files.writeString(file, Json.text(this), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the offsets as they are cannot be written to " + file + " (" + e + "); nothing was changed", e);
        }
    }

    /** Reads one. */
    static UndoFile read(Path file) {
        try {
            UndoFile read = Json.read(Files.readString(file), UndoFile.class);
            if (read.group == null || read.offsets == null) {
                throw new CommandFailure(file + " is not a file of 'group reset'");
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailure(file + " is not a file of 'group reset': " + e.getMessage(), e);
        }
    }
}
