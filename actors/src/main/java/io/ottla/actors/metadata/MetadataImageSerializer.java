package io.ottla.actors.metadata;

import akka.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Stores a {@link MetadataImage} as a snapshot of the controller's state. */
public final class MetadataImageSerializer extends JSerializer {
    /** Akka's number for this serializer; never given to another. */
    private static final int IDENTIFIER = 740_003;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public boolean includeManifest() {
        return false;
    }

    @Override
    public byte[] toBinary(Object image) {
        return MetadataImageCodec.encode((MetadataImage) image);
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
        return MetadataImageCodec.decode(bytes);
    }
}
