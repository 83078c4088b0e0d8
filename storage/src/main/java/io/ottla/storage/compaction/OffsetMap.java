package io.ottla.storage.compaction;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Knows of each key from which offset on its records are kept: the newest {@code versions} of them, and none older than its newest tombstone, because a
 * key that was deleted must not come back when the tombstone goes. A table of fixed size, open addressing; it never grows. One thread.
 *
 * <pre>
 *  one version:   | hash (16) | newest + 1 |
 *  n versions:    | hash (16) | newest + 1 | second newest + 1 | ... | newest tombstone + 1 |
 * </pre>
 *
 * A zero where the newest offset stands marks a free slot.
 */
public final class OffsetMap {
    /** What {@link #firstKept} says of a key that is not in the map. */
    public static final long UNKNOWN = -1;

    private static final int HASH_LONGS = 2;

    private final KeyHash hash;
    private final int versions;
    private final int slotLongs;
    private final int slots;
    private final int maxKeys;
    private final long[] table;
    private int keys;
    private long latestOffset = -1;
    private long lastLow;

    private OffsetMap(RandomGenerator secrets, int versions, int slots, int maxKeys) {
        this.hash = new KeyHash(secrets);
        this.versions = versions;
        this.slotLongs = slotLongs(versions);
        this.slots = slots;
        this.maxKeys = maxKeys;
        this.table = new long[slots * slotLongs];
    }

    /**
     * An empty map.
     *
     * @param maxBytes most memory it may take
     * @param loadFactor share of its slots that may be taken, above 0 and at most 1; one slot always stays free
     * @param versions how many records of each key are kept, at least 1
     * @param expectedKeys no more keys than this will come: a smaller map does
     * @param secrets where the hash takes its secret from
     */
    public static OffsetMap create(
            long maxBytes, double loadFactor, int versions, long expectedKeys, RandomGenerator secrets) {
        long slotBytes = (long) slotLongs(versions) * Long.BYTES;
        long affordable = Math.min(maxBytes / slotBytes, (Integer.MAX_VALUE - 8) / slotLongs(versions));
        long useful = (long) Math.min(Integer.MAX_VALUE, (expectedKeys + 1) / loadFactor + 2);
        int slots = (int) Math.min(affordable, useful);
        int maxKeys = Math.min(slots - 1, (int) (slots * loadFactor));
        if (maxKeys < 1) {
            throw new IllegalArgumentException(
                    "a key map of " + maxBytes + " bytes holds no key of " + slotBytes + " bytes");
        }
        return new OffsetMap(secrets, versions, slots, maxKeys);
    }

    /** Notes a record of this key. Returns false, with nothing noted, when the key is new and the map full. */
    public boolean put(ByteBuffer key, long offset, boolean tombstone) {
        int slot = find(key);
        if (table[slot + HASH_LONGS] == 0) {
            if (keys == maxKeys) {
                return false;
            }
            keys++;
            table[slot] = hash.high();
            table[slot + 1] = lastLow;
        }
        note(slot, offset, tombstone);
        latestOffset = Math.max(latestOffset, offset);
        return true;
    }

    /** As {@link #put}, where other records of the key are known already; nothing otherwise. */
    public void putIfKnown(ByteBuffer key, long offset, boolean tombstone) {
        int slot = find(key);
        if (table[slot + HASH_LONGS] != 0) {
            note(slot, offset, tombstone);
        }
    }

    /** The first offset from which on this key's records are kept; {@link #UNKNOWN} when all of them are. */
    public long firstKept(ByteBuffer key) {
        int slot = find(key);
        int newest = slot + HASH_LONGS;
        if (table[newest] == 0) {
            return UNKNOWN;
        }
        long oldestVersion = table[newest + versions - 1] - 1;
        return versions == 1 ? oldestVersion : Math.max(oldestVersion, table[newest + versions] - 1);
    }

    /** Says that everything up to this offset has been looked at. */
    public void lookedAtUpTo(long offset) {
        latestOffset = Math.max(latestOffset, offset);
    }

    /** Records above have not been looked at, so that nothing is known of them; -1 when there is none at all. */
    public long latestOffset() {
        return latestOffset;
    }

    /** How many keys it holds. */
    public int keys() {
        return keys;
    }

    /** Most keys it can hold. */
    public int maxKeys() {
        return maxKeys;
    }

    /** The start of the slot that holds the key, or of the free one where it belongs. */
    private int find(ByteBuffer key) {
        long low = hash.hash(key);
        lastLow = low;
        int slot = (int) Long.remainderUnsigned(low, slots);
        while (true) {
            int at = slot * slotLongs;
            boolean free = table[at + HASH_LONGS] == 0;
            if (free || (table[at] == hash.high() && table[at + 1] == low)) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    private void note(int slot, long offset, boolean tombstone) {
        int newest = slot + HASH_LONGS;
        long value = offset + 1;
        if (versions == 1) {
            table[newest] = Math.max(table[newest], value);
            return;
        }
        int barrier = newest + versions;
        if (value < table[barrier]) {
            return;
        }
        insert(newest, barrier, value);
        if (tombstone) {
            table[barrier] = value;
            forgetBelow(newest, barrier, value);
        }
    }

    /** Keeps the newest offsets in falling order, each once. */
    private void insert(int from, int to, long value) {
        int at = from;
        while (at < to && table[at] > value) {
            at++;
        }
        if (at < to && table[at] != value) {
            System.arraycopy(table, at, table, at + 1, to - at - 1);
            table[at] = value;
        }
    }

    private void forgetBelow(int from, int to, long value) {
        int at = from;
        while (at < to && table[at] >= value) {
            at++;
        }
        Arrays.fill(table, at, to, 0);
    }

    private static int slotLongs(int versions) {
        return HASH_LONGS + versions + (versions == 1 ? 0 : 1);
    }
}
