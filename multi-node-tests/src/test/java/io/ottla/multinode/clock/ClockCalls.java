package io.ottla.multinode.clock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Redirects the calls that a class file makes to the JDK's wall clock, by the names in its constant pool (JVM specification, 4.4). */
final class ClockCalls {
    private static final Set<String> WALL_CLOCK = Set.of(
            "java/lang/System.currentTimeMillis()J",
            "java/time/Instant.now()Ljava/time/Instant;",
            "java/time/Clock.systemUTC()Ljava/time/Clock;");
    private static final byte[] STANDS_IN = "io/ottla/multinode/clock/ShiftedClock".getBytes(StandardCharsets.US_ASCII);

    private static final int COUNT_AT = 8;
    private static final int POOL_AT = 10;
    private static final byte UTF8 = 1;
    private static final byte CLASS = 7;
    private static final byte METHOD = 10;

    private final ByteBuffer file;
    private final int count;
    /** Where each constant begins. */
    private final int[] at;

    private final int poolEnd;

    private ClockCalls(byte[] classFile) {
        file = ByteBuffer.wrap(classFile);
        count = Short.toUnsignedInt(file.getShort(COUNT_AT));
        at = new int[count];
        int position = POOL_AT;
        for (int constant = 1; constant < count; constant++) {
            at[constant] = position;
            byte tag = file.get(position);
            position += 1 + length(tag, position);
            boolean takesTwoPlaces = tag == 5 || tag == 6;
            constant += takesTwoPlaces ? 1 : 0;
        }
        poolEnd = position;
    }

    /** The same class with its calls redirected, or null where it has none. */
    static byte @Nullable [] redirected(byte[] classFile) {
        ClockCalls calls = new ClockCalls(classFile);
        List<Integer> found = calls.find();
        return found.isEmpty() ? null : calls.redirect(found);
    }

    private List<Integer> find() {
        List<Integer> found = new ArrayList<>();
        for (int constant = 1; constant < count; constant++) {
            if (at[constant] != 0 && file.get(at[constant]) == METHOD && WALL_CLOCK.contains(method(at[constant]))) {
                found.add(at[constant]);
            }
        }
        return found;
    }

    private String method(int position) {
        int owner = at[unsignedShort(position + 1)];
        int nameAndType = at[unsignedShort(position + 3)];
        return text(unsignedShort(owner + 1)) + "." + text(unsignedShort(nameAndType + 1))
                + text(unsignedShort(nameAndType + 3));
    }

    /** Two constants more, the name of the class that stands in and the class; the methods found are this one's now. */
    private byte[] redirect(List<Integer> found) {
        ByteBuffer out = ByteBuffer.allocate(file.capacity() + 3 + STANDS_IN.length + 3);
        out.put(file.array(), 0, poolEnd);
        out.putShort(COUNT_AT, (short) (count + 2));
        found.forEach(position -> out.putShort(position + 1, (short) (count + 1)));
        out.put(UTF8).putShort((short) STANDS_IN.length).put(STANDS_IN);
        out.put(CLASS).putShort((short) count);
        out.put(file.array(), poolEnd, file.capacity() - poolEnd);
        return out.array();
    }

    private String text(int constant) {
        int position = at[constant];
        return new String(file.array(), position + 3, unsignedShort(position + 1), StandardCharsets.UTF_8);
    }

    private int unsignedShort(int position) {
        return Short.toUnsignedInt(file.getShort(position));
    }

    private int length(byte tag, int position) {
        return switch (tag) {
            case UTF8 -> 2 + unsignedShort(position + 1);
            case CLASS, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, METHOD, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalArgumentException("constant of an unknown kind: " + tag);
        };
    }
}
