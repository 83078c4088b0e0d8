package io.ottla.actors.metadata;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.actors.remote.Cbor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The form in which a whole {@link MetadataImage} is stored and sent: one CBOR record with a version. Fields that a later
 * version added are ignored; what only a later version can read has a higher version and is refused.
 */
public final class MetadataImageCodec {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = Cbor.compactMapper();

    private MetadataImageCodec() {}

    private record Stored(
            int version,
            long sequenceNr,
            int controllerId,
            long controllerEpoch,
            List<BrokerImage> brokers,
            List<TopicImage> topics,
            List<Settings> configs,
            long nextProducerId,
            Map<String, Integer> features) {}

    private record Settings(ConfigResource resource, Map<String, String> values) {}

    /** The bytes of an image. */
    public static byte[] encode(MetadataImage image) {
        Stored stored = new Stored(
                VERSION,
                image.sequenceNr(),
                image.controllerId(),
                image.controllerEpoch(),
                List.copyOf(image.brokers().values()),
                List.copyOf(image.topics().all()),
                image.configs().entrySet().stream()
                        .map(one -> new Settings(one.getKey(), one.getValue()))
                        .toList(),
                image.nextProducerId(),
                image.features());
        try {
            return MAPPER.writeValueAsBytes(stored);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the metadata at event " + image.sequenceNr() + " cannot be stored", e);
        }
    }

    /**
     * The image in these bytes.
     *
     * @throws UncheckedIOException if they are damaged, or of a version that this one cannot read
     */
    public static MetadataImage decode(byte[] bytes) {
        try {
            Stored stored = MAPPER.readValue(bytes, Stored.class);
            if (stored.version() > VERSION) {
                throw new IOException("it has version " + stored.version() + ", and this Ottla reads up to " + VERSION
                        + ": update this node");
            }
            return image(stored);
        } catch (IOException e) {
            throw new UncheckedIOException("an image of the metadata cannot be read: " + e.getMessage(), e);
        }
    }

    private static MetadataImage image(Stored stored) {
        PMap<Integer, BrokerImage> brokers = HashTreePMap.empty();
        for (BrokerImage broker : stored.brokers()) {
            brokers = brokers.plus(broker.id(), broker);
        }
        TopicsImage topics = TopicsImage.EMPTY;
        for (TopicImage topic : stored.topics()) {
            topics = topics.with(topic);
        }
        PMap<ConfigResource, PMap<String, String>> configs = HashTreePMap.empty();
        for (Settings settings : stored.configs()) {
            configs = configs.plus(settings.resource(), HashTreePMap.from(settings.values()));
        }
        return new MetadataImage(
                stored.sequenceNr(),
                stored.controllerId(),
                stored.controllerEpoch(),
                brokers,
                topics,
                configs,
                stored.nextProducerId(),
                HashTreePMap.from(stored.features()));
    }
}
