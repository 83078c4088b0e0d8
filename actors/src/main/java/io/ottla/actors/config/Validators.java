package io.ottla.actors.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Checks of values that kafka-clients brings no validator for. Their messages are Kafka's. */
final class Validators {
    private static final Pattern BROKER_ID = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PARTITION_AND_BROKER = Pattern.compile("[0-9]+:[0-9]+");
    private static final String BY_DURATION = "by_duration:";

    private Validators() {}

    /** A number in a range, or one number outside of it. */
    static ConfigDef.Validator betweenOr(long least, long most, long other) {
        return (name, value) -> {
            long number = ((Number) value).longValue();
            if (number != other && (number < least || number > most)) {
                throw new ConfigException(
                        name, value, "Value must be between " + least + " and " + most + " or equal to " + other);
            }
        };
    }

    /**
     * A list whose elements are right one by one; an empty one is. An element may stand there twice, as Kafka puts up
     * with it.
     */
    static ConfigDef.Validator eachOf(ConfigDef.Validator element) {
        return (name, value) -> ((List<?>) value).forEach(one -> element.ensureValid(name, one));
    }

    /** Replicas to throttle: {@code partition:broker} pairs, or {@code *} alone. */
    /** A list of node ids, each of them a number from 0 on. */
    static void brokerIds(String name, Object value) {
        for (Object id : (List<?>) value) {
            if (!BROKER_ID.matcher(String.valueOf(id)).matches()) {
                throw new ConfigException(name, value, "Broker ids are numbers from 0 to 999999999, not '" + id + "'");
            }
        }
    }

    static void throttledReplicas(String name, Object value) {
        List<?> replicas = (List<?>) value;
        boolean all = replicas.size() == 1 && replicas.get(0).equals("*");
        if (!all && !replicas.stream().allMatch(Validators::isPartitionAndBroker)) {
            throw new ConfigException(
                    name,
                    value,
                    name + " must be the literal '*' or a list of replicas in the following format:"
                            + " [partitionId]:[brokerId],[partitionId]:[brokerId],...");
        }
    }

    /**
     * Where a share group starts: {@code earliest}, {@code latest} or {@code by_duration:} and a duration that is not
     * negative.
     */
    static void offsetReset(String name, Object value) {
        String reset = value.toString();
        if (!reset.equals("earliest") && !reset.equals("latest") && !isDuration(reset)) {
            throw new ConfigException(
                    name,
                    value,
                    "Invalid value `" + reset + "` for configuration " + name + ". The value must be either 'earliest',"
                            + " 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.");
        }
    }

    private static boolean isPartitionAndBroker(Object replica) {
        return PARTITION_AND_BROKER.matcher(replica.toString()).matches();
    }

    private static boolean isDuration(String reset) {
        if (!reset.startsWith(BY_DURATION)) {
            return false;
        }
        try {
            return !Duration.parse(reset.substring(BY_DURATION.length())).isNegative();
        } catch (DateTimeParseException notADuration) {
            return false;
        }
    }
}
