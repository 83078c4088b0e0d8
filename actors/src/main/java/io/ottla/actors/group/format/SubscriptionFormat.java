package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.group.state.consumer.ClassicTraits;
import io.ottla.actors.group.state.consumer.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a member of a consumer group wants. All strings are compact; those with a question mark may be absent.
 *
 * <pre>
 *   version | instance? | rack? | client id | client host | topic names | pattern? | rebalance timeout | assignor?
 *           | tagged fields (0: either 0, or 1 | session timeout | protocols: name, metadata)
 * </pre>
 */
final class SubscriptionFormat {
    private static final int VERSION = 0;
    private static final int CLASSIC_TAG = 0;
    private static final int NO_TAG = -1;
    private static final int PRESENT = 1;
    private static final byte[] NO_CLASSIC = {0};

    private SubscriptionFormat() {}

    static byte[] write(Subscription subscription) {
        FieldWriter out = new FieldWriter()
                .int16(VERSION)
                .compactNullableString(subscription.instanceId())
                .compactNullableString(subscription.rackId())
                .compactString(subscription.clientId())
                .compactString(subscription.clientHost())
                .unsignedVarint(subscription.topicNames().size() + 1);
        subscription.topicNames().forEach(out::compactString);
        out.compactNullableString(subscription.pattern())
                .int32(subscription.rebalanceTimeoutMs())
                .compactNullableString(subscription.assignor());
        byte[] classic = subscription.classic().map(SubscriptionFormat::classic).orElse(NO_CLASSIC);
        return out.unsignedVarint(1)
                .unsignedVarint(CLASSIC_TAG)
                .unsignedVarint(classic.length)
                .raw(classic)
                .toBytes();
    }

    private static byte[] classic(ClassicTraits traits) {
        FieldWriter out = new FieldWriter()
                .int8(PRESENT)
                .int32(traits.sessionTimeoutMs())
                .unsignedVarint(traits.protocols().size() + 1);
        traits.protocols()
                .forEach(protocol -> out.compactString(protocol.name())
                        .compactBytes(protocol.metadata())
                        .unsignedVarint(0));
        return out.unsignedVarint(0).toBytes();
    }

    static Subscription read(FieldReader in) {
        Optional<String> instance = in.compactNullableString();
        Optional<String> rack = in.compactNullableString();
        String clientId = in.compactString();
        String clientHost = in.compactString();
        int count = in.count(in.unsignedVarint() - 1);
        SortedSet<String> topics = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            topics.add(in.compactString());
        }
        Optional<String> pattern = in.compactNullableString();
        int rebalanceTimeout = in.int32();
        Optional<String> assignor = in.compactNullableString();
        List<ClassicTraits> classic = new ArrayList<>();
        in.taggedFields(CLASSIC_TAG, () -> classic(in, classic));
        return new Subscription(
                instance,
                rack,
                clientId,
                clientHost,
                topics,
                pattern.filter(text -> !text.isEmpty()),
                rebalanceTimeout,
                assignor,
                classic.stream().findFirst());
    }

    private static void classic(FieldReader in, List<ClassicTraits> classic) {
        if (in.int8() != PRESENT) {
            return;
        }
        int sessionTimeout = in.int32();
        int count = in.count(in.unsignedVarint() - 1);
        List<ClassicTraits.Protocol> protocols = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            protocols.add(new ClassicTraits.Protocol(in.compactString(), in.compactBytes()));
            in.taggedFields(NO_TAG, () -> {});
        }
        in.taggedFields(NO_TAG, () -> {});
        classic.add(new ClassicTraits(sessionTimeout, protocols));
    }
}
