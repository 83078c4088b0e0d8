package io.ottla.serdes;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of serializers and deserializers, by the names that the original ones made usual. They stand among the settings of
 * a producer, consumer or streams application; unknown ones are not looked at.
 */
public final class SerdeSettings extends AbstractConfig {
    /** Where the registry is: addresses separated by commas, or {@code mock://scope} for one in this JVM. */
    public static final String URL = "schema.registry.url";

    /** Whether a schema that the subject lacks is registered; otherwise it must be there. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    /** Writes with the subject's newest schema instead of the record's own; only without auto-registration. */
    public static final String USE_LATEST = "use.latest.version";

    /** How long the newest version is believed to be the newest, in seconds; -1 for ever. */
    public static final String LATEST_TTL_SECONDS = "latest.cache.ttl.sec";

    /** Writes with the schema of this id, -1 for none. */
    public static final String USE_ID = "use.schema.id";

    /** Whether schemas that differ only in their writing count as the same. */
    public static final String NORMALIZE = "normalize.schemas";

    /** How the subject of a key is named: TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without a package. */
    public static final String KEY_NAMING = "key.subject.name.strategy";

    /** How the subject of a value is named. */
    public static final String VALUE_NAMING = "value.subject.name.strategy";

    /** Where keys name their schema: PrefixSchemaIdSerializer or HeaderSchemaIdSerializer, with or without a package. */
    public static final String KEY_PLACE = "key.schema.id.serializer";

    /** Where values name their schema. */
    public static final String VALUE_PLACE = "value.schema.id.serializer";

    /** How many schemas each memory keeps. */
    public static final String CACHE_CAPACITY = "max.schemas.per.subject";

    /** Where user and password stand: URL, USER_INFO. */
    public static final String BASIC_SOURCE = "basic.auth.credentials.source";

    /** {@code user:password}, with USER_INFO. */
    public static final String BASIC_USER_INFO = "basic.auth.user.info";

    /** STATIC_TOKEN to send a bearer token. */
    public static final String BEARER_SOURCE = "bearer.auth.credentials.source";

    /** The token, with STATIC_TOKEN. */
    public static final String BEARER_TOKEN = "bearer.auth.token";

    /** How long a connection to the registry may take, in milliseconds. */
    public static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";

    /** How long an answer of the registry may take, in milliseconds. */
    public static final String READ_TIMEOUT_MS = "http.read.timeout.ms";

    /** Whether Avro records are read into the classes generated for them. */
    public static final String AVRO_SPECIFIC = "specific.avro.reader";

    /** Whether Avro data is taken from and read into plain Java objects by reflection. */
    public static final String AVRO_REFLECTION = "schema.reflection";

    /** Whether Avro's logical types are converted to and from java.time, BigDecimal and so on in generic records. */
    public static final String AVRO_LOGICAL_TYPES = "avro.use.logical.type.converters";

    /** Whether {@code avro.java.*} properties are left out of registered schemas. */
    public static final String AVRO_REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";

    /** Whether JSON that does not fit its schema is refused, when written and when read. */
    public static final String JSON_FAIL_INVALID = "json.fail.invalid.schema";

    /** Whether members that the class does not know are refused when JSON is read into it. */
    public static final String JSON_FAIL_UNKNOWN = "json.fail.unknown.properties";

    /** The class JSON keys are read into. */
    public static final String JSON_KEY_TYPE = "json.key.type";

    /** The class JSON values are read into. */
    public static final String JSON_VALUE_TYPE = "json.value.type";

    /** The message class Protobuf keys are read into. */
    public static final String PROTOBUF_KEY_TYPE = "specific.protobuf.key.type";

    /** The message class Protobuf values are read into. */
    public static final String PROTOBUF_VALUE_TYPE = "specific.protobuf.value.type";

