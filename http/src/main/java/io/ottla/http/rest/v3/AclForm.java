package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** ACLs as queries, bodies and resources. */
final class AclForm {
    private AclForm() {}

    /** The filter in a query; what is not named lets everything through. */
    static AclBindingFilter filter(Call call) {
        return new AclBindingFilter(
                new ResourcePatternFilter(
                        named(
                                ResourceType::fromString,
                                call.query("resource_type").orElse("ANY"),
                                "resource_type"),
                        call.query("resource_name").orElse(null),
                        named(
                                PatternType::fromString,
                                call.query("pattern_type").orElse("ANY"),
                                "pattern_type")),
                new AccessControlEntryFilter(
                        call.query("principal").orElse(null),
                        call.query("host").orElse(null),
                        named(AclOperation::fromString, call.query("operation").orElse("ANY"), "operation"),
                        named(
                                AclPermissionType::fromString,
                                call.query("permission").orElse("ANY"),
                                "permission")));
    }

    /** The ACL in a body. */
    static AclBinding binding(JsonNode body) {
        try {
            return new AclBinding(
                    new ResourcePattern(
                            named(
                                    ResourceType::fromString,
                                    Fields.requiredText(body, "resource_type"),
                                    "resource_type"),
                            Fields.requiredText(body, "resource_name"),
                            named(PatternType::fromString, Fields.requiredText(body, "pattern_type"), "pattern_type")),
                    new AccessControlEntry(
                            Fields.requiredText(body, "principal"),
                            Fields.requiredText(body, "host"),
                            named(AclOperation::fromString, Fields.requiredText(body, "operation"), "operation"),
                            named(
                                    AclPermissionType::fromString,
                                    Fields.requiredText(body, "permission"),
                                    "permission")));
        } catch (IllegalArgumentException notOneAcl) {
            throw Refusal.of(400, String.valueOf(notOneAcl.getMessage()));
        }
    }

    /** An ACL as a resource. */
    static ObjectNode resource(Links links, AclBinding acl) {
        ObjectNode resource = Json.object().put("kind", "KafkaAcl");
        resource.putObject("metadata").put("self", url(links, acl.toFilter()));
        return resource.put("cluster_id", links.clusterId())
                .put("resource_type", acl.pattern().resourceType().name())
                .put("resource_name", acl.pattern().name())
                .put("pattern_type", acl.pattern().patternType().name())
                .put("principal", acl.entry().principal())
                .put("host", acl.entry().host())
                .put("operation", acl.entry().operation().name())
                .put("permission", acl.entry().permissionType().name());
    }

    /** Where the ACLs are that a filter lets through. */
    static String url(Links links, AclBindingFilter filter) {
        return links.url("acls") + "?resource_type="
                + filter.patternFilter().resourceType().name()
                + "&resource_name=" + encoded(filter.patternFilter().name())
                + "&pattern_type=" + filter.patternFilter().patternType().name()
                + "&principal=" + encoded(filter.entryFilter().principal())
                + "&host=" + encoded(filter.entryFilter().host())
                + "&operation=" + filter.entryFilter().operation().name()
                + "&permission=" + filter.entryFilter().permissionType().name();
    }

    private static String encoded(@Nullable String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T extends Enum<T>> T named(Function<String, T> reader, String name, String field) {
        T value = reader.apply(name);
        if (value.name().equals("UNKNOWN")) {
            throw Refusal.of(400, "The " + field + " " + name + " is not known");
        }
        return value;
    }
}
