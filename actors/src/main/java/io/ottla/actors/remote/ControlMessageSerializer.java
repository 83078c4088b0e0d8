package io.ottla.actors.remote;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Sends {@link ControlMessage}s as CBOR; the manifest is the record's class name, and nothing else is ever loaded by it. */
public final class ControlMessageSerializer extends SerializerWithStringManifest {
    /** Akka's number for this serializer; never given to another. */
    private static final int IDENTIFIER = 740_002;

    private final ObjectMapper mapper;
    private final ConcurrentMap<String, Class<? extends ControlMessage>> known = new ConcurrentHashMap<>();

    /** Made by Akka. */
    public ControlMessageSerializer(ExtendedActorSystem system) {
        mapper = Cbor.mapper(new ActorRefModule(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message.getClass().getName();
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("cannot send " + message, e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        Class<? extends ControlMessage> type = known.get(manifest);
        if (type == null) {
            type = load(manifest);
            known.put(manifest, type);
        }
        try {
            return mapper.readValue(bytes, type);
        } catch (IOException e) {
            NotSerializableException unreadable =
                    new NotSerializableException("a message of " + manifest + " cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    /** Only our own records are loaded, whatever a peer names; without running their static code before that is known. */
    private static Class<? extends ControlMessage> load(String manifest) throws NotSerializableException {
        try {
            Class<?> named = Class.forName(manifest, false, ControlMessageSerializer.class.getClassLoader());
            if (named.isRecord() && ControlMessage.class.isAssignableFrom(named)) {
                return named.asSubclass(ControlMessage.class);
            }
        } catch (ClassNotFoundException e) {
            throw new NotSerializableException("this version of Ottla knows no message " + manifest);
        }
        throw new NotSerializableException(manifest + " is no message between nodes");
    }
}
