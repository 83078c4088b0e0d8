package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.rest.Json;
import java.util.Collection;

/** The common shape of all resources and lists of version 3. */
final class Resources {
    private Resources() {}

    /** A resource with its kind and metadata; its own fields follow. */
    static ObjectNode resource(String kind, String self, String crn) {
        ObjectNode resource = Json.object().put("kind", kind);
        resource.putObject("metadata").put("self", self).put("resource_name", crn);
        return resource;
    }

    /** A list of resources of this kind. */
    static ObjectNode list(String kind, String self, Collection<ObjectNode> data) {
        ObjectNode list = Json.object().put("kind", kind + "List");
        list.putObject("metadata").put("self", self).putNull("next");
        list.putArray("data").addAll(data);
        return list;
    }

    /** Adds the URL of something related. */
    static void relate(ObjectNode resource, String name, String url) {
        resource.putObject(name).put("related", url);
    }
}
