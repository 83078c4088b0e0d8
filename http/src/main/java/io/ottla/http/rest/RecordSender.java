package io.ottla.http.rest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Hands records to the producer. Sending blocks while the producer's buffer is full: that is the back-pressure. */
public final class RecordSender {
    private final KafkaClients kafka;
    private final TopicDirectory topics;
    private final Executor blocking;

    RecordSender(KafkaClients kafka, TopicDirectory topics, ActorSystem<?> system) {
        this.kafka = kafka;
        this.topics = topics;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Where {@link #send} may be called: threads that may block. */
    public Executor blocking() {
        return blocking;
    }

    /** The topics that records go to. */
    public TopicDirectory topics() {
        return topics;
    }

    /** Sends a record; may block, see {@link #blocking()}. The stage is completed on the producer's own thread. */
    public CompletionStage<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        Producer<byte[], byte[]> producer = kafka.producer();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(metadata);
                } else {
                    kafka.reach().suspect(failure);
                    sent.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException refused) {
            sent.completeExceptionally(refused);
        }
        return sent;
    }
}
