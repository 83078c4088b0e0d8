package io.ottla.actors.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts what is larger than one message into pieces, and puts pieces together again. */
public final class Parts {
    /** The most bytes of a piece: with its envelope it stays below {@link ControlMessage#MAX_BYTES}. */
    public static final int MAX_PART_BYTES = 150 * 1024;

    private Parts() {}

    /** The pieces, in order; at least one. */
    public static List<byte[]> of(byte[] bytes) {
        if (bytes.length <= MAX_PART_BYTES) {
            return List.of(bytes);
        }
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += MAX_PART_BYTES) {
            parts.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_PART_BYTES)));
        }
        return parts;
    }

    /** The whole, of its pieces in order. */
    public static byte[] join(List<byte[]> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