    private static final int DEFAULT_CAPACITY = 1000;
    private static final int DEFAULT_TIMEOUT_MS = 60_000;

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(URL, ConfigDef.Type.LIST, Importance.HIGH, "Addresses of the schema registry, or mock://scope.")
            .define(
                    AUTO_REGISTER,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Register schemas that are not there.")
            .define(
                    USE_LATEST,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Write with the newest schema of the subject.")
            .define(
                    LATEST_TTL_SECONDS,
                    ConfigDef.Type.LONG,
                    -1L,
                    Importance.LOW,
                    "How long the newest version is remembered.")
            .define(USE_ID, ConfigDef.Type.INT, -1, Importance.LOW, "Write with the schema of this id.")
            .define(
                    NORMALIZE,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Normalize schemas when they are registered.")
            .define(
                    KEY_NAMING,
                    ConfigDef.Type.STRING,
                    "TopicNameStrategy",
                    Importance.MEDIUM,
                    "Names the subject of a key.")
            .define(
                    VALUE_NAMING,
                    ConfigDef.Type.STRING,
                    "TopicNameStrategy",
                    Importance.MEDIUM,
                    "Names the subject of a value.")
            .define(
                    KEY_PLACE,
                    ConfigDef.Type.STRING,
                    "PrefixSchemaIdSerializer",
                    Importance.LOW,
                    "Where keys name their schema.")
            .define(
                    VALUE_PLACE,
                    ConfigDef.Type.STRING,
                    "PrefixSchemaIdSerializer",
                    Importance.LOW,
                    "Where values name their schema.")
            .define(
                    CACHE_CAPACITY,
                    ConfigDef.Type.INT,
                    DEFAULT_CAPACITY,
                    Importance.LOW,
                    "How many schemas are remembered.")
            .define(BASIC_SOURCE, ConfigDef.Type.STRING, "URL", Importance.MEDIUM, "Where user and password stand.")
            .define(BASIC_USER_INFO, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "user:password")
            .define(BEARER_SOURCE, ConfigDef.Type.STRING, "", Importance.MEDIUM, "Where the bearer token comes from.")
            .define(BEARER_TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The bearer token.")
            .define(
                    CONNECT_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    DEFAULT_TIMEOUT_MS,
                    Importance.LOW,
                    "Time to connect to the registry.")
            .define(
                    READ_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    DEFAULT_TIMEOUT_MS,
                    Importance.LOW,
                    "Time for an answer of the registry.")
            .define(AVRO_SPECIFIC, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Read into generated classes.")
            .define(AVRO_REFLECTION, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Use reflection for Avro.")
            .define(AVRO_LOGICAL_TYPES, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Convert logical types.")
            .define(
                    AVRO_REMOVE_JAVA_PROPERTIES,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Leave out avro.java.*.")
            .define(
                    JSON_FAIL_INVALID,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Refuse JSON that does not fit.")
            .define(JSON_FAIL_UNKNOWN, ConfigDef.Type.BOOLEAN, true, Importance.LOW, "Refuse unknown members.")
            .define(JSON_KEY_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "Class of JSON keys.")
            .define(JSON_VALUE_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "Class of JSON values.")
            .define(PROTOBUF_KEY_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "Class of Protobuf keys.")
            .define(PROTOBUF_VALUE_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "Class of Protobuf values.");

    private final boolean key;
    private final SchemaNamePlace place;

    /**
     * The settings of one serializer or deserializer.
     *
     * @param key whether it is for keys
     * @throws ConfigException if one is missing or cannot be
     */
    public SerdeSettings(Map<String, ?> given, boolean key) {
        super(DEFINITION, new HashMap<>(given), false);
        this.key = key;
        this.place = SchemaNamePlace.of(getString(key ? KEY_PLACE : VALUE_PLACE));
    }

    /** How the subjects of its records are named. */
    public SubjectNaming naming() {
        return SubjectNaming.of(getString(key ? KEY_NAMING : VALUE_NAMING));
    }

    SchemaNamePlace schemaNamePlace() {
        return place;
    }

    /** Whether it is for keys. */
    public boolean isKey() {
        return key;
    }

    List<String> addresses() {
        return getList(URL);
    }

    String word(String name) {
        return getString(name).toUpperCase(Locale.ROOT);
    }
}
