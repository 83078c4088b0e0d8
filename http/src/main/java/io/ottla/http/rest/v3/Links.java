package io.ottla.http.rest.v3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The names that one call's answer uses for things of the cluster: URLs as its client reaches them, and resource names.
 *
 * @param base the server as the client calls it, without a slash at the end
 * @param clusterId the cluster
 */
record Links(String base, String clusterId) {
    /** The URL of all clusters. */
    String clusters() {
        return base + "/v3/clusters";
    }

    /** The URL of a thing below the cluster; the segments are encoded. */
    String url(Object... segments) {
        StringBuilder url = new StringBuilder(clusters()).append('/').append(encoded(clusterId));
        for (Object segment : segments) {
            url.append('/').append(encoded(segment.toString()));
        }
        return url.toString();
    }

    String brokerUrl(int broker) {
        return url("brokers", broker);
    }

    String partitionUrl(String topic, int partition) {
        return url("topics", topic, "partitions", partition);
    }

    String replicaUrl(String topic, int partition, int broker) {
        return url("topics", topic, "partitions", partition, "replicas", broker);
    }

    /** A resource name: pairs of kind and name, from the cluster down. */
    String crn(Object... kindsAndNames) {
        StringBuilder crn = new StringBuilder("crn:///kafka=").append(encoded(clusterId));
        for (int i = 0; i < kindsAndNames.length; i += 2) {
            crn.append('/').append(kindsAndNames[i]).append('=').append(encoded(kindsAndNames[i + 1].toString()));
        }
        return crn.toString();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
