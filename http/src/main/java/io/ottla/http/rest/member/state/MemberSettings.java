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
    public MemberSettings {
        consumer = Map.copyOf(consumer);
    }
}
