package io.ottla.http.rest.member.state;

import java.util.Map;

/**
 * What a member was created with.
 *
 * @param format how its records stand in answers; the word is its front's own
 * @param autoCommit whether what was read is committed when the member reads on
 * @param minBytes a read waits for so many bytes, or until its time is over; 1 for the first record
 * @param waitMillis how long a read waits that does not say
 * @param consumer settings of the Kafka consumer by their names, for instance {@code auto.offset.reset}
 */
public record MemberSettings(
        String format, boolean autoCommit, int minBytes, long waitMillis, Map<String, String> consumer) {
    private static final String PROTOCOL = "group.protocol";
    private static final String SHARE = "share";

    public MemberSettings {
        consumer = Map.copyOf(consumer);
    }

    /** Of a member of a share group, which has no settings of its own. */
    public static MemberSettings share() {
        return new MemberSettings("", false, 1, 0, Map.of(PROTOCOL, SHARE));
    }

    /** Whether its group is a share group. */
    public boolean isShare() {
        return SHARE.equals(consumer.get(PROTOCOL));
    }
}
