package io.ottla.actors.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Divides requests for many things into several that fit into messages, with room for their answers. What is decided for
 * each thing alone may be divided; a single thing that is too large travels in pieces ({@link RequestParts}).
 */
final class RequestBatches {
    /** So many answers with the longest names and messages fit into one message. */
    private static final int MAX_ITEMS = 150;

    private static final int MAX_BYTES = 100 * 1024;
    private static final int BYTES_OF_FIELDS = 100;
    private static final int BYTES_OF_NUMBER = 6;

    private RequestBatches() {}

    static <Q> List<List<Q>> of(List<Q> items) {
        return of(items, item -> BYTES_OF_FIELDS);
    }

    static List<List<Controller.NewTopic>> ofNewTopics(List<Controller.NewTopic> topics) {
        return of(topics, RequestBatches::bytes);
    }

    static List<List<Controller.MorePartitions>> ofMorePartitions(List<Controller.MorePartitions> topics) {
        return of(topics, RequestBatches::bytes);
    }

    static List<List<Controller.ConfigChange>> ofConfigs(List<Controller.ConfigChange> changes) {
        return of(changes, RequestBatches::bytes);
    }

    /** About how large a new topic is as a message. */
    static int bytes(Controller.NewTopic topic) {
        return BYTES_OF_FIELDS
                + topic.name().length()
                + topic.assignments().values().stream()
                        .mapToInt(replicas -> BYTES_OF_NUMBER * (2 + replicas.size()))
                        .sum()
                + topic.configs().entrySet().stream()
                        .mapToInt(one -> one.getKey().length() + one.getValue().length())
                        .sum();
    }

    /** About how large further partitions are as a message. */
    static int bytes(Controller.MorePartitions more) {
        return BYTES_OF_FIELDS
                + more.topic().length()
                + more.assignments().stream()
                        .mapToInt(replicas -> BYTES_OF_NUMBER * (1 + replicas.size()))
                        .sum();
    }

    private static int bytes(Controller.ConfigChange change) {
        return BYTES_OF_FIELDS
                + change.resource().name().length()
                + change.values().entrySet().stream()
                        .mapToInt(one -> BYTES_OF_NUMBER
                                + one.getKey().length()
                                + one.getValue().map(String::length).orElse(0))
                        .sum();
    }

    /** Whether a request of about this size may not fit into one message. */
    static boolean isLarge(Controller.Request request) {
        if (request instanceof Controller.CreateTopics create) {
            return create.topics().stream().mapToInt(RequestBatches::bytes).sum() > MAX_BYTES;
        } else if (request instanceof Controller.CreatePartitions grow) {
            return grow.topics().stream().mapToInt(RequestBatches::bytes).sum() > MAX_BYTES;
        } else if (request instanceof Controller.AlterConfigs alter) {
            return alter.changes().stream().mapToInt(RequestBatches::bytes).sum() > MAX_BYTES;
        } else if (request instanceof Controller.AlterPartitions alter) {
            return alter.proposals().size() > MAX_ITEMS;
        } else if (request instanceof Controller.ReassignPartitions reassign) {
            return reassign.partitions().size() > MAX_ITEMS;
        } else if (request instanceof Controller.ElectLeaders elect) {
            return elect.partitions().size() > MAX_ITEMS;
        }
        return false;
    }

    private static <Q> List<List<Q>> of(List<Q> items, ToIntFunction<Q> bytesOf) {
        List<List<Q>> batches = new ArrayList<>();
        List<Q> batch = new ArrayList<>();
        int bytes = 0;
        for (Q item : items) {
            int size = bytesOf.applyAsInt(item);
            if (!batch.isEmpty() && (batch.size() == MAX_ITEMS || bytes + size > MAX_BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(item);
            bytes += size;
        }
        batches.add(batch);
        return batches;
    }

    /** Asks for every batch at once; the answers in order. */
    static <Q, R> CompletionStage<List<R>> all(List<List<Q>> batches, Function<List<Q>, CompletionStage<R>> ask) {
        List<CompletableFuture<R>> answers = new ArrayList<>(batches.size());
        batches.forEach(batch -> answers.add(ask.apply(batch).toCompletableFuture()));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }
}
